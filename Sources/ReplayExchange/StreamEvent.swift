import Candles

/// One message of a stream.
struct StreamEvent: Hashable, Sendable {
    let name: StreamName
    /// The event time, in virtual time.
    let time: OpenTime
    let content: Content

    /// What a message says.
    enum Content: Hashable, Sendable {
        case kline(CandleRow, isClosed: Bool)
        case ticker(TickerWindow)
        case trade(AggregateTrade)
    }

    /// Whether the next message of the stream makes this one worthless, so that a slow reader may miss it.
    var isReplaceable: Bool {
        switch content {
        case .kline(_, let isClosed): !isClosed
        case .ticker: true
        case .trade: false
        }
    }

    /// Orders messages of one tick: by time; at one time closes of small candles before larger ones, updates last.
    func precedes(_ other: StreamEvent) -> Bool {
        if time != other.time { return time < other.time }
        return rank < other.rank
    }

    private var rank: Int64 {
        let length: Int64 =
            switch name {
            case .kline(let key): key.interval.milliseconds ?? 31 * UTCDay.milliseconds
            case .aggregateTrade: 0
            case .ticker, .miniTicker: 32 * UTCDay.milliseconds
            }
        return length + (isReplaceable ? 64 * UTCDay.milliseconds : 0)
    }
}
