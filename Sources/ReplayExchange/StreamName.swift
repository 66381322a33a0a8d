import Candles

/// What a stream tells of.
enum StreamName: Hashable, Sendable {
    case kline(SeriesKey)
    case ticker(Symbol)
    case miniTicker(Symbol)
    case aggregateTrade(Symbol)

    /// Reads a stream's name, such as `btcusdt@kline_1m`.
    ///
    /// - Returns: nil for any other name: the exchange takes such a subscription and never sends anything.
    init?(_ text: String, in market: Market) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let symbol = market.symbol(streamName: String(parts[0])) else { return nil }
        switch parts[1] {
        case "ticker": self = .ticker(symbol)
        case "miniTicker": self = .miniTicker(symbol)
        case "aggTrade": self = .aggregateTrade(symbol)
        case let kind where kind.hasPrefix("kline_"):
            guard let interval = Interval(rawValue: String(kind.dropFirst("kline_".count))) else {
                return nil
            }
            self = .kline(SeriesKey(symbol, interval))
        default: return nil
        }
    }

    /// The name as a client writes it.
    var text: String {
        switch self {
        case .kline(let key): "\(key.symbol.streamName)@kline_\(key.interval.rawValue)"
        case .ticker(let symbol): "\(symbol.streamName)@ticker"
        case .miniTicker(let symbol): "\(symbol.streamName)@miniTicker"
        case .aggregateTrade(let symbol): "\(symbol.streamName)@aggTrade"
        }
    }

    /// How often, in virtual milliseconds, the stream sends a running update; nil if it only tells what happens.
    var cadence: Int64? {
        switch self {
        case .kline(let key): key.interval == .s1 ? 1000 : 2000
        case .ticker, .miniTicker: 1000
        case .aggregateTrade: nil
        }
    }
}
