public import Candles
import GRDB

extension CandleStore {
    /// The archive files of a series whose candles were written, by name.
    public func archives(_ key: SeriesKey) async throws(StoreError) -> [ArchiveRecord] {
        try await reading { db in
            guard let series = try ChunkTable(db: db).series(key) else { return [] }
            return try LedgerTable(db: db).archives(series)
        }
    }

    /// The ranges of a series that were asked for in vain and not answered since, in order of time.
    public func failures(_ key: SeriesKey) async throws(StoreError) -> [FetchFailure] {
        try await reading { db in
            guard let series = try ChunkTable(db: db).series(key) else { return [] }
            return try LedgerTable(db: db).failures(series)
        }
    }

    /// What the exchange last said about each symbol that it was asked about.
    public func statuses() async throws(StoreError) -> [Symbol: SymbolStatus] {
        try await reading { db in try LedgerTable(db: db).statuses() }
    }

    /// The closed candles whose versions said different things, by series and time.
    ///
    /// Each pair of vintages of a candle is there once, with the values that were seen last.
    ///
    /// - Parameters:
    ///   - key: The series, or nil for all.
    ///   - limit: The number of disagreements answered at most.
    /// - Returns: The disagreements.
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` if the record of a day cannot be trusted.
    /// - Complexity: O(disagreements of the days read).
    public func disagreements(
        _ key: SeriesKey? = nil, limit: Int = .max
    ) async throws(StoreError) -> [Disagreement] {
        try await reading { db in
            let series = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, symbol, interval FROM series
                    WHERE id IN (SELECT DISTINCT series FROM disagreement)
                    """
            ).map { (key: try ChunkTable.key($0), id: $0["id"] as Int64) }
            var found: [Disagreement] = []
            for (other, id) in series.sorted(by: { $0.key < $1.key }) where key == nil || key == other {
                guard found.count < limit else { break }
                found += try DisagreementTable(db: db).all(id, other, limit: limit - found.count)
            }
            return found
        }
    }

    /// Which candles of a series are held.
    ///
    /// The index answers for chunks without holes; only others are read.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` if a chunk that must be read cannot be trusted.
    /// - Complexity: O(chunks), plus O(candles) of the chunks with holes, off-grid or running candles.
    public func heldRanges(_ key: SeriesKey) async throws(StoreError) -> HeldRanges {
        try await reading { db in
            let table = ChunkTable(db: db)
            guard let series = try table.series(key) else { return HeldRanges() }
            return try table.heldRanges(series, key)
        }
    }

    /// Which candles of each series with candles are held, all at one moment.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` if a chunk that must be read cannot be trusted.
    /// - Complexity: As for one series, for each.
    public func heldRanges() async throws(StoreError) -> [SeriesKey: HeldRanges] {
        try await reading { db in
            let table = ChunkTable(db: db)
            var held: [SeriesKey: HeldRanges] = [:]
            for (key, id) in try table.keys() { held[key] = try table.heldRanges(id, key) }
            return held
        }
    }
}
