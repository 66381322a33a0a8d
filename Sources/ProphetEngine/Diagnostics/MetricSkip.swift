/// A metric that was asked for and cannot be computed.
public struct MetricSkip: Hashable, Sendable, CustomStringConvertible {
    /// Why a metric cannot be computed.
    public enum Reason: Hashable, Sendable {
        /// The forecasts have no bounds.
        case noBounds
        /// A value is too close to 0 to be the whole of a share; the smallest absolute value.
        case valueNearZero(Double)
    }

    /// The metric.
    public let metric: Metric
    /// Why it cannot be computed.
    public let reason: Reason

    /// The smallest absolute value that a share is taken of.
    static let smallestValue = 1e-8

    /// The reason in words.
    public var description: String {
        switch reason {
        case .noBounds:
            "\(metric.rawValue) was left out because the forecasts have no bounds"
        case .valueNearZero(let value):
            "\(metric.rawValue) was left out because a value is as close to 0 as \(value)"
        }
    }
}
