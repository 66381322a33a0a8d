/// A half-open range of time `[start, end)`.
public struct TimeRange: Hashable, Sendable {
    /// The first instant inside.
    public let start: OpenTime
    /// The first instant after the range.
    public let end: OpenTime

    /// The range between two instants; empty if the end is not after the start.
    public init(_ start: OpenTime, _ end: OpenTime) {
        self.start = start
        self.end = max(start, end)
    }

    /// Whether nothing is inside.
    public var isEmpty: Bool { start == end }

    /// Milliseconds from start to end.
    public var length: Int64 { end - start }

    /// Whether an instant is inside.
    public func contains(_ time: OpenTime) -> Bool { start <= time && time < end }

    /// The part that two ranges share; empty if there is none.
    public func clamped(to other: TimeRange) -> TimeRange {
        TimeRange(max(start, other.start), min(end, other.end))
    }

    /// Joins ranges that touch or overlap.
    ///
    /// - Parameter ranges: Ranges in any order; empty ones are left out.
    /// - Returns: Ranges in order of time, no two of which touch.
    /// - Complexity: O(*n* log *n*).
    public static func union(_ ranges: [TimeRange]) -> [TimeRange] {
        var result: [TimeRange] = []
        for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.start < $1.start }) {
            if let last = result.last, range.start <= last.end {
                result[result.count - 1] = TimeRange(last.start, max(last.end, range.end))
            } else {
                result.append(range)
            }
        }
        return result
    }
}

extension TimeRange: CustomStringConvertible {
    public var description: String { "\(start)..<\(end)" }
}
