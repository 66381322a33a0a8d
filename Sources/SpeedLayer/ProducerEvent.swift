public import Candles

/// What a producer tells while it runs, for the user's eyes.
public enum ProducerEvent: Sendable {
    /// The stream is up; `attempt` counts the connections of this run from 1.
    case connected(attempt: Int)
    /// The stream is down, and when it is opened again.
    case disconnected(reason: String, retryIn: Duration)
    /// Candles were fetched by REST from the first missing slot up to the exchange's now.
    case filled(SeriesKey, candles: Int, range: TimeRange)
    /// Candles could not be fetched by REST; it is tried again.
    case fillFailed(reason: String, retryIn: Duration)
    /// A ticker arrived.
    case ticker(ProducerSummary.SymbolCounts)
    /// Records reached the disk.
    case appended(records: Int)
    /// The producer is done.
    case stopped(ProducerSummary)
}

/// What a producer did.
public struct ProducerSummary: Hashable, Sendable {
    /// Why it ended.
    public var reason: Reason = .shutdown
    /// The figures of each symbol, in order.
    public var symbols: [SymbolCounts] = []
    /// The records appended to the log.
    public var records = 0
    /// The connections that came about.
    public var connections = 0
    /// How long it ran, by this machine's monotonic clock.
    public var duration: Duration = .zero
    /// The latest event time seen, or nil.
    public var lastEvent: OpenTime?

    /// Why a producer ended.
    public enum Reason: Hashable, Sendable {
        /// It had followed for as long as it was told.
        case followed
        /// The exchange's time reached the end that it was told.
        case reachedTime
        /// The program was asked to end.
        case shutdown
    }

    /// The figures of one symbol.
    public struct SymbolCounts: Hashable, Sendable {
        /// The symbol.
        public let symbol: Symbol
        /// The last price, or nil before the first ticker.
        public var price: Double?
        /// The volume of the last 24 hours in the base asset, or nil before the first ticker.
        public var baseVolume: Double?
        /// The volume of the last 24 hours in the quote asset, or nil before the first ticker.
        public var quoteVolume: Double?
        /// The change of the price in the last 24 hours in percent, or nil before the first ticker.
        public var changePercent: Double?
        /// The stream's messages so far.
        public var messages = 0
        /// The candle records appended so far.
        public var candles = 0
        /// The price records appended so far.
        public var prices = 0
        /// The closed candles fetched by REST so far.
        public var filled = 0

        /// A symbol of which nothing has been seen.
        init(_ symbol: Symbol) {
            self.symbol = symbol
        }
    }
}
