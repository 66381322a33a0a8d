public import Candles

/// A model that gave no forecast where one was asked for, and so is left out of the comparison.
public struct ModelFailure: Hashable, Sendable {
    /// The name of the model.
    public let model: String
    /// The cutoff at which it failed.
    public let cutoff: UTCDay
    /// Why.
    public let error: ForecastError
}
