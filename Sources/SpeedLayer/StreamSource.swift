public import Binance
public import Candles

/// What the producer asks of an exchange, as functions.
public struct StreamSource: Sendable {
    /// A question for candles of one series.
    public struct Query: Hashable, Sendable {
        /// The series.
        public let key: SeriesKey
        /// The first open time asked for.
        public let from: OpenTime
        /// The last open time asked for, inclusive.
        public let to: OpenTime
        /// The largest number of candles to answer with.
        public let limit: Int
        /// The exchange's time that tells closed candles from the running one.
        public let now: OpenTime
    }

    /// What a stream delivers.
    public enum Delivery: Hashable, Sendable {
        /// The connection is up; whatever happens from now on is delivered.
        case connected
        /// The exchange sent an event.
        case event(StreamEvent)
    }

    /// The exchange's time.
    public let serverTime: @Sendable () async throws(BinanceError) -> OpenTime
    /// Candles of one series, oldest first.
    public let klines: @Sendable (Query) async throws(BinanceError) -> KlinePage
    /// Follows streams until the connection dies, which throws, or the task is cancelled.
    public let stream:
        @Sendable ([StreamName], _ deliver: @escaping @Sendable (Delivery) throws -> Void) async throws ->
            Void

    /// A source made of functions.
    public init(
        serverTime: @escaping @Sendable () async throws(BinanceError) -> OpenTime,
        klines: @escaping @Sendable (Query) async throws(BinanceError) -> KlinePage,
        stream:
            @escaping @Sendable (
                [StreamName], _ deliver: @escaping @Sendable (Delivery) throws -> Void
            ) async throws -> Void
    ) {
        self.serverTime = serverTime
        self.klines = klines
        self.stream = stream
    }

    /// The exchange behind a client.
    public init(_ client: BinanceClient) {
        self.init(
            serverTime: { () async throws(BinanceError) in try await client.serverTime() },
            klines: { (query) async throws(BinanceError) in
                try await client.klines(
                    query.key, from: query.from, to: query.to, limit: query.limit, now: query.now)
            },
            stream: { names, deliver in
                try await client.withStream(names) { events in
                    try deliver(.connected)
                    for try await event in events { try deliver(.event(event)) }
                }
            })
    }
}
