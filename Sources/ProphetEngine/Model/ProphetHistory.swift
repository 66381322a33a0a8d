/// The observations that a model is fitted to.
///
/// Rows may be in any order and times may repeat. A row whose value is NaN counts as missing: it is left out
/// of the fit.
public struct ProphetHistory: Hashable, Sendable {
    /// The times of the rows and what is known beside them.
    public let frame: ProphetFrame
    /// The values of the rows; NaN where missing.
    public let y: [Double]

    /// Creates a history of rows and as many values.
    public init(_ frame: ProphetFrame, y: [Double]) {
        precondition(frame.count == y.count, "y must have \(frame.count) values as ds has, was \(y.count)")
        self.frame = frame
        self.y = y
    }

    /// Creates a history of times and as many values.
    public init(ds: [Int64], y: [Double]) {
        self.init(ProphetFrame(ds: ds), y: y)
    }

    /// The times of the rows, in milliseconds since 1970-01-01 00:00 UTC.
    public var ds: [Int64] { frame.ds }

    /// The history of some of the rows, in the order given.
    ///
    /// - Complexity: O(n) for each column.
    public func rows(_ indices: some Collection<Int>) -> ProphetHistory {
        ProphetHistory(frame.rows(indices), y: indices.map { y[$0] })
    }
}
