import Candles
import GRDB

/// Brings the daily rows of a symbol up to date after some of its days changed, inside a transaction.
///
/// A row depends on its own day, on the close before it where nothing is held, and on the closes of the
/// ``DailyView/lookback`` rows before it. So the rows from the touched days to the next held day are made again, and
/// of the rows after those only the moving averages. The result is that of a full rebuild.
struct DailyRefresh {
    private let table: DailyTable
    private let sources: DailySources

    /// A refresh of the rows of a symbol, told what the chunks that were just written say about their days.
    init(_ db: Database, _ symbol: Symbol, written: [Int64: [UTCDay: HeldDay]]) throws {
        table = DailyTable(db: db, symbol: symbol)
        sources = try DailySources(db, symbol, written: written)
    }

    /// Makes rows again.
    ///
    /// - Parameter touched: The days whose candles, or outages, may have changed; nil for all.
    /// - Returns: The number of rows made again.
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` for the first damaged chunk that is needed.
    /// - Complexity: O(days touched), plus a constant number of days.
    func refresh(_ touched: ClosedRange<UTCDay>?) throws -> Int {
        let everything = UTCDay(0)...UTCDay(Int32(ChunkPeriod.days.upperBound))
        guard let touched else { return try rebuild(everything) }
        let before = try sources.day(before: touched.lowerBound)
        guard let first = try before ?? sources.day(after: touched.lowerBound.advanced(by: -1)) else {
            try table.deleteAll()
            return 0
        }
        if before == nil { try table.delete(before: first) }
        // Made again are also the row of the held day before and those filled from it, unless there are no such.
        let isNext = before?.advanced(by: 1) == touched.lowerBound
        let start = try isNext && held(on: touched.lowerBound) ? touched.lowerBound : first
        let next = try sources.day(after: touched.upperBound)
        let end = try next ?? sources.day(before: touched.upperBound.advanced(by: 1)) ?? start
        if next == nil { try table.delete(after: end) }
        let previous = try table.closes(before: start, count: DailyView.lookback)
        // Where somebody deleted rows by hand, or made a price none, all are made again.
        guard isUnbroken(previous, to: start, isFirst: try sources.day(before: start) == nil),
            let count = try save(start...end, after: previous)
        else { return try rebuild(everything) }
        return count
    }

    private func held(on day: UTCDay) throws -> Bool {
        try sources.day(after: day.advanced(by: -1)) == day
    }

    private func rebuild(_ days: ClosedRange<UTCDay>) throws -> Int {
        try table.deleteAll()
        return try save(days, after: []) ?? 0
    }

    /// Whether rows are there for the days just before a day, as many as averages need, or all there can be.
    private func isUnbroken(_ rows: [(day: UTCDay, close: Double)], to start: UTCDay, isFirst: Bool) -> Bool {
        guard let last = rows.last, let first = rows.first else { return isFirst }
        return !isFirst && last.day.advanced(by: 1) == start && first.day.distance(to: start) == rows.count
    }

    /// Makes and saves the rows of some days, and the averages of the rows after them.
    ///
    /// - Returns: The number of rows made; nil if a close of the rows before is no price.
    private func save(
        _ days: ClosedRange<UTCDay>, after previous: [(day: UTCDay, close: Double)]
    ) throws -> Int? {
        let before = previous.compactMap { Self.placeholder($0.day, $0.close) }
        guard before.count == previous.count else { return nil }
        let (candidates, minutes) = try sources.candidates(in: days)
        let rows = DailyView.rows(candidates, after: before)
        for row in rows { try table.save(row.with(minutes: minutes[row.day])) }
        guard let last = rows.last?.day else { return 0 }
        let later = try table.closes(after: last, count: DailyView.lookback)
        let known = Array((previous.map(\.close) + rows.map(\.values.close)).suffix(DailyView.lookback))
        let closes = known + later.map(\.close)
        let (ma7, ma30) = (MovingAverage.simple(closes, window: 7), MovingAverage.simple(closes, window: 30))
        for (offset, row) in later.enumerated() {
            try table.saveAverages(row.day, ma7: ma7[known.count + offset], ma30: ma30[known.count + offset])
        }
        return rows.count
    }

    /// A row of which only the close matters; nil if that is no price.
    private static func placeholder(_ day: UTCDay, _ close: Double) -> ServedDay? {
        guard
            let values = try? CandleValues(
                open: close, high: close, low: close, close: close, closeTime: day.end)
        else { return nil }
        return ServedDay(
            day: day, values: values, ma7: nil, ma30: nil, minutes: nil, vintage: .filled, origin: .filled,
            isClosed: true)
    }
}

extension ServedDay {
    /// The same row with another number of minutes held.
    fileprivate func with(minutes: Int?) -> ServedDay {
        ServedDay(
            day: day, values: values, ma7: ma7, ma30: ma30, minutes: minutes, vintage: vintage,
            origin: origin,
            isClosed: isClosed)
    }
}
