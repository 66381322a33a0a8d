public import Candles

/// One stretch of a series that is fetched, and why.
public struct BackfillStep: Hashable, Sendable {
    /// The slots asked for: from the start of the first to the end of the last.
    public let range: TimeRange
    /// The number of slots in the range; no more candles than that are to be expected.
    public let slots: Int
    /// Why the exchange is asked, in the order of time; more than one where stretches were merged.
    public let reasons: [Reason]

    /// Why the exchange is asked for a stretch.
    public enum Reason: Hashable, Sendable {
        /// Nothing of the series is held.
        case neverFetched
        /// Nobody asked for what lies before the first candle held.
        case head
        /// Candles are missing between candles that are held, this many milliseconds of them.
        case hole(milliseconds: Int64)
        /// The exchange was never asked for what lies after the last candle held.
        case tail(since: OpenTime)
        /// The exchange had nothing when it was last asked, too recently to be believed.
        case askedAgain
        /// What was held could not be read any more.
        case damaged
        /// The user asked for the stretch to be fetched again.
        case refetch
        /// The candle is running: it changes until its slot ends.
        case running
    }
}

extension BackfillStep.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .neverFetched: "never fetched"
        case .head: "before the first candle held"
        case .hole(let milliseconds): "hole inside: \(Span(milliseconds: milliseconds))"
        case .tail(let since): since == since.day.start ? "tail since \(since.day)" : "tail since \(since)"
        case .askedAgain: "asked again: the exchange had nothing yet"
        case .damaged: "damaged: fetched again"
        case .refetch: "fetched again as asked"
        case .running: "the running candle"
        }
    }
}

extension BackfillStep: CustomStringConvertible {
    /// The stretch and the reasons in words.
    public var description: String {
        let (first, end) = (range.start, range.end)
        let isDays = first == first.day.start && end == end.day.start
        let text = isDays ? "\(first.day) to \((end - 1).day)" : "\(first) to \(end)"
        let count = slots == 1 ? "1 candle" : "\(slots) candles"
        return "\(text), \(count): \(reasons.map(\.description).joined(separator: "; "))"
    }
}
