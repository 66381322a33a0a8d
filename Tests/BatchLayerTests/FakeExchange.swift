import BatchLayer
import Binance
import Candles

/// An exchange of one series: candles from a listing on, with outages, as a function of the time it is asked
/// at.
struct FakeExchange: Sendable {
    var interval: Interval
    var listing: OpenTime?
    var outages: [TimeRange] = []
    /// The end of all candles, nil where the symbol is still traded.
    var delisting: OpenTime?
    /// A time in which candles open so many milliseconds after their slots begin.
    var shifted: (range: TimeRange, by: Int64)?
    /// The files of the archive that are not there.
    var absent: Set<String> = []
    /// The files of the archive whose checksums do not match.
    var corrupt: Set<String> = []
    /// The files of the archive that lack the second half of their candles.
    var incomplete: Set<String> = []
    /// How many candles a page of REST holds at the most, although more are asked for.
    var shortPage = Int.max

    /// The candle of a slot as it stands at a time, or nil if there is none.
    func candle(_ slot: OpenTime, at now: OpenTime) -> CandleValues? {
        guard let listing, slot >= listing, slot < delisting ?? .latest, openTime(slot) <= now,
            !outages.contains(where: { $0.contains(slot) })
        else {
            return nil
        }
        let end = openTime(interval.slot(after: slot))
        let isRunning = end > now
        let close = Double(slot.milliseconds / 60_000 % 977 + 100) + (isRunning ? 0.5 : 0)
        return try? CandleValues(
            open: 100, high: close + 100, low: 50, close: close, closeTime: end,
            baseVolume: 3, quoteVolume: 300, trades: isRunning ? 5 : 10)
    }

    /// When the candle of a slot opens.
    private func openTime(_ slot: OpenTime) -> OpenTime {
        guard let shifted, shifted.range.contains(slot) else { return slot }
        return slot + shifted.by
    }

    /// The answer to a question, at the time of the question.
    func answer(_ query: KlineQuery) -> (closed: [ClosedCandle], running: OpenCandle?) {
        var closed: [ClosedCandle] = []
        var running: OpenCandle?
        var slot = interval.slot(containing: max(query.from, listing ?? .latest))
        let last = min(query.to ?? query.now, query.now)
        while slot <= last, closed.count + (running == nil ? 0 : 1) < min(query.limit, shortPage) {
            let time = openTime(slot)
            if time >= query.from, time <= last, let values = candle(slot, at: query.now) {
                if values.closeTime <= query.now {
                    closed.append(ClosedCandle(openTime: time, values: values))
                } else {
                    running = OpenCandle(openTime: time, values: values)
                }
            }
            slot = interval.slot(after: slot)
        }
        return (closed, running)
    }

    /// The answer to the question for a file of the archive.
    func archive(_ file: ArchiveFile, at now: OpenTime) -> ArchiveAnswer {
        guard !absent.contains(file.name), file.range.end <= now else { return .absent }
        guard !corrupt.contains(file.name) else { return .refused(reason: "its checksum does not match") }
        var columns = CandleColumns(.archive)
        var slots: [OpenTime] = []
        var slot = interval.slot(atOrAfter: file.range.start)
        while slot < file.range.end {
            slots.append(slot)
            slot = interval.slot(after: slot)
        }
        if incomplete.contains(file.name) { slots.removeLast(slots.count / 2) }
        for slot in slots {
            if let values = candle(slot, at: now) { columns.append(openTime(slot), values) }
        }
        guard columns.count > 0 else { return .absent }
        return .contents(
            ArchiveContents(
                columns: columns, digest: "of \(file.name)", bytes: columns.count * 50, isCached: false,
                requests: 2))
    }

    /// The open times of all candles that are closed at a time.
    func closed(at now: OpenTime) -> [OpenTime] {
        guard let listing else { return [] }
        return sequence(first: interval.slot(atOrAfter: listing)) { interval.slot(after: $0) }
            .prefix { $0 <= now }
            .filter { slot in candle(slot, at: now).map { $0.closeTime <= now } ?? false }
            .map { openTime($0) }
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
