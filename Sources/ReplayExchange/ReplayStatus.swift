public import Candles

/// How a replay exchange stands at a moment; also the answer of `GET /replay/status`.
public struct ReplayStatus: Hashable, Sendable {
    /// Virtual time.
    public let now: OpenTime
    /// Virtual seconds in a wall second.
    public let speed: Double
    /// Whether the clock stands still for ever.
    public let isStopped: Bool
    /// Open stream connections, stalled ones among them, as of the last tick.
    public let connections: Int
    /// Requests received so far by path, without queries; refused ones count.
    public let requests: [String: Int]
    /// What went wrong on purpose so far, by kind.
    public let faults: [Fault.Kind: Int]

    /// The status as JSON, in the schema `candlecast.replay-status/1`.
    var json: [UInt8] {
        var json = JSONText()
        json.raw("{\"schema\":\"candlecast.replay-status/1\",\"now\":\"\(now)\",\"speed\":")
        json.raw(Decimal.text(speed))
        json.raw(",\"stopped\":\(isStopped),\"connections\":\(connections),\"requests\":{")
        for (index, entry) in requests.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { json.raw(",") }
            json.string(entry.key)
            json.raw(":\(entry.value)")
        }
        json.raw("},\"faults\":{")
        for (index, entry) in faults.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { json.raw(",") }
            json.string(entry.key.rawValue)
            json.raw(":\(entry.value)")
        }
        json.raw("}}")
        return json.bytes
    }
}
