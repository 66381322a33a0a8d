public import Candles
import GRDB

extension CandleStore {
    /// The candles of a series that open inside a range, or all.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` if a chunk of the range cannot be trusted.
    /// - Complexity: O(candles of the chunks that the range touches).
    public func candles(_ key: SeriesKey, in range: TimeRange? = nil) async throws(StoreError) -> CandleSeries
    {
        var versions: [CandleVersion] = []
        for chunk in try await stored(key, in: range) {
            let held = try chunk.versions(of: key)
            versions += range.map { range in held.filter { range.contains($0.openTime) } } ?? held
        }
        return CandleSeries(versions)
    }

    /// The open times of a series, ascending.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    public func openTimes(_ key: SeriesKey) async throws(StoreError) -> [OpenTime] {
        var times: [OpenTime] = []
        for chunk in try await stored(key, in: nil) { times += try chunk.openTimes(of: key) }
        return times
    }

    /// What the exchange was asked about a series.
    public func coverage(_ key: SeriesKey) async throws(StoreError) -> Coverage {
        try await reading { db in
            guard let series = try ChunkTable(db: db).series(key) else { return Coverage() }
            return try CoverageTable(db: db, series: series).all()
        }
    }

    /// The series that hold candles, in order.
    public func keys() async throws(StoreError) -> [SeriesKey] {
        try await reading { db in try ChunkTable(db: db).keys().map(\.key) }
    }

    /// How much is held of each series, in order, without reading the candles.
    ///
    /// - Complexity: O(chunks).
    public func summaries() async throws(StoreError) -> [SeriesSummary] {
        try await reading { db in try ChunkTable(db: db).summaries() }
    }

    /// The symbols that hold candles of any interval, in order.
    public func symbols() async throws(StoreError) -> [Symbol] {
        try await reading { db in Set(try ChunkTable(db: db).keys().map(\.key.symbol)).sorted() }
    }

    /// The rows of the daily view of a symbol, oldest first.
    ///
    /// The view has no taker volumes, so those of the rows are nil.
    public func daily(_ symbol: Symbol) async throws(StoreError) -> [ServedDay] {
        try await reading { db in
            try DailyTable.exists(db) ? DailyTable(db: db, symbol: symbol).rows() : []
        }
    }

    /// Reads all chunks and answers those that are damaged, in order of series and day; changes nothing.
    ///
    /// - Complexity: O(candles in the store); a snapshot is held for 64 chunks at a time.
    public func verify() async throws(StoreError) -> [DamagedChunk] {
        var damaged: [DamagedChunk] = []
        for (key, series) in try await reading({ db in try ChunkTable(db: db).keys() }) {
            let days = try await reading { db in
                try ChunkTable(db: db).index(series, in: Self.allDays).map(\.day)
            }
            for start in stride(from: 0, to: days.count, by: 64) {
                let last = days[min(start + 64, days.count) - 1]
                let first = days[start]
                let chunks = try await reading { db in try ChunkTable(db: db).stored(series, in: first...last)
                }
                for chunk in chunks {
                    do {
                        _ = try chunk.versions(of: key)
                    } catch StoreError.damagedChunk(let key, let day, let reason) {
                        damaged.append(DamagedChunk(key: key, day: day, reason: reason))
                    }
                }
            }
        }
        return damaged
    }

    /// The chunks that were set aside so far, oldest first.
    public func damaged() async throws(StoreError) -> [DamagedChunk] {
        try await reading { db in
            try Row.fetchAll(db, sql: "SELECT symbol, interval, date, reason FROM damaged_chunk ORDER BY id")
                .map {
                    DamagedChunk(
                        key: try ChunkTable.key($0), day: try UTCDay(text: $0["date"]), reason: $0["reason"])
                }
        }
    }

    private static let allDays = UTCDay(0)...UTCDay(Int32(ChunkPeriod.days.upperBound))

    /// The chunks of a series that a range touches, not decoded, so that the snapshot is short.
    private func stored(_ key: SeriesKey, in range: TimeRange?) async throws(StoreError) -> [StoredChunk] {
        let limits = TimeRange(Self.allDays.lowerBound.start, Self.allDays.upperBound.end)
        let wanted = range.map { $0.clamped(to: limits) } ?? limits
        guard !wanted.isEmpty else { return [] }
        let first = ChunkPeriod(containing: wanted.start, interval: key.interval).day
        let last = (wanted.end - 1).day
        return try await reading { db in
            let table = ChunkTable(db: db)
            guard let series = try table.series(key) else { return [] }
            return try table.stored(series, in: first...last)
        }
    }
}
