import Candles

/// Compares the daily view that is kept with one made afresh from the candles.
enum DailyViewAudit {
    /// The differences, row by row.
    ///
    /// - Parameters:
    ///   - symbol: The symbol.
    ///   - served: The rows that are kept, oldest first.
    ///   - rebuilt: The rows made afresh, oldest first.
    /// - Returns: One finding for each day that differs or that only one side has.
    /// - Complexity: O(rows).
    static func compare(_ symbol: Symbol, served: [ServedDay], rebuilt: [ServedDay]) -> [AuditFinding] {
        let kept = Dictionary(served.map { ($0.day, $0) }) { first, _ in first }
        let fresh = Dictionary(rebuilt.map { ($0.day, $0) }) { first, _ in first }
        return Set(kept.keys).union(fresh.keys).sorted().compactMap { day in
            switch (kept[day], fresh[day]) {
            case (let left?, let right?):
                let differences = differences(left, right)
                return differences.isEmpty
                    ? nil
                    : finding(symbol, day, "the kept row is not the one that the candles give", differences)
            case (nil, _?): return finding(symbol, day, "the candles give a row that is not kept")
            case (_?, nil): return finding(symbol, day, "a row is kept that no candle gives")
            case (nil, nil): return nil
            }
        }
    }

    private static func finding(
        _ symbol: Symbol, _ day: UTCDay, _ problem: String, _ differences: [CandleDifference] = []
    ) -> AuditFinding {
        AuditFinding(
            .dailyView, SeriesKey(symbol, .d1), TimeRange(day.start, day.end), problem: problem,
            sides: differences.isEmpty ? .none : .init("daily view", "from candles"),
            differences: differences,
            cure: AuditCure.merge(symbol))
    }

    private static func differences(_ left: ServedDay, _ right: ServedDay) -> [CandleDifference] {
        let number = { (value: Double?) in value.map(Decimal.text) ?? "-" }
        let count = { (value: Int64?) in value.map(String.init) ?? "-" }
        var rows: [(String, String, String)] = [
            ("open", number(left.values.open), number(right.values.open)),
            ("high", number(left.values.high), number(right.values.high)),
            ("low", number(left.values.low), number(right.values.low)),
            ("close", number(left.values.close), number(right.values.close)),
            ("base_volume", number(left.values.baseVolume), number(right.values.baseVolume)),
            ("quote_volume", number(left.values.quoteVolume), number(right.values.quoteVolume)),
            ("trades", count(left.values.trades), count(right.values.trades)),
        ]
        rows += [
            ("ma7", number(left.ma7), number(right.ma7)), ("ma30", number(left.ma30), number(right.ma30)),
            ("minutes", count(left.minutes.map(Int64.init)), count(right.minutes.map(Int64.init))),
            ("vintage", left.vintage.name, right.vintage.name),
            ("origin", left.origin.rawValue, right.origin.rawValue),
            ("closed", left.isClosed ? "1" : "0", right.isClosed ? "1" : "0"),
        ]
        // The shortest text of a Double reads back as the same Double, so equal texts are equal numbers.
        return rows.filter { $0.1 != $0.2 }.map { CandleDifference(field: $0.0, left: $0.1, right: $0.2) }
    }
}
