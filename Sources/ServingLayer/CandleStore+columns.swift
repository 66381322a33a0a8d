public import Candles
import GRDB

extension CandleStore {
    /// The candles of a series that open inside a range, or all, by column.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` if a chunk of the range cannot be trusted.
    /// - Complexity: O(candles of the chunks that the range touches), in memory as in time.
    public func columns(
        _ key: SeriesKey, in range: TimeRange? = nil
    ) async throws(StoreError) -> StoredColumns {
        let chunks = try await stored(key, in: range)
        var columns = StoredColumns()
        columns.reserve(chunks.reduce(0) { $0 + $1.count })
        for chunk in chunks {
            let held = try chunk.columns(of: key)
            columns.append(held, range.map { held.indices(in: $0) } ?? 0..<held.count)
        }
        return columns
    }

    /// Hands out the candles of a series that open inside a range, or all, chunk after chunk.
    ///
    /// Memory does not grow with the range, and no snapshot is held while the body runs; so a chunk that is written
    /// in the meantime can come in its older or its newer form, but never in part.
    ///
    ///     try await store.forEachChunk(key) { columns in write(columns) }
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - range: The range of open times, or nil for all.
    ///   - isolation: Where the body runs.
    ///   - body: Told the candles of a UTC day, or UTC year for intervals of a day or more, oldest first; never none.
    /// - Throws: ``StoreError``, ``StoreError/damagedChunk(key:day:reason:)`` if a chunk cannot be trusted, or what the
    ///   body throws.
    /// - Complexity: O(candles of the chunks that the range touches).
    public func forEachChunk(
        _ key: SeriesKey, in range: TimeRange? = nil, isolation: isolated (any Actor)? = #isolation,
        _ body: (StoredColumns) async throws -> Void
    ) async throws {
        guard var days = Self.days(key, in: range) else { return }
        while true {
            let chunks = try await stored(key, days, limit: Self.chunksAtOnce)
            for chunk in chunks {
                let held = try chunk.columns(of: key)
                let columns = held.part(range.map { held.indices(in: $0) } ?? 0..<held.count)
                if !columns.isEmpty { try await body(columns) }
            }
            guard chunks.count == Self.chunksAtOnce, let last = chunks.last?.day, last < days.upperBound
            else {
                return
            }
            days = last.advanced(by: 1)...days.upperBound
        }
    }

    /// Reads all chunks and answers those that are damaged, in order of series and day; changes nothing.
    ///
    /// - Complexity: O(candles in the store); a snapshot is held for 64 chunks at a time.
    public func verify() async throws(StoreError) -> [DamagedChunk] {
        var damaged: [DamagedChunk] = []
        for (key, _) in try await reading({ db in try ChunkTable(db: db).keys() }) {
            var days = Self.allDays
            while true {
                let chunks = try await stored(key, days, limit: Self.chunksAtOnce)
                for chunk in chunks {
                    do {
                        _ = try chunk.columns(of: key)
                    } catch {
                        guard case .damagedChunk(_, let day, let reason) = error else { throw error }
                        damaged.append(DamagedChunk(key: key, day: day, reason: reason))
                    }
                }
                guard chunks.count == Self.chunksAtOnce, let last = chunks.last?.day, last < days.upperBound
                else { break }
                days = last.advanced(by: 1)...days.upperBound
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

    private static let chunksAtOnce = 64
    private static let allDays = UTCDay(0)...UTCDay(Int32(ChunkPeriod.days.upperBound))

    /// The first days that chunks of a range can have, or nil where there are none.
    private static func days(_ key: SeriesKey, in range: TimeRange?) -> ClosedRange<UTCDay>? {
        let limits = TimeRange(allDays.lowerBound.start, allDays.upperBound.end)
        let wanted = range.map { $0.clamped(to: limits) } ?? limits
        guard !wanted.isEmpty else { return nil }
        return ChunkPeriod(containing: wanted.start, interval: key.interval).day...(wanted.end - 1).day
    }

    /// The chunks of a series that a range touches, not decoded, so that the snapshot is short.
    func stored(_ key: SeriesKey, in range: TimeRange?) async throws(StoreError) -> [StoredChunk] {
        guard let days = Self.days(key, in: range) else { return [] }
        return try await stored(key, days, limit: -1)
    }

    /// The first chunks of a series between two days.
    private func stored(
        _ key: SeriesKey, _ days: ClosedRange<UTCDay>, limit: Int
    ) async throws(StoreError) -> [StoredChunk] {
        try await reading { db in
            let table = ChunkTable(db: db)
            guard let series = try table.series(key) else { return [] }
            return try table.stored(series, in: days, limit: limit)
        }
    }
}
