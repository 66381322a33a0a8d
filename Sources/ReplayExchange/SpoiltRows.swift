import Candles

/// Spoils the rows of a page of klines, as a fault says.
enum SpoiltRows {
    /// The page with the fault.
    ///
    /// - Parameters:
    ///   - fault: What goes wrong; kinds that are not about rows change nothing.
    ///   - rows: The page as it should be.
    ///   - query: What was asked; a page is cut at the end that the client goes on from.
    ///   - now: Virtual time in milliseconds.
    /// - Returns: The rows; a page that is too short for a fault stays as it is.
    static func apply(
        _ fault: Fault, to rows: [CandleRow], query: KlineQuery, now: Int64
    ) -> [CandleRow] {
        guard let last = rows.last else { return rows }
        var rows = rows
        let index = fault.choice(rows.count)
        // A row that has another one after it.
        let inner = fault.choice(max(1, rows.count - 1))
        switch fault.kind {
        case .rowsUnordered where rows.count > 1:
            rows.swapAt(inner, inner + 1)
        case .rowsRepeated:
            var copy = rows[index]
            if fault.variant >> 32 & 1 == 1 {
                copy.trades += 1
                copy.baseVolume += 1
            }
            rows.insert(copy, at: index)
        case .rowsOverlapping where rows.count > 1:
            rows[inner].closeTime = rows[inner + 1].openTime + 1 + (last.closeTime - last.openTime) / 2
        case .rowImpossible:
            rows[index].open = rows[index].high * 2 + 1
        case .rowUnasked:
            // Before what was asked for if there is room, otherwise in the future; never inside what was asked for.
            let length = last.closeTime - last.openTime
            var copy = rows[index]
            if let start = query.start, start.milliseconds > 100 * length {
                copy.openTime = start.milliseconds - 10 * length
                copy.closeTime = copy.openTime + length
                rows.insert(copy, at: 0)
            } else {
                copy.openTime = max(now, last.openTime) + 10 * length
                copy.closeTime = copy.openTime + length
                rows.append(copy)
            }
        case .rowRunning where rows.count > 1:
            rows[inner].closeTime = max(now, rows[inner + 1].closeTime) + 60_000
        case .shortPage where rows.count > 1:
            let count = 1 + fault.choice(rows.count - 1)
            rows = Array(query.start == nil ? rows.suffix(count) : rows.prefix(count))
        default:
            break
        }
        return rows
    }
}
