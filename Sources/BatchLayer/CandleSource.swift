public import Binance
public import Candles

/// The questions that a backfill asks of an exchange, as functions.
public struct CandleSource: Sendable {
    /// The exchange's time.
    public let serverTime: @Sendable () async throws(BinanceError) -> OpenTime
    /// What kind of exchange it is.
    public let kind: @Sendable () async throws(BinanceError) -> ExchangeSource
    /// Checks that the exchange knows some symbols.
    public let checkSymbols: @Sendable ([Symbol]) async throws(BinanceError) -> Void
    /// Candles of one series, oldest first.
    public let klines: @Sendable (KlineQuery) async throws(BinanceError) -> KlinePage

    /// A source made of functions.
    public init(
        serverTime: @escaping @Sendable () async throws(BinanceError) -> OpenTime,
        kind: @escaping @Sendable () async throws(BinanceError) -> ExchangeSource = {
            () throws(BinanceError) in
            .exchange
        },
        checkSymbols: @escaping @Sendable ([Symbol]) async throws(BinanceError) -> Void = {
            (_) throws(BinanceError) in
        },
        klines: @escaping @Sendable (KlineQuery) async throws(BinanceError) -> KlinePage
    ) {
        self.serverTime = serverTime
        self.kind = kind
        self.checkSymbols = checkSymbols
        self.klines = klines
    }

    /// The exchange behind a client.
    public init(_ client: BinanceClient) {
        self.init(
            serverTime: { () async throws(BinanceError) in try await client.serverTime() },
            kind: { () async throws(BinanceError) in try await client.source() },
            checkSymbols: { (symbols) async throws(BinanceError) in _ = try await client.symbols(symbols) },
            klines: { (query) async throws(BinanceError) in
                try await client.klines(
                    query.key, from: query.from, to: query.to, limit: query.limit, now: query.now)
            })
    }
}
