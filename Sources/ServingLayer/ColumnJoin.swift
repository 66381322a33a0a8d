import Candles

/// The join of held and arrived candles of one period, by column.
///
/// Rows that are the same are only compared; versions are made only of those that differ.
struct ColumnJoin {
    /// The held candles with the arrived ones joined in.
    let columns: StoredColumns
    /// The open times of the candles that are new or changed, ascending.
    let changed: [Int64]
    /// The closed candles whose versions say different things.
    let disagreements: [Disagreement]

    /// Joins arrived candles into held ones.
    ///
    /// - Parameters:
    ///   - arrived: The candles that arrived, in strictly ascending order of open time.
    ///   - held: The candles that are held, in the same order.
    ///   - key: The series.
    ///   - replacing: Whether an arrived version replaces a held one of its own vintage outright.
    /// - Complexity: O(arrived x log held), plus O(held) if anything changes.
    init(_ arrived: StoredColumns, into held: StoredColumns, _ key: SeriesKey, replacing: Bool) {
        var result = StoredColumns()
        var (changed, disagreements): ([Int64], [Disagreement]) = ([], [])
        // The held rows before `next`, and the arrived ones before `run`, are in the result.
        var (next, run) = (0, 0..<0)
        var place = 0
        for row in 0..<arrived.count {
            let time = arrived.openTimes[row]
            place = held.place(of: time, from: place)
            let isHeld = place < held.count && held.openTimes[place] == time
            if isHeld {
                if arrived.isSame(row, as: held, place) { continue }
                let (before, version) = (held.version(at: place), arrived.version(at: row))
                if let found = Disagreement(of: key, held: before, arrived: version) {
                    disagreements.append(found)
                }
                let winner =
                    replacing && before.vintage == version.vintage ? version : .join(before, version)
                guard winner != before else { continue }
            }
            changed.append(time)
            if place > next || run.upperBound != row {
                result.append(arrived, run)
                result.append(held, next..<place)
                run = row..<row
            }
            run = run.lowerBound..<(row + 1)
            next = isHeld ? place + 1 : place
        }
        self.changed = changed
        self.disagreements = disagreements
        guard !changed.isEmpty else {
            columns = held
            return
        }
        result.append(arrived, run)
        result.append(held, next..<held.count)
        columns = result
    }
}

extension StoredColumns {
    /// The index of the first candle that opens at a time or later, from a row that may be near, or the count.
    fileprivate func place(of time: Int64, from start: Int) -> Int {
        guard start < count, openTimes[start] < time else { return start }
        guard start + 1 < count, openTimes[start + 1] < time else { return start + 1 }
        return firstIndex(atOrAfter: time, from: start + 2)
    }
}
