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
    private var touched: [Symbol: TouchedDays] = [:]
    /// What the chunks that were written say about their days, so that the daily view need not read them again.
    private var written: [Int64: [UTCDay: HeldDay]] = [:]

    init(_ db: Database) {
        self.db = db
        chunks = ChunkTable(db: db)
    }

    /// Writes a batch.
    ///
    /// - Throws: ``StoreError/fenced(position:expected:found:)``, or what SQLite throws.
    mutating func apply(_ batch: StoreBatch) throws {
        for (position, change) in batch.offsets { try set(position, change.expected, change.next) }
        let prepared = Dictionary(grouping: batch.chunks, by: \.key)
        for key in Set(batch.candles.keys).union(prepared.keys).union(batch.coverage.keys).sorted() {
            let (versions, answers) = (batch.candles[key] ?? [], batch.coverage[key] ?? [])
            let ready = prepared[key] ?? []
            guard !versions.isEmpty || !ready.isEmpty || !answers.isEmpty else { continue }
            let series = try chunks.seriesOrNew(key)
            try keepingBounds(key, series) { transaction in
                try transaction.write(versions, key, series, replacing: batch.replacesOwnVintage)
                for chunk in ready {
                    try transaction.write(chunk, series, replacing: batch.replacesOwnVintage)
                }
                for answer in answers where try CoverageTable(db: transaction.db, series: series).add(answer)
                {
                    try transaction.touch(key, series, answeredFor: answer.range)
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

    /// Makes the daily rows of some days, or of all, again; damaged chunks that are needed are set aside.
    mutating func refresh(_ symbol: Symbol, _ days: TouchedDays?) throws {
        var days = days
        while true {
            touched[symbol] = nil
            do {
                let refresh = try DailyRefresh(db, symbol, written: written)
                if let days {
                    summary.days += try days.runs.reduce(0) { try $0 + refresh.refresh($1) }
                } else {
                    summary.days += try refresh.refresh(nil)
                }
                return
            } catch StoreError.damagedChunk(let key, let day, let reason) {
                guard let series = try chunks.series(key) else { return }
                try setAside(DamagedChunk(key: key, day: day, reason: reason), series)
                if let more = touched[symbol] { days?.add(more) }
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

    /// Joins versions in any order into what is held.
    private mutating func write(
        _ versions: [CandleVersion], _ key: SeriesKey, _ series: Int64, replacing: Bool
    ) throws {
        guard !versions.isEmpty else { return }
        summary.received += versions.count
        let arrived = StoredColumns(CandleSeries(versions).versions)
        for (period, rows) in arrived.periods(key.interval) {
            let held = try readable(key, series, period.day)
            try join(arrived.part(rows), into: held, key, series, period, replacing: replacing)
        }
    }

    /// Joins a chunk that was made ready into what is held; where nothing is, its bytes are written as they are.
    private mutating func write(_ chunk: PreparedChunk, _ series: Int64, replacing: Bool) throws {
        summary.received += chunk.count
        let (key, period) = (chunk.key, chunk.period)
        guard let stored = try chunks.stored(series, period.day) else {
            try save(chunk, series)
            summary.changed += chunk.count
            return touch(chunk)
        }
        if stored.isSame(as: chunk) { return }
        let held = try readable(key, series, period.day, stored)
        let arrived = try chunk.columns()
        try join(arrived, into: held, key, series, period, replacing: replacing)
    }

    private mutating func join(
        _ arrived: StoredColumns, into held: StoredColumns, _ key: SeriesKey, _ series: Int64,
        _ period: ChunkPeriod, replacing: Bool
    ) throws {
        let join = ColumnJoin(arrived, into: held, key, replacing: replacing)
        if !join.disagreements.isEmpty {
            summary.disagreements += join.disagreements
            try DisagreementTable(db: db).save(join.disagreements, series, period)
        }
        guard !join.changed.isEmpty else { return }
        try save(PreparedChunk(key, join.columns, 0..<join.columns.count, period), series)
        summary.changed += join.changed.count
        touch(key, join.changed)
    }

    private mutating func save(_ chunk: PreparedChunk, _ series: Int64) throws {
        try chunks.save(chunk, series)
        summary.chunks += 1
        if let day = chunk.day { written[series, default: [:]][chunk.period.day] = day }
    }

    /// The candles of a chunk, which may have been read before; a damaged chunk is set aside and counts as empty.
    private mutating func readable(
        _ key: SeriesKey, _ series: Int64, _ day: UTCDay, _ stored: StoredChunk? = nil
    ) throws -> StoredColumns {
        do {
            guard let chunk = try stored ?? chunks.stored(series, day) else { return StoredColumns() }
            return try chunk.columns(of: key)
        } catch StoreError.damagedChunk(let key, let day, let reason) {
            try setAside(DamagedChunk(key: key, day: day, reason: reason), series)
            return StoredColumns()
        }
    }

    /// Moves a damaged chunk away and forgets what was asked about its time, so that it is fetched again.
    private mutating func setAside(_ damaged: DamagedChunk, _ series: Int64) throws {
        let range = ChunkPeriod(interval: damaged.key.interval, firstDay: damaged.day)?.range
        written[series]?[damaged.day] = nil
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

    /// Touches the days whose candles changed.
    private mutating func touch(_ key: SeriesKey, _ changed: [Int64]) {
        guard let first = changed.first, let last = changed.last else { return }
        if key.interval.dividesDay {
            touch(key.symbol, TimeRange(OpenTime(milliseconds: first), OpenTime(milliseconds: last + 1)))
        } else if key.interval == .d1 {
            for time in changed {
                touch(key.symbol, TimeRange(OpenTime(milliseconds: time), OpenTime(milliseconds: time + 1)))
            }
        }
    }

    private mutating func touch(_ chunk: PreparedChunk) {
        let interval = chunk.key.interval
        guard interval == .d1 || interval.dividesDay else { return }
        let (first, last) = (chunk.entry.first, chunk.entry.last)
        touch(chunk.key.symbol, TimeRange(OpenTime(milliseconds: first), OpenTime(milliseconds: last + 1)))
    }

    /// Touches the days of a range that an answer about outages can complete: those with some candles, not all.
    private mutating func touch(_ key: SeriesKey, _ series: Int64, answeredFor range: TimeRange) throws {
        guard key.interval.dividesDay, !range.isEmpty, let length = key.interval.milliseconds else { return }
        let slots = Int(UTCDay.milliseconds / length)
        for day in try chunks.days(series, in: Self.days(range), below: slots) {
            touched[key.symbol, default: TouchedDays()].add(day...day)
        }
    }

    private mutating func touch(_ symbol: Symbol, _ range: TimeRange) {
        guard !range.isEmpty else { return }
        touched[symbol, default: TouchedDays()].add(Self.days(range))
    }

    /// The days that a range touches, of those that there are.
    private static func days(_ range: TimeRange) -> ClosedRange<UTCDay> {
        let limits = ChunkPeriod.days
        let first = range.start.milliseconds / UTCDay.milliseconds
        let last = (range.end.milliseconds - 1) / UTCDay.milliseconds
        let clamped = [first, last].map { UTCDay(Int32(min(max($0, limits.lowerBound), limits.upperBound))) }
        return clamped[0]...max(clamped[0], clamped[1])
    }
}
