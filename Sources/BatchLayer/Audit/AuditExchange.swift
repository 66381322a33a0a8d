public import Binance

/// What an audit asks an exchange, as functions.
public struct AuditExchange: Sendable {
    /// The exchange's candles and clock.
    public let candles: CandleSource
    /// The SHA-256 digest that the archive publishes for a file now, or nil where it has no such file.
    public let digest: @Sendable (ArchiveFile) async throws(BinanceError) -> String?

    /// An exchange made of functions.
    public init(
        candles: CandleSource,
        digest: @escaping @Sendable (ArchiveFile) async throws(BinanceError) -> String?
    ) {
        self.candles = candles
        self.digest = digest
    }

    /// The exchange behind a client.
    public init(_ client: BinanceClient) {
        self.init(candles: CandleSource(client)) { (file) async throws(BinanceError) in
            try await client.archiveDigest(file)
        }
    }
}
