import Candles
import GRDB

/// What the stored series of one symbol say about its days, inside a transaction.
///
/// Only chunks that can decide a row are decoded: a day with a closed daily candle needs no others.
struct DailySources {
    private let chunks: ChunkTable
    /// The series of daily candles, if there is one.
    private let daily: (key: SeriesKey, id: Int64)?
    /// The series of smaller candles, smallest first.
    private let parts: [(key: SeriesKey, id: Int64)]

    /// What chunks that were written in this transaction say about their days, by series.
    private let written: [Int64: [UTCDay: HeldDay]]

    init(_ db: Database, _ symbol: Symbol, written: [Int64: [UTCDay: HeldDay]]) throws {
        chunks = ChunkTable(db: db)
        self.written = written
        let keys = try chunks.keys(symbol: symbol)
        daily = keys.first { $0.key.interval == .d1 }
        parts = keys.filter(\.key.interval.dividesDay)
    }

    /// The last day before a day for which any candle is held, or nil.
    func day(before day: UTCDay) throws -> UTCDay? {
        var best = try parts.compactMap { try chunks.chunkDay($0.id, before: day) }.max()
        if let daily, var year = try chunks.chunkDay(daily.id, before: day) {
            while true {
                let times = try chunks.load(daily.id, daily.key, year).openTimes
                if let found = times.last(where: { $0 < day.start.milliseconds }).map(Self.day) {
                    best = max(best ?? found, found)
                    break
                }
                guard let before = try chunks.chunkDay(daily.id, before: year) else { break }
                year = before
            }
        }
        return best
    }

    /// The first day after a day for which any candle is held, or nil.
    func day(after day: UTCDay) throws -> UTCDay? {
        var best = try parts.compactMap { try chunks.chunkDay($0.id, after: day) }.min()
        if let daily {
            // The chunk of the day's own year begins on or before the day and can hold later days.
            var year = try chunks.chunkDay(daily.id, before: day.advanced(by: 1))
            if year == nil { year = try chunks.chunkDay(daily.id, after: day) }
            while let current = year {
                let times = try chunks.load(daily.id, daily.key, current).openTimes
                if let found = times.first(where: { $0 >= day.end.milliseconds }).map(Self.day) {
                    best = min(best ?? found, found)
                    break
                }
                year = try chunks.chunkDay(daily.id, after: current)
            }
        }
        return best
    }

    /// What is known about each day of a range that has any candle, and the number of minutes held.
    func candidates(
        in days: ClosedRange<UTCDay>
    ) throws -> (candidates: [UTCDay: [DayCandidate]], minutes: [UTCDay: Int]) {
        var candidates = try dailyCandidates(in: days)
        var minutes: [UTCDay: Int] = [:]
        let held = try parts.map { part in (part: part, days: try chunks.index(part.id, in: days)) }
        for (part, index) in held where part.key.interval == .m1 {
            for (day, count) in index { minutes[day] = count }
        }
        for (part, index) in held {
            for (day, _) in index where candidates[day]?.contains(where: \.isComplete) != true {
                let held = try self.held(part, on: day)
                let outages = try outages(of: part, on: day, held: held)
                let candidate = DayCandidate(
                    day: day, interval: part.key.interval, rollup: held.rollup, outages: outages)
                if let candidate { candidates[day, default: []].append(candidate) }
            }
        }
        return (candidates, minutes)
    }

    private func dailyCandidates(in days: ClosedRange<UTCDay>) throws -> [UTCDay: [DayCandidate]] {
        guard let daily else { return [:] }
        var candidates: [UTCDay: [DayCandidate]] = [:]
        let first = ChunkPeriod(containing: days.lowerBound.start, interval: .d1).day
        for (year, _) in try chunks.index(daily.id, in: first...days.upperBound) {
            let columns = try chunks.load(daily.id, daily.key, year)
            for row in columns.indices(in: TimeRange(days.lowerBound.start, days.upperBound.end)) {
                let version = columns.version(at: row)
                candidates[version.openTime.day, default: []].append(DayCandidate(daily: version))
            }
        }
        return candidates
    }

    /// What a chunk says about its day; one that was written in this transaction is not read again.
    private func held(_ part: (key: SeriesKey, id: Int64), on day: UTCDay) throws -> HeldDay {
        if let held = written[part.id]?[day] { return held }
        let columns = try chunks.load(part.id, part.key, day)
        return HeldDay(columns, 0..<columns.count, interval: part.key.interval)
    }

    private static func day(_ milliseconds: Int64) -> UTCDay { OpenTime(milliseconds: milliseconds).day }

    /// The slots of a day that are known not to exist.
    private func outages(
        of part: (key: SeriesKey, id: Int64), on day: UTCDay, held: HeldDay
    ) throws -> Int {
        let range = TimeRange(day.start, day.end)
        let interval = part.key.interval
        guard !held.openTimes.isEmpty, let bounds = try chunks.bounds(part.id) else { return 0 }
        var around = held.openTimes.map { OpenTime(milliseconds: $0) }
        if bounds.first < range.start { around.insert(bounds.first, at: 0) }
        if bounds.last >= range.end { around.append(bounds.last) }
        let answers = try CoverageTable(db: chunks.db, series: part.id).touching(range)
        let finder = GapFinder(interval: interval, held: around, coverage: Coverage(answers))
        return finder.gaps(in: range).reduce(0) { $0 + ($1.reason == .outage ? $1.count : 0) }
    }
}
