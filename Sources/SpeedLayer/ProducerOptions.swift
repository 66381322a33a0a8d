import Binance
public import Candles

/// What a producer follows, and for how long.
public struct ProducerOptions: Sendable {
    /// The symbols followed.
    public var symbols: [Symbol]
    /// The lengths of the candles followed.
    public var intervals: [Interval]
    /// The exchange's time up to which everything is to be in the log; nil is no end.
    public var until: OpenTime?
    /// How long to follow, by this machine's monotonic clock; zero fills by REST and opens no stream, nil is
    /// no end.
    public var follow: Duration?
    /// What of the stream goes to the log.
    public var limits: ProducerState.Options
    /// The largest number of records in one append.
    public var batchSize: Int
    /// How long to wait for more events before an append, so that many share the cost of reaching the disk.
    public var linger: Duration
    /// The largest number of candles in one answer of the exchange.
    public var pageLimit: Int
    /// How old records may become before they are removed from the log, in milliseconds of event time.
    public var retention: Int64
    /// The seed of the pauses between attempts to connect.
    public var seed: UInt64

    /// Options for some symbols; the defaults follow minutes and days until the program is stopped.
    public init(
        symbols: [Symbol], intervals: [Interval] = [.m1, .d1], until: OpenTime? = nil,
        follow: Duration? = nil,
        limits: ProducerState.Options = ProducerState.Options(), batchSize: Int = 1000,
        linger: Duration = .milliseconds(50), pageLimit: Int = 1000,
        retention: Int64 = 7 * UTCDay.milliseconds,
        seed: UInt64 = 0
    ) {
        precondition(batchSize > 0, "a batch must hold at least one record, was \(batchSize)")
        self.symbols = symbols
        self.intervals = intervals
        self.until = until
        self.follow = follow
        self.limits = limits
        self.batchSize = batchSize
        self.linger = linger
        self.pageLimit = pageLimit
        self.retention = retention
        self.seed = seed
    }

    /// The series followed, in order.
    public var keys: [SeriesKey] {
        Set(symbols.flatMap { symbol in intervals.map { SeriesKey(symbol, $0) } }).sorted()
    }

    /// The streams that carry the series and the prices.
    var streamNames: [StreamName] {
        keys.map { .kline($0) } + Set(symbols).sorted().map { .ticker($0) }
    }
}
