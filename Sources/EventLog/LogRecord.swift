/// A record of the log: what was written, and where it stands.
public struct LogRecord: Hashable, Sendable {
    /// The topic that it belongs to.
    public let topic: String
    /// The partition of the topic, counted from 0.
    public let partition: Int
    /// Its place in the partition: counted from 0, without holes, never given twice.
    public let offset: Int64
    /// What the record is about; records of one key keep their order.
    public let key: String
    /// The content.
    public let value: String
    /// The event time in milliseconds since 1970-01-01 UTC.
    public let time: Int64

    /// A record at its place.
    public init(topic: String, partition: Int, offset: Int64, key: String, value: String, time: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.key = key
        self.value = value
        self.time = time
    }
}
