/// Candles that are missing, next to each other and for one reason.
public struct Gap: Hashable, Sendable {
    /// The time that is missing: from the first missing slot to the end of the last.
    public let range: TimeRange
    /// The number of slots missing.
    public let count: Int
    /// Why they are missing.
    public let reason: Reason

    /// A gap of some slots.
    public init(range: TimeRange, count: Int, reason: Reason) {
        self.range = range
        self.count = count
        self.reason = reason
    }

    /// Why candles are missing.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        /// The exchange answered that it has nothing before the first candle.
        case beforeListing = "before listing"
        /// The exchange answered that it has nothing after the last candle, and it does not trade the symbol any more.
        case afterDelisting = "after delisting"
        /// The exchange answered that it has nothing, between candles that it has: it was down.
        case outage
        /// The exchange has nothing after the last candle, because trading in the symbol is halted.
        case halted
        /// The slot has no candle of its own: one that is off the grid, as they are after an outage, reaches into it.
        case offGrid = "off the grid"
        /// The exchange has nothing after the last candle yet; it is asked again.
        case notYetKnown = "not yet known"
        /// The exchange still had nothing a week later.
        case noData = "no data"
        /// Nobody asked the exchange.
        case notFetched = "not fetched"
        /// The exchange was asked and gave no answer, however often it was tried.
        case failed

        /// Whether asking the exchange can bring candles.
        public var isOpenQuestion: Bool { self == .notYetKnown || isFetchable }

        /// Whether a backfill would ask for it as something that nobody knows yet.
        public var isFetchable: Bool { self == .notFetched || self == .failed }
    }
}
