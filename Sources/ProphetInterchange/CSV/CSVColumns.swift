public import ProphetEngine

/// Which columns of a table are what.
///
/// The columns `cap` and `floor` always have that role. Columns without a role are passed over.
public struct CSVColumns: Hashable, Sendable {
    /// Which columns are extra regressors.
    public enum Regressors: Hashable, Sendable {
        /// The columns of these names, all of which must be there.
        case named([String])
        /// All columns without another role that hold nothing but numbers and missing values.
        case allNumeric
    }

    /// The column of the times.
    public var time: String
    /// The column of the values, which only a history must have.
    public var value: String
    /// Which columns are extra regressors.
    public var regressors: Regressors
    /// The columns that are conditions of seasonalities, all of which must be there.
    public var conditions: [String]

    /// Creates the roles of columns.
    public init(
        time: String = "ds", value: String = "y", regressors: Regressors = .named([]),
        conditions: [String] = []
    ) {
        self.time = time
        self.value = value
        self.regressors = regressors
        self.conditions = conditions
    }

    /// The columns that a model of some options needs.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - isFuture: Whether regressors that have a model of their own may be left out.
    public init(for options: ProphetOptions, isFuture: Bool = false) {
        let regressors = options.regressors.filter { !isFuture || $0.predictor == nil }.map(\.name)
        let conditions = Set(options.seasonalities.compactMap(\.condition)).sorted()
        self.init(regressors: .named(regressors), conditions: conditions)
    }

    /// The columns that a fitted model needs.
    public init(for fitted: FittedProphet) {
        let conditions = Set(fitted.seasonalities.compactMap(\.condition)).sorted()
        self.init(
            regressors: .named(fitted.regressors.filter { $0.predictor == nil }.map(\.name)),
            conditions: conditions)
    }
}
