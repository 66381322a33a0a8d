/// Why a candidate has no score.
public struct TuningFailure: Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Reason: Hashable, Sendable {
        /// A fold could not be fitted or forecast, or the options cannot be used.
        case error(ProphetError)
        /// The metric cannot be computed.
        case skipped(MetricSkip)
        /// The score is not a number.
        case notFinite(Double)
    }

    /// The candidate.
    public let candidate: OptionCandidate
    /// The cutoff of the first fold that failed; nil when it is not about one fold.
    public let cutoff: Int64?
    /// What went wrong.
    public let reason: Reason

    /// The candidate and the reason in words.
    public var description: String {
        let place = cutoff.map { " at the cutoff \($0) ms" } ?? ""
        let text =
            switch reason {
            case .error(let error): error.description
            case .skipped(let skip): skip.description
            case .notFinite(let value): "the score is \(value)"
            }
        return "\(candidate.label) failed\(place): \(text)"
    }
}
