/// Where the answers of an exchange come from.
public enum ExchangeSource: Hashable, Sendable {
    /// The real exchange.
    case exchange
    /// A replay of recorded market data.
    case recorded
    /// A replay of made-up market data; equal seeds make equal data.
    case simulated(seed: UInt64)

    /// The header in which a replay names its source.
    static let header = "X-Candlecast-Source"

    /// Reads the header; the real exchange sends none.
    ///
    /// - Returns: The source, or nil for a text that is none.
    init?(header text: String?) {
        guard let text else {
            self = .exchange
            return
        }
        let parts = text.split(separator: ";").map { $0.trimmedSpaces }
        switch (parts.first, parts.count) {
        case ("recorded", 1): self = .recorded
        case ("simulated", 2):
            guard parts[1].hasPrefix("seed="), let seed = UInt64(parts[1].dropFirst(5)) else { return nil }
            self = .simulated(seed: seed)
        default: return nil
        }
    }
}

extension ExchangeSource {
    /// The name under which candles of this source are kept; what was recorded from the exchange is the
    /// exchange's.
    public var label: String {
        switch self {
        case .exchange, .recorded: ExchangeSource.exchange.description
        case .simulated: description
        }
    }
}

extension ExchangeSource: CustomStringConvertible {
    /// `exchange`, `recorded` or `simulated seed=N`.
    public var description: String {
        switch self {
        case .exchange: "exchange"
        case .recorded: "recorded"
        case .simulated(let seed): "simulated seed=\(seed)"
        }
    }
}

extension Substring {
    /// The text without spaces at its ends.
    fileprivate var trimmedSpaces: Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
