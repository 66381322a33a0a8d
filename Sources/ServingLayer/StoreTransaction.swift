import Candles
import GRDB

/// The work of one write, inside a transaction: told what to write, it keeps the candles, the coverage, the offsets
/// and the daily view in step.
struct StoreTransaction {
    private let db: Database
    private let chunks: ChunkTable
    /// What has been done.
    private(set) var summary = WriteSummary()
    /// The days of each symbol whose daily rows may have changed.
    private var touched: [Symbol: ClosedRange<UTCDay>] = [:]

    init(_ db: Database) {
        self.db = db
        chunks = ChunkTable(db: db)
    }

    /// Writes a batch.
    ///
    /// - Throws: ``StoreError/fenced(position:expected:found:)``, or what SQLite throws.
    mutating func apply(_ batch: StoreBatch) throws {
        for (position, change) in batch.offsets { try set(position, change.expected, change.next) }
        var candles = batch.candles
        for chunk in batch.chunks { candles[chunk.key, default: []] += chunk.versions }
        for key in Set(candles.keys).union(batch.coverage.keys).sorted() {
            let (versions, answers) = (candles[key] ?? [], batch.coverage[key] ?? [])
            guard !versions.isEmpty || !answers.isEmpty else { continue }
            let series = try chunks.seriesOrNew(key)
            try keepingBounds(key, series) { transaction in
                try transaction.join(versions, key, series, replacing: batch.replacesOwnVintage)
                for answer in answers where try CoverageTable(db: transaction.db, series: series).add(answer)
                {
                    if key.interval.dividesDay { transaction.touch(key.symbol, answer.range) }
                }
            }
        }
        try keep(batch)
        try refreshTouched()
    }

    /// Keeps what a batch says about archives, failures and symbols; failures that the exchange has answered go.
    private func keep(_ batch: StoreBatch) throws {
        let ledger = LedgerTable(db: db)
        for (key, records) in batch.archives {
            let series = try chunks.seriesOrNew(key)
            for record in records { try ledger.save(record, series) }
        }
        for (key, answers) in batch.coverage {
            guard let series = try chunks.series(key) else { continue }
            for answer in answers { try ledger.removeFailures(series, answeredBy: answer) }
        }
        for (key, failures) in batch.failures {
            let series = try chunks.seriesOrNew(key)
            for failure in failures { try ledger.save(failure, series) }
        }
        for status in batch.statuses { try ledger.save(status) }
    }

    /// Sets aside those of some chunks that are damaged.
    mutating func setAside(_ suspects: [DamagedChunk]) throws {
        for suspect in suspects {
            guard let series = try chunks.series(suspect.key) else { continue }
            _ = try readable(suspect.key, series, suspect.day)
        }
        try refreshTouched()
    }

    /// Makes the daily rows of touched days, or of all, again; damaged chunks that are needed are set aside.
    mutating func refresh(_ symbol: Symbol, _ days: ClosedRange<UTCDay>?) throws {
        var days = days
        while true {
            do {
                summary.days += try DailyRefresh(db, symbol).refresh(days)
                touched[symbol] = nil
                return
            } catch StoreError.damagedChunk(let key, let day, let reason) {
                guard let series = try chunks.series(key) else { return }
                try setAside(DamagedChunk(key: key, day: day, reason: reason), series)
                if let before = days, let more = touched[symbol] { days = before.union(more) }
            }
        }
    }

    /// Makes the table of the daily view, and the rows of all symbols.
    mutating func rebuildDaily() throws {
        try db.execute(sql: Schema.createDaily)
        for symbol in Set(try chunks.keys().map(\.key.symbol)).sorted() { try refresh(symbol, nil) }
        touched = [:]
    }

    private mutating func refreshTouched() throws {
        guard !touched.isEmpty else { return }
        guard try DailyTable.exists(db) else {
            return try rebuildDaily()
        }
        for (symbol, days) in touched.sorted(by: { $0.key < $1.key }) { try refresh(symbol, days) }
    }

    private func set(_ position: LogPosition, _ expected: Int64?, _ next: Int64) throws {
        let table = OffsetTable(db: db)
        let found = try table[position]
        guard found == expected else {
            throw StoreError.fenced(position: position, expected: expected, found: found)
        }
        if found != next { try table.set(position, next) }
    }

