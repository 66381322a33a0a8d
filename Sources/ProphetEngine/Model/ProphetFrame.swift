/// The known columns of some rows: their times and whatever a model needs beside the times.
///
/// Rows may be in any order and times may repeat. Every column has one entry per row.
public struct ProphetFrame: Hashable, Sendable {
    /// The times of the rows, in milliseconds since 1970-01-01 00:00 UTC.
    public var ds: [Int64]
    /// The value that logistic growth cannot exceed, in units of the series.
    public var cap: [Double]?
    /// The value that logistic growth cannot fall below, in units of the series; nil stands for 0.
    public var floor: [Double]?
    /// The extra regressors by name, in their own units; NaN where missing.
    public var regressors: [String: [Double]]
    /// The conditions of seasonalities by name: in which rows the seasonality acts.
    public var conditions: [String: [Bool]]

    /// Creates a frame of columns of equal length.
    public init(
        ds: [Int64], cap: [Double]? = nil, floor: [Double]? = nil, regressors: [String: [Double]] = [:],
        conditions: [String: [Bool]] = [:]
    ) {
        let lengths =
            [cap?.count, floor?.count].compactMap(\.self) + regressors.values.map(\.count)
            + conditions.values.map(\.count)
        precondition(
            lengths.allSatisfy { $0 == ds.count }, "every column must have \(ds.count) rows, had \(lengths)")
        self.ds = ds
        self.cap = cap
        self.floor = floor
        self.regressors = regressors
        self.conditions = conditions
    }

    /// The number of rows.
    public var count: Int { ds.count }

    /// The frame of some of the rows, in the order given.
    ///
    /// - Complexity: O(n) for each column.
    public func rows(_ indices: some Collection<Int>) -> ProphetFrame {
        ProphetFrame(
            ds: indices.map { ds[$0] },
            cap: cap.map { column in indices.map { column[$0] } },
            floor: floor.map { column in indices.map { column[$0] } },
            regressors: regressors.mapValues { column in indices.map { column[$0] } },
            conditions: conditions.mapValues { column in indices.map { column[$0] } })
    }

    /// The row numbers in order of time; rows of equal time keep their order.
    ///
    /// - Complexity: O(n) when the rows are in order already, O(n log n) otherwise.
    var timeOrder: [Int] {
        let isAscending = zip(ds, ds.dropFirst()).allSatisfy { $0 <= $1 }
        guard !isAscending else { return Array(ds.indices) }
        // The index breaks ties, which makes the sort stable.
        return ds.indices.sorted { (ds[$0], $0) < (ds[$1], $1) }
    }
}
