/// The forecasts of a cross-validation beside what happened: one entry per row in each array.
///
/// Rows are ordered by cutoff, then by time.
public struct CrossValidation: Hashable, Sendable {
    /// A column of the forecast that was asked for beside `yhat`.
    public struct Column: Hashable, Sendable {
        /// The name, as in ``ProphetForecast/columns``.
        public let name: String
        /// A value for each row; NaN in folds whose model does not have the column.
        public let values: [Double]

        /// Creates a column.
        public init(name: String, values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// The times of the rows, in milliseconds since 1970-01-01 UTC.
    public let ds: [Int64]
    /// The last time that the forecast of each row knew.
    public let cutoff: [Int64]
    /// What happened.
    public let y: [Double]
    /// The forecast.
    public let yhat: [Double]
    /// The lower bound of an observation; empty when the model has no intervals.
    public let yhatLower: [Double]
    /// The upper bound of an observation; empty when the model has no intervals.
    public let yhatUpper: [Double]
    /// Further columns of the forecast, in the order asked for.
    public let columns: [Column]
    /// The folds, in order of their cutoffs; empty when the forecasts come from elsewhere.
    public let folds: [CrossValidationFold]
    /// What a reader of the scores should know.
    public let notes: [CrossValidationNote]

    /// Creates a table of forecasts; every array that is not empty must be as long as `ds`.
    public init(
        ds: [Int64], cutoff: [Int64], y: [Double], yhat: [Double], yhatLower: [Double] = [],
        yhatUpper: [Double] = [], columns: [Column] = [], folds: [CrossValidationFold] = [],
        notes: [CrossValidationNote] = []
    ) {
        let lengths =
            [cutoff.count, y.count, yhat.count] + [yhatLower.count, yhatUpper.count].filter { $0 > 0 }
            + columns.map(\.values.count)
        precondition(
            lengths.allSatisfy { $0 == ds.count }, "every array must have \(ds.count) rows, had \(lengths)")
        precondition(yhatLower.count == yhatUpper.count, "both bounds must be there, or none")
        self.ds = ds
        self.cutoff = cutoff
        self.y = y
        self.yhat = yhat
        self.yhatLower = yhatLower
        self.yhatUpper = yhatUpper
        self.columns = columns
        self.folds = folds
        self.notes = notes
    }

    /// The number of rows.
    public var count: Int { ds.count }
    /// Whether the rows have bounds.
    public var hasIntervals: Bool { !yhatLower.isEmpty }
    /// The cutoffs of the folds, ascending.
    public var cutoffs: [Int64] { folds.map(\.cutoff) }

    /// A further column by name.
    public func column(_ name: String) -> [Double]? {
        columns.first { $0.name == name }?.values
    }
}