    private mutating func join(
        _ versions: [CandleVersion], _ key: SeriesKey, _ series: Int64, replacing: Bool
    ) throws {
        summary.received += versions.count
        var rest = CandleSeries(versions).versions[...]
        while let first = rest.first {
            let period = ChunkPeriod(containing: first.openTime, interval: key.interval)
            let end = period.range.end
            let arrived = rest.prefix { $0.openTime < end }
            rest = rest.dropFirst(arrived.count)
            let held = try readable(key, series, period.day)
            let known = summary.disagreements.count
            let joined = joined(arrived, with: held, key, replacing: replacing)
            try DisagreementTable(db: db).save(Array(summary.disagreements[known...]), series, period)
            guard joined.changed > 0 else { continue }
            try chunks.save(joined.versions, series, period)
            summary.changed += joined.changed
            summary.chunks += 1
            if key.interval == .d1 || key.interval.dividesDay, let last = arrived.last {
                touch(key.symbol, TimeRange(first.openTime, last.openTime + 1))
            }
        }
    }

    private mutating func joined(
        _ arrived: ArraySlice<CandleVersion>, with held: [CandleVersion], _ key: SeriesKey, replacing: Bool
    ) -> (versions: [CandleVersion], changed: Int) {
        var series = CandleSeries(held)
        for version in arrived {
            guard let before = series[version.openTime],
                let disagreement = Disagreement(of: key, held: before, arrived: version)
            else { continue }
            summary.disagreements.append(disagreement)
        }
        guard replacing else {
            let changed = series.add(arrived)
            return (series.versions, changed)
        }
        let reissued = CandleSeries(arrived)
        let kept = held.filter { reissued[$0.openTime]?.vintage != $0.vintage }
        var replaced = CandleSeries(kept)
        replaced.add(arrived)
        let changed = replaced.versions.count { series[$0.openTime] != $0 }
        return (replaced.versions, changed)
    }

    /// The candles of a chunk; a damaged chunk is set aside and counts as empty.
    private mutating func readable(
        _ key: SeriesKey, _ series: Int64, _ day: UTCDay
    ) throws -> [CandleVersion] {
        do {
            return try chunks.load(series, key, day)
        } catch StoreError.damagedChunk(let key, let day, let reason) {
            try setAside(DamagedChunk(key: key, day: day, reason: reason), series)
            return []
        }
    }

    /// Moves a damaged chunk away and forgets what was asked about its time, so that it is fetched again.
    private mutating func setAside(_ damaged: DamagedChunk, _ series: Int64) throws {
        let range = ChunkPeriod(interval: damaged.key.interval, firstDay: damaged.day)?.range
        try keepingBounds(damaged.key, series) { transaction in
            try transaction.chunks.moveAside(series, damaged)
            guard let range else { return }
            try CoverageTable(db: transaction.db, series: series).remove(range)
            let interval = damaged.key.interval
            if interval == .d1 || interval.dividesDay { transaction.touch(damaged.key.symbol, range) }
        }
        summary.setAside.append(damaged)
    }

    /// Does something that may change where a series begins and ends; an empty answer beside a candle is no outage
    /// until there is a candle on its other side, so the days between the old and the new end count as touched.
    private mutating func keepingBounds(
        _ key: SeriesKey, _ series: Int64, _ body: (inout StoreTransaction) throws -> Void
    ) throws {
        let before = try chunks.bounds(series)
        try body(&self)
        guard key.interval.dividesDay, let before, let after = try chunks.bounds(series) else { return }
        if before.first != after.first {
            touch(key.symbol, TimeRange(min(before.first, after.first), max(before.first, after.first) + 1))
        }
        if before.last != after.last {
            touch(key.symbol, TimeRange(min(before.last, after.last), max(before.last, after.last) + 1))
        }
    }

    private mutating func touch(_ symbol: Symbol, _ range: TimeRange) {
        guard !range.isEmpty else { return }
        let limits = ChunkPeriod.days
        let first = range.start.milliseconds / UTCDay.milliseconds
        let last = (range.end.milliseconds - 1) / UTCDay.milliseconds
        let clamped = [first, last].map { UTCDay(Int32(min(max($0, limits.lowerBound), limits.upperBound))) }
        let days = clamped[0]...max(clamped[0], clamped[1])
        touched[symbol] = touched[symbol]?.union(days) ?? days
    }
}

extension ClosedRange {
    /// The smallest range that holds both.
    fileprivate func union(_ other: ClosedRange) -> ClosedRange {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
