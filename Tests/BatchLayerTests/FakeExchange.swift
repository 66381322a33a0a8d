import BatchLayer
import Candles

/// An exchange of one series: candles from a listing on, with outages, as a function of the time it is asked
/// at.
struct FakeExchange: Sendable {
    var interval: Interval
    var listing: OpenTime?
    var outages: [TimeRange] = []

    /// The candle of a slot as it stands at a time, or nil if there is none.
    func candle(_ slot: OpenTime, at now: OpenTime) -> CandleValues? {
        guard let listing, slot >= listing, slot <= now, !outages.contains(where: { $0.contains(slot) })
        else {
            return nil
        }
        let isRunning = interval.slot(after: slot) > now
        let close = Double(slot.milliseconds / 60_000 % 977 + 100) + (isRunning ? 0.5 : 0)
        return try? CandleValues(
            open: 100, high: close + 100, low: 50, close: close, closeTime: interval.slot(after: slot),
            baseVolume: 3, quoteVolume: 300, trades: isRunning ? 5 : 10)
    }

    /// The answer to a question, at the time of the question.
    func answer(_ query: KlineQuery) -> (closed: [ClosedCandle], running: OpenCandle?) {
        var closed: [ClosedCandle] = []
        var running: OpenCandle?
        var slot = interval.slot(atOrAfter: max(query.from, listing ?? .latest))
        let last = min(query.to ?? query.now, query.now)
        while slot <= last, closed.count + (running == nil ? 0 : 1) < query.limit {
            if let values = candle(slot, at: query.now) {
                if values.closeTime <= query.now {
                    closed.append(ClosedCandle(openTime: slot, values: values))
                } else {
                    running = OpenCandle(openTime: slot, values: values)
                }
            }
            slot = interval.slot(after: slot)
        }
        return (closed, running)
    }

    /// The open times of all candles that are closed at a time.
    func closed(at now: OpenTime) -> [OpenTime] {
        guard let listing else { return [] }
        return sequence(first: interval.slot(atOrAfter: listing)) { interval.slot(after: $0) }
            .prefix { interval.slot(after: $0) <= now }
            .filter { candle($0, at: now) != nil }
    }
}

/// A store in memory that takes additions as a transaction does: all or nothing.
struct FakeStore {
    var series = CandleSeries()
    var coverage = Coverage()

    var held: [OpenTime] { series.versions.filter(\.isClosed).map(\.openTime) }

    mutating func write(_ additions: [BackfillProgress.Addition]) {
        for addition in additions {
            series.add(addition.versions)
            if let answer = addition.answer { coverage.add(answer) }
        }
    }
}

let bitcoin: Symbol = {
    guard let symbol = try? Symbol("BTCUSDT") else { preconditionFailure("BTCUSDT must be a symbol") }
    return symbol
}()

/// A time written in ISO 8601.
func time(_ text: String) -> OpenTime {
    guard let time = try? OpenTime(text: text) else { preconditionFailure("\(text) must be a time") }
    return time
}
