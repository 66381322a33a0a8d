public import Binance
public import Candles

/// The questions that a backfill asks of an exchange, as functions.
public struct CandleSource: Sendable {
    /// The exchange's time.
    public let serverTime: @Sendable () async throws(BinanceError) -> OpenTime
    /// What kind of exchange it is.
    public let kind: @Sendable () async throws(BinanceError) -> ExchangeSource
    /// What the exchange says of some symbols, or of all where none is named; fails for symbols that it does not know.
    public let symbols: @Sendable ([Symbol]) async throws(BinanceError) -> [SymbolInfo]
    /// The symbols by the volume of the last day, the largest first; only those paid with an asset, if it is given.
    public let tickers: @Sendable (String?) async throws(BinanceError) -> [SymbolVolume]
    /// Candles of one series, oldest first.
    public let klines: @Sendable (KlineQuery) async throws(BinanceError) -> KlinePage
    /// A file of the bulk archive; told the exchange's time and the digest that the file had before, if it is known.
    public let archive: @Sendable (ArchiveFile, OpenTime, String?) async throws(BinanceError) -> ArchiveAnswer

    /// A source made of functions.
    public init(
        serverTime: @escaping @Sendable () async throws(BinanceError) -> OpenTime,
        kind: @escaping @Sendable () async throws(BinanceError) -> ExchangeSource = {
            () throws(BinanceError) in
            .exchange
        },
        symbols: @escaping @Sendable ([Symbol]) async throws(BinanceError) -> [SymbolInfo] = {
            (_) throws(BinanceError) in []
        },
        tickers: @escaping @Sendable (String?) async throws(BinanceError) -> [SymbolVolume] = {
            (_) throws(BinanceError) in []
        },
        klines: @escaping @Sendable (KlineQuery) async throws(BinanceError) -> KlinePage,
        archive:
            @escaping @Sendable (ArchiveFile, OpenTime, String?) async throws(BinanceError) ->
            ArchiveAnswer = { (_, _, _) throws(BinanceError) in .absent }
    ) {
        self.serverTime = serverTime
        self.kind = kind
        self.symbols = symbols
        self.tickers = tickers
        self.klines = klines
        self.archive = archive
    }

    /// The exchange behind a client.
    public init(_ client: BinanceClient) {
        self.init(
            serverTime: { () async throws(BinanceError) in try await client.serverTime() },
            kind: { () async throws(BinanceError) in try await client.source() },
            symbols: { (symbols) async throws(BinanceError) in try await client.symbols(symbols) },
            tickers: { (quote) async throws(BinanceError) in try await client.tickers(quote: quote) },
            klines: { (query) async throws(BinanceError) in
                try await client.klines(
                    query.key, from: query.from, to: query.to, limit: query.limit, now: query.now)
            },
            archive: { (file, now, digest) async throws(BinanceError) in
                try await client.archive(file, now: now, previousDigest: digest)
            })
    }
}
