/// Why the body of a good answer was refused.
enum AnswerFault: Error, Hashable, Sendable {
    /// The body was cut off or is no JSON: the transfer went wrong, another try may help.
    case broken(String)
    /// The body says something that cannot be true.
    case bad(String)
}
