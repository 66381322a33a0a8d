import Candles

/// What one client of the streams has asked for, and how its messages are answered.
///
/// A subscription to a stream that does not exist is taken and stays silent, as on the exchange.
struct StreamSession: Sendable {
    /// What is to be done about a message.
    enum Reaction: Hashable, Sendable {
        case reply([UInt8])
        /// These streams are new to the client.
        case subscribed([StreamName])
        case disconnect
    }

    /// The names of all subscriptions, in the order in which they were made.
    private(set) var names: [String] = []
    /// The streams among them that exist.
    private(set) var streams: Set<StreamName> = []
    /// Whether messages are wrapped with the name of their stream.
    private(set) var isCombined: Bool
    /// The unit of times.
    let unit: TimeUnit
    private let market: Market
    private var meter = MessageMeter()

    /// The session of a connection to a URL.
    init(_ target: StreamTarget, market: Market) {
        isCombined = target.isCombined
        unit = target.unit
        self.market = market
        _ = subscribe(target.names)
    }

    /// A ping, an unsolicited pong or another frame that counts as a message came in.
    ///
    /// - Returns: Whether it is allowed; if not the connection must be closed.
    mutating func frame(at elapsed: Duration) -> Bool { meter.message(at: elapsed) }

    /// A text message came in.
    ///
    /// - Parameters:
    ///   - text: The message.
    ///   - elapsed: The wall time since the server started.
    /// - Returns: What is to be done, in order.
    mutating func received(_ text: [UInt8], at elapsed: Duration) -> [Reaction] {
        guard meter.message(at: elapsed) else { return [.disconnect] }
        guard let message = JSONValue(parsing: text) else {
            return [Self.failure(3, "Invalid JSON: expected value at line 1 column 1")]
        }
        guard case .string(let method)? = message["method"] else {
            return [Self.failure(2, "Invalid request: missing field `method` at line 1 column \(text.count)")]
        }
        guard let id = Self.id(message["id"] ?? .null) else {
            return [
                Self.failure(2, "Invalid request: request ID must be an integer, a short string or null")
            ]
        }
        let parameters: [JSONValue]
        switch message["params"] {
        case nil: parameters = []
        case .array(let items)?: parameters = items
        default: return [Self.failure(2, "Invalid request: params must be an array")]
        }
        return perform(method, parameters, id)
    }

    private mutating func perform(_ method: String, _ parameters: [JSONValue], _ id: String) -> [Reaction] {
        switch method {
        case "SUBSCRIBE", "UNSUBSCRIBE":
            let named = parameters.compactMap { parameter -> String? in
                if case .string(let name) = parameter { name } else { nil }
            }
            guard named.count == parameters.count, !named.isEmpty else {
                return [Self.failure(2, "Invalid request: params must be an array of stream names")]
            }
            if method == "UNSUBSCRIBE" {
                unsubscribe(named)
                return [Self.result("null", id)]
            }
            guard Set(names).union(named).count <= StreamTarget.streamLimit else {
                return [Self.failure(2, "Invalid request: more than \(StreamTarget.streamLimit) streams")]
            }
            let added = subscribe(named)
            return [Self.result("null", id)] + (added.isEmpty ? [] : [.subscribed(added)])
        case "LIST_SUBSCRIPTIONS":
            var json = JSONText()
            json.raw("[")
            for (index, name) in names.enumerated() {
                if index > 0 { json.raw(",") }
                json.string(name)
            }
            json.raw("]")
            return [Self.result(String(decoding: json.bytes, as: UTF8.self), id)]
        case "SET_PROPERTY":
            guard parameters.first == .string("combined") else { return [Self.unknownProperty(id)] }
            guard parameters.count == 2, case .bool(let value) = parameters[1] else {
                return [Self.failure(1, "Invalid value type: expected Boolean")]
            }
            isCombined = value
            return [Self.result("null", id)]
        case "GET_PROPERTY":
            guard parameters == [.string("combined")] else { return [Self.unknownProperty(id)] }
            return [Self.result("\(isCombined)", id)]
        default:
            let known =
                "`SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`"
            return [Self.failure(2, "Invalid request: unknown variant `\(method)`, expected one of \(known)")]
        }
    }

    private mutating func subscribe(_ added: [String]) -> [StreamName] {
        var new: [StreamName] = []
        for name in added where !names.contains(name) {
            names.append(name)
            if let stream = StreamName(name, in: market), streams.insert(stream).inserted {
                new.append(stream)
            }
        }
        return new
    }

    private mutating func unsubscribe(_ removed: [String]) {
        names.removeAll(where: removed.contains)
        for name in removed {
            if let stream = StreamName(name, in: market) { streams.remove(stream) }
        }
    }

    /// The id of a request as JSON: a signed 64-bit number, a short string of letters and digits, or null.
    private static func id(_ value: JSONValue) -> String? {
        switch value {
        case .null: return "null"
        case .number(let text): return Int64(text) == nil ? nil : text
        case .string(let text):
            guard text.utf8.count <= 36, text.utf8.allSatisfy(isWordByte) else { return nil }
            return "\"\(text)\""
        default: return nil
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }

    private static func result(_ json: String, _ id: String) -> Reaction {
        .reply(Array("{\"result\":\(json),\"id\":\(id)}".utf8))
    }

    private static func unknownProperty(_ id: String) -> Reaction {
        .reply(Array("{\"code\":0,\"msg\":\"Unknown property\",\"id\":\(id)}".utf8))
    }

    private static func failure(_ code: Int, _ message: String) -> Reaction {
        .reply(Refusal(code, message).body)
    }
}
