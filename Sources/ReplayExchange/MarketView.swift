import Candles

/// The market as it can be seen at an instant of virtual time: nothing of the future shows.
///
/// It remembers running candles and ticker windows between questions, so that each tick costs only what is new.
struct MarketView: Sendable {
    let market: Market
    private var running: [SeriesKey: RunningCandle] = [:]
    private var windows: [Symbol: (window: TickerWindow, steadyUntil: OpenTime)] = [:]

    /// A view of a market.
    init(_ market: Market) {
        self.market = market
    }

    /// The running candle of a series at an instant, or nil if none is running.
    mutating func runningRow(_ key: SeriesKey, at now: OpenTime) -> CandleRow? {
        guard let table = market[key] else { return nil }
        let started = table.countOpened(through: now)
        guard started > 0, table.closeTimes[started - 1] > now.milliseconds else { return nil }
        if running[key]?.isOf(table.openTimes[started - 1]) != true {
            running[key] = RunningCandle(key, record: table[started - 1], market: market)
        }
        return running[key]?.row(at: now)
    }

    /// The newest candle that is closed at an instant, or nil.
    func lastClosedRow(_ key: SeriesKey, at now: OpenTime) -> CandleRow? {
        guard let table = market[key] else { return nil }
        let closed = table.countClosed(through: now)
        return closed > 0 ? table[closed - 1] : nil
    }

    /// The rows that answer a query at an instant, the running candle last if it is among them.
    ///
    /// - Complexity: O(rows).
    mutating func klines(_ query: KlineQuery, at now: OpenTime) -> [CandleRow] {
        guard let table = market[query.key] else { return [] }
        let indices = query.indices(in: table, at: now)
        var rows: [CandleRow] = []
        rows.reserveCapacity(indices.count)
        for index in indices {
            // A candle off the grid ends for good when the next one begins.
            let isNewest = index + 1 == table.count || table.openTimes[index + 1] > now.milliseconds
            if table.closeTimes[index] <= now.milliseconds || !isNewest {
                rows.append(table[index])
            } else if let row = runningRow(query.key, at: now) {
                rows.append(row)
            }
        }
        return rows
    }

    /// The figures of the 24 hours before an instant.
    mutating func ticker(_ symbol: Symbol, at now: OpenTime) -> TickerWindow {
        if let held = windows[symbol], held.window.end <= now, now < held.steadyUntil {
            return held.window.moved(to: now)
        }
        let window = TickerWindow(symbol, at: now, in: market)
        windows[symbol] = (window, TickerWindow.steadyUntil(symbol, at: now, in: market))
        return window
    }
}
