public import Candles

/// Something in what is held that is strange and may well be true; it is said, and is no finding.
public struct AuditRemark: Hashable, Sendable {
    /// What is strange.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The close jumped.
        case outlier
        /// Prices moved in a candle without volume.
        case movedWithoutVolume = "moved without volume"
        /// Two sources let the candle end at other times.
        case closeTime = "close time"
    }

    /// What is strange.
    public let kind: Kind
    /// The series.
    public let key: SeriesKey
    /// The candle.
    public let openTime: OpenTime
    /// The values, in words.
    public let text: String
}
