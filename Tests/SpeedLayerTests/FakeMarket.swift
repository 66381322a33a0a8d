import Candles
import SpeedLayer
import Synchronization

@testable import Binance

/// An exchange in memory: its clock is the latest event that it sent, its candles exist from 1970 on.
///
/// Each connection plays one script; after the last one the connection stands and is silent.
final class FakeMarket: Sendable {
    /// What one connection sends, and how it ends.
    struct Script: Sendable {
        var events: [StreamEvent]
        var ending: BinanceError? = .streamClosed(url: "ws://127.0.0.1", reason: "test")
    }

    struct State {
        var now: OpenTime
        var scripts: [Script]
        var queries: [StreamSource.Query] = []
        var failures: [BinanceError] = []
        var connections = 0
    }

    private let state: Mutex<State>

    init(now: OpenTime, scripts: [Script] = [], failures: [BinanceError] = []) {
        state = Mutex(State(now: now, scripts: scripts, failures: failures))
    }

    var queries: [StreamSource.Query] { state.withLock { $0.queries } }
    var connections: Int { state.withLock { $0.connections } }
    var now: OpenTime { state.withLock { $0.now } }

    var source: StreamSource {
        StreamSource(
            serverTime: { () throws(BinanceError) in self.now },
            klines: { (query) throws(BinanceError) in try self.answer(query) },
            stream: { _, deliver in try await self.play(deliver) })
    }

    private func answer(_ query: StreamSource.Query) throws(BinanceError) -> KlinePage {
        let failure = state.withLock { state in
            state.queries.append(query)
            return state.failures.isEmpty ? nil : state.failures.removeFirst()
        }
        if let failure { throw failure }
        var closed: [ClosedCandle] = []
        var running: OpenCandle?
        let interval = query.key.interval
        var slot = interval.slot(atOrAfter: query.from)
        while slot <= query.to, closed.count < query.limit {
            if interval.slot(after: slot) <= query.now {
                closed.append(closedCandle(slot, interval))
            } else {
                running = OpenCandle(openTime: slot, values: values(slot, interval, trades: 30))
            }
            slot = interval.slot(after: slot)
        }
        return KlinePage(closed: closed, running: running)
    }

    private func play(_ deliver: @Sendable (StreamSource.Delivery) throws -> Void) async throws {
        let script = state.withLock { state -> Script? in
            state.connections += 1
            return state.scripts.isEmpty ? nil : state.scripts.removeFirst()
        }
        if let first = script?.events.first { advance(to: first) }
        try deliver(.connected)
        for event in script?.events ?? [] {
            advance(to: event)
            try deliver(.event(event))
        }
        if let ending = script?.ending { throw ending }
        // The connection stands until the task is cancelled.
        try await Task.sleep(for: .seconds(3600))
    }

    private func advance(to event: StreamEvent) {
        let time: OpenTime? =
            switch event {
            case .kline(_, _, let time): time
            case .ticker(let ticker): ticker.eventTime
            case .serverShutdown(let time): time
            case .miniTicker, .aggTrade: nil
            }
        if let time { state.withLock { $0.now = max($0.now, time) } }
    }

    /// What the streams of a symbol send during a range: running minutes and days, closed minutes, tickers.
    static func events(_ range: TimeRange, every milliseconds: Int64 = 2000) -> [StreamEvent] {
        var events: [StreamEvent] = []
        for now in stride(
            from: range.start.milliseconds, through: range.end.milliseconds, by: Int(milliseconds))
        {
            let now = OpenTime(milliseconds: now)
            let slot = Interval.m1.slot(containing: now)
            if now == slot { events.append(.kline(minutes, streamClosed(slot - 60_000), eventTime: now)) }
            let trades = (now - slot) / 1000
            events.append(.kline(minutes, running(slot, trades: trades), eventTime: now))
            let dayTrades = (now - now.day.start) / 1000
            events.append(.kline(days, running(now.day.start, .d1, trades: dayTrades), eventTime: now))
            events.append(.ticker(ticker(now)))
        }
        return events
    }

    static func ticker(_ now: OpenTime) -> Ticker {
        Ticker(
            symbol: bitcoin, eventTime: now, open: 1, high: 3, low: 0.5, last: 2, priceChange: 1,
            priceChangePercent: 100, weightedAverage: 2, baseVolume: 10, quoteVolume: 20, trades: 30,
            bid: nil,
            ask: nil, windowStart: now - 86_400_000, windowEnd: now)
    }
}
