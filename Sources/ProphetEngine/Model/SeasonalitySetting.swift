/// Whether a built-in seasonality is part of the model.
public enum SeasonalitySetting: Hashable, Sendable {
    /// Part of the model when the history is long and dense enough to show it.
    case auto
    /// Part of the model, with the default order.
    case on
    /// Left out.
    case off
    /// Part of the model with this many pairs of sine and cosine; 0 leaves it out.
    case order(Int)
}
