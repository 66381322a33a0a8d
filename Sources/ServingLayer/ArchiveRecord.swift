public import Candles

/// An archive file of the exchange whose candles are in the store.
public struct ArchiveRecord: Hashable, Sendable {
    /// The name, such as `BTCUSDT-1m-2024-01`.
    public let name: String
    /// The SHA-256 checksum of the file, in hexadecimal digits; another one later means a reissue.
    public let digest: String
    /// The size of the file in bytes.
    public let bytes: Int
    /// The number of candles in it.
    public let candles: Int
    /// The exchange's time when it was fetched.
    public let fetchedAt: OpenTime

    /// A record of an archive file.
    public init(name: String, digest: String, bytes: Int, candles: Int, fetchedAt: OpenTime) {
        self.name = name
        self.digest = digest
        self.bytes = bytes
        self.candles = candles
        self.fetchedAt = fetchedAt
    }
}
