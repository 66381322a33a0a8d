import Candles

/// Writes rows of a table as the files of the archive have them: CSV without a header, decimals with eight places.
enum ArchiveRows {
    /// The rows of a range of a table.
    ///
    /// - Complexity: O(rows).
    static func csv(_ table: CandleTable, _ range: Range<Int>, _ unit: TimeUnit) -> [UInt8] {
        var text = JSONText()
        text.reserve(range.count * 140)
        for index in range {
            text.number(unit.number(table.openTimes[index]))
            text.raw(",")
            for value in [table.opens[index], table.highs[index], table.lows[index], table.closes[index]] {
                text.plain(value)
                text.raw(",")
            }
            text.plain(table.baseVolumes[index])
            text.raw(",")
            text.number(unit.last(before: table.closeTimes[index]))
            text.raw(",")
            text.plain(table.quoteVolumes[index])
            text.raw(",")
            text.number(table.trades[index])
            text.raw(",")
            text.plain(table.takerBaseVolumes[index])
            text.raw(",")
            text.plain(table.takerQuoteVolumes[index])
            text.raw(",0\n")
        }
        return text.bytes
    }

    /// The days or months of a table that are over by its own data, oldest first, each with its rows.
    ///
    /// A month must have begun in the data too, since a file of a part of a month does not exist; a day need not, as
    /// on the day of a listing. A period without a row has no file.
    ///
    /// - Complexity: O(periods · log *n*).
    static func periods(
        of table: CandleTable, _ interval: Interval, months: Bool
    ) -> [(period: ArchivePeriod, rows: Range<Int>)] {
        guard let first = table.openTimes.first, let end = table.closeTimes.last else { return [] }
        var result: [(period: ArchivePeriod, rows: Range<Int>)] = []
        var period = ArchivePeriod(containing: OpenTime(milliseconds: first), isMonth: months)
        while period.range.end.milliseconds <= end {
            let range = period.range
            let rows = table.countOpened(before: range.start)..<table.countOpened(before: range.end)
            let firstSlot = interval.slot(atOrAfter: range.start)
            let hasBegun = !months || first <= firstSlot.milliseconds
            if !rows.isEmpty, hasBegun { result.append((period, rows)) }
            period = ArchivePeriod(containing: range.end, isMonth: months)
        }
        return result
    }
}
