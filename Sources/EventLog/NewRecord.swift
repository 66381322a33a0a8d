/// A record that is to be appended to the log.
public struct NewRecord: Hashable, Sendable {
    /// The topic that it goes to.
    public let topic: String
    /// What the record is about.
    public let key: String
    /// The content.
    public let value: String
    /// The event time in milliseconds since 1970-01-01 UTC.
    public let time: Int64

    /// A record for a topic.
    public init(topic: String, key: String, value: String, time: Int64) {
        self.topic = topic
        self.key = key
        self.value = value
        self.time = time
    }
}
