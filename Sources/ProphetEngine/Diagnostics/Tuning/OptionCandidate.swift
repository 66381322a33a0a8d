/// One set of options that a search tries.
public struct OptionCandidate: Hashable, Sendable {
    /// What sets it apart from the others, for people.
    public let label: String
    /// The options.
    public let options: ProphetOptions

    /// Creates a candidate.
    public init(_ label: String, _ options: ProphetOptions) {
        self.label = label
        self.options = options
    }
}
