/// Why packed bytes were refused.
public enum ArchivingError: Error, Hashable, Sendable {
    /// The bytes are no such container, or are damaged; the reason in words.
    case damaged(String)
}
