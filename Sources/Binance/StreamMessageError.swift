/// A message of a stream that cannot be read.
public struct StreamMessageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    public let reason: String
    /// The start of the message, at most 120 bytes.
    public let text: String

    public var description: String { "the stream message \(text) cannot be read: \(reason)" }
}
