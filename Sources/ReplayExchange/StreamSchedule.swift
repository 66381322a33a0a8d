import Candles

/// Decides what a stream says as virtual time passes.
///
/// Each call covers a half-open step of time `(from, to]`. Every close of a candle inside it is told once, in order,
/// whatever the steps: how often the server looks at its clock changes only how many running updates there are, and
/// that is never more than one in a step.
struct StreamSchedule: Sendable {
    private(set) var view: MarketView

    /// The schedule of all streams of a market.
    init(_ market: Market) {
        view = MarketView(market)
    }

    /// What a stream says about a step of time.
    ///
    /// - Parameters:
    ///   - name: The stream.
    ///   - from: The end of the step before, exclusive.
    ///   - to: The end of this step, inclusive.
    ///   - isLast: Whether the clock stops at the end of the step: then the last message has that event time.
    /// - Returns: The messages in order of time.
    mutating func events(
        _ name: StreamName, from: OpenTime, to: OpenTime, isLast: Bool = false
    ) -> [StreamEvent] {
        guard from < to else { return [] }
        var events = happened(name, from: from, to: to)
        let isDue = name.cadence.map { (to.milliseconds / $0) > (from.milliseconds / $0) } ?? false
        if isLast {
            if events.last?.time != to { events += [update(name, at: to)].compactMap(\.self) }
        } else if isDue, let event = update(name, at: to), event.isReplaceable {
            events.append(event)
        }
        return events
    }

    /// How things stand in a stream: the running candle, else the last closed one again; nil if nothing is known.
    ///
    /// - Returns: A message with the instant as its event time. Trades are not told twice: nil.
    mutating func update(_ name: StreamName, at now: OpenTime) -> StreamEvent? {
        switch name {
        case .kline(let key):
            if let row = view.runningRow(key, at: now) {
                return StreamEvent(name: name, time: now, content: .kline(row, isClosed: false))
            }
            return view.lastClosedRow(key, at: now).map {
                StreamEvent(name: name, time: now, content: .kline($0, isClosed: true))
            }
        case .ticker(let symbol), .miniTicker(let symbol):
            let window = view.ticker(symbol, at: now)
            return window.isKnown ? StreamEvent(name: name, time: now, content: .ticker(window)) : nil
        case .aggregateTrade:
            return nil
        }
    }

    /// What must not be missed: the candles that closed and the trades that were made in a step.
    private func happened(_ name: StreamName, from: OpenTime, to: OpenTime) -> [StreamEvent] {
        switch name {
        case .kline(let key):
            guard let table = view.market[key] else { return [] }
            return (table.countClosed(through: from)..<table.countClosed(through: to)).map { index in
                StreamEvent(
                    name: name, time: OpenTime(milliseconds: table.closeTimes[index]),
                    content: .kline(table[index], isClosed: true))
            }
        case .aggregateTrade(let symbol):
            guard let tape = view.market.tape(of: symbol) else { return [] }
            return (tape.count(through: from)..<tape.count(through: to)).map { index in
                let trade = tape[index]
                return StreamEvent(
                    name: name, time: OpenTime(milliseconds: trade.time), content: .trade(trade))
            }
        case .ticker, .miniTicker:
            return []
        }
    }
}
