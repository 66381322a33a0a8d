public import Candles
import GRDB

extension CandleStore {
    /// The candles of a series that open inside a range, or all.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` if a chunk of the range cannot be trusted.
    /// - Complexity: O(candles of the chunks that the range touches).
    public func candles(_ key: SeriesKey, in range: TimeRange? = nil) async throws(StoreError) -> CandleSeries
    {
        CandleSeries(try await columns(key, in: range).versions)
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
}
