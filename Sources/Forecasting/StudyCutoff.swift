public import Candles

/// One cutoff of a study: what was known there.
public struct StudyCutoff: Hashable, Sendable {
    /// The last day known.
    public let day: UTCDay
    /// The number of closes known.
    public let trainingDays: Int
    /// The scale of MASE: the mean absolute daily change of the last 365 changes known; nil if nothing
    /// changed.
    public let scale: Double?
}
