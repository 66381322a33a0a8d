public import Binance
public import Candles

/// One stretch of a series that is fetched, from where, and why.
public struct BackfillStep: Hashable, Sendable {
    /// The slots asked for: from the start of the first to the end of the last.
    public let range: TimeRange
    /// The number of slots in the range; no more candles than that are to be expected.
    public let slots: Int
    /// Why the exchange is asked, in the order of time; more than one where stretches touch.
    public let reasons: [Reason]
    /// From where the stretch is fetched.
    public let source: Source

    /// A stretch.
    init(_ range: TimeRange, _ interval: Interval, reasons: [Reason], source: Source) {
        self.range = range
        slots = interval.slotCount(in: TimeRange(interval.slot(containing: range.start), range.end))
        self.reasons = reasons
        self.source = source
    }

    /// From where a stretch is fetched.
    public enum Source: Hashable, Sendable {
        /// One file of the bulk archive.
        case archive(ArchiveFile)
        /// Pages of the REST interface.
        case rest
    }

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
        /// The file of the archive had no candle for it.
        case notInArchive
        /// The user asked for the stretch to be fetched again.
        case refetch
        /// The candle is running: it changes until its slot ends.
        case running
    }

    /// What the stretch takes, for a number of candles in a full page of REST.
    public func cost(pageLimit: Int = 1000) -> FetchCost {
        switch source {
        case .archive: .archive(slots: slots)
        case .rest: .rest(slots: slots, pageLimit: pageLimit)
        }
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
        case .notInArchive: "missing in the archive's file"
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
