/// Names a place where a group of readers goes on reading: a group, a topic and a partition of the log.
public struct LogPosition: Hashable, Sendable {
    /// The group of readers that share the work.
    public let group: String
    /// The topic that is read.
    public let topic: String
    /// The partition of the topic, counted from 0.
    public let partition: Int

    /// The position of a group in a partition.
    public init(group: String, topic: String, partition: Int) {
        self.group = group
        self.topic = topic
        self.partition = partition
    }
}

extension LogPosition: CustomStringConvertible {
    public var description: String { "\(group) in \(topic)/\(partition)" }
}
