public import Candles

/// One request and what became of it.
public struct JournalEntry: Hashable, Sendable {
    /// The number of the request, from 1.
    public let number: Int
    /// When it arrived: the time since the server started, by the clock of the limits.
    public let elapsed: Duration
    /// Virtual time at its arrival.
    public let now: OpenTime
    /// `GET` or another method.
    public let method: String
    /// The decoded path.
    public let path: String
    /// The path with its query, as it was sent.
    public let target: String
    /// The request weight; 0 for paths that have none.
    public let weight: Int
    /// The weight used in the window, this request and other programs included; nil for paths that have none.
    public let usedWeight: Int?
    /// The status of the answer; nil if none is given.
    public let status: Int?
    /// What went wrong on purpose, or nil.
    public let fault: Fault.Kind?
    /// The pause asked for, in seconds, or nil.
    public let retryAfter: Int?
    /// Whether it arrived during a pause that an earlier answer had asked for.
    public let isEarly: Bool
    /// Whether it was refused because more weight was used than is allowed.
    public let isOverLimit: Bool

    /// The entry as JSON, in the schema `candlecast.replay-request/1`, without a line end.
    var json: [UInt8] {
        var json = JSONText()
        json.raw("{\"schema\":\"candlecast.replay-request/1\",\"number\":\(number),\"ms\":")
        json.raw(Decimal.text((elapsed.milliseconds * 1000).rounded() / 1000))
        json.raw(",\"now\":\"\(now)\",\"method\":")
        json.string(method)
        json.raw(",\"target\":")
        json.string(target)
        json.raw(",\"weight\":\(weight),\"used_weight\":\(Self.text(usedWeight))")
        json.raw(",\"status\":\(Self.text(status)),\"fault\":")
        if let fault { json.string(fault.rawValue) } else { json.raw("null") }
        json.raw(",\"retry_after\":\(Self.text(retryAfter))")
        json.raw(",\"early\":\(isEarly),\"over_limit\":\(isOverLimit)}")
        return json.bytes
    }

    private static func text(_ number: Int?) -> String { number.map(String.init) ?? "null" }
}

extension JournalEntry {
    /// The entry of a request and its answer.
    init(
        _ request: RestRequest, _ answer: RestAnswer, number: Int, elapsed: Duration, now: OpenTime
    ) {
        let isAnswered =
            switch answer.delivery {
            case .never, .close, .reset: false
            default: true
            }
        self.init(
            number: number, elapsed: elapsed, now: now, method: request.method, path: request.path,
            target: request.target, weight: answer.note.weight, usedWeight: answer.note.usedWeight,
            status: isAnswered ? answer.status : nil, fault: answer.note.fault,
            retryAfter: answer.note.retryAfter, isEarly: answer.note.isEarly,
            isOverLimit: answer.note.isOverLimit)
    }
}
