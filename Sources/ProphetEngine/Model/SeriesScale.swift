/// The units in which a model is fitted: time runs from 0 to 1 over the history, values are near 1.
public struct SeriesScale: Hashable, Sendable {
    /// The time of the first row with a value, in milliseconds since 1970-01-01 UTC.
    public let start: Int64
    /// The time from the first to the last row with a value, in milliseconds.
    public let tScale: Int64
    /// The value that counts as 1.
    public let yScale: Double
    /// The value that counts as 0.
    public let yMin: Double

    /// The scale of a history.
    ///
    /// - Throws: ``ProphetError/equalTimes(_:)`` or ``ProphetError/valueRange(_:_:)``.
    init(ds: [Int64], y: [Double], scaling: Scaling) throws(ProphetError) {
        let first = ds.min() ?? 0
        let last = ds.max() ?? 0
        guard last > first else { throw .equalTimes(first) }
        let low = y.min() ?? 0
        let high = y.max() ?? 0
        let range: Double
        switch scaling {
        case .absmax:
            yMin = 0
            range = max(abs(low), abs(high))
        case .minmax:
            yMin = low
            range = high - low
            guard range.isFinite else { throw .valueRange(low, high) }
        }
        start = first
        tScale = last - first
        yScale = range == 0 ? 1 : range
    }

    /// The scaled time of a time in milliseconds: 0 at the start of the history, 1 at its end.
    func scaled(_ time: Int64) -> Double {
        Double(time - start) / Double(tScale)
    }

    /// The scaled value of a value.
    func scaled(_ value: Double) -> Double {
        (value - yMin) / yScale
    }
}
