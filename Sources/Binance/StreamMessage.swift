/// What one message of a stream says.
///
/// A message is an event or an array of events, bare or wrapped with the name of its stream, or a reply to a
/// control message of ours.
public enum StreamMessage: Hashable, Sendable {
    /// An event that the client knows.
    case event(StreamEvent)
    /// An event that the client does not know, by its name; empty if it has none.
    case ignored(String)
    /// The exchange carried out a control message.
    case acknowledged
    /// The exchange refused a control message.
    case refused(code: Int, message: String)
}
