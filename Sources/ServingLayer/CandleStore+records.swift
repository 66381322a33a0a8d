public import Candles
import GRDB

extension CandleStore {
    /// The next offset that a group reads, or nil if it never wrote one.
    public func offset(group: String, topic: String, partition: Int) async throws(StoreError) -> Int64? {
        try await reading { db in
            try OffsetTable(db: db)[LogPosition(group: group, topic: topic, partition: partition)]
        }
    }

    /// The source of the candles, "exchange" or for example "simulated; seed=7", or nil while none was claimed.
    public func source() async throws(StoreError) -> String? {
        try await reading { db in try MetaTable(db: db)[Self.sourceName] }
    }

    /// Says where the candles that are to be written come from; recorded candles count as those of the exchange.
    ///
    /// A store that holds no candles takes any source.
    ///
    /// - Throws: ``StoreError/mixedSource(held:found:)`` if the store holds candles of another source.
    public func claimSource(_ label: String) async throws(StoreError) {
        let label = label == "recorded" ? "exchange" : label
        if try await source() == label { return }
        try await writing { db in
            let meta = MetaTable(db: db)
            let hasCandles = try Int.fetchOne(db, sql: "SELECT 1 FROM chunk LIMIT 1") != nil
            if let held = try meta[Self.sourceName], held != label, hasCandles {
                throw StoreError.mixedSource(held: held, found: label)
            }
            try meta.set(Self.sourceName, label)
        }
    }

    /// Keeps a forecast; earlier ones stay as they are.
    ///
    /// - Returns: The number of the forecast in this store.
    @discardableResult
    public func saveForecast(_ run: ForecastRecord) async throws(StoreError) -> Int64 {
        try await writing { db in try ForecastTable(db: db).save(run) }
    }

    /// The last forecasts of a symbol, newest first.
    public func forecasts(_ symbol: Symbol, latest count: Int) async throws(StoreError) -> [ForecastRecord] {
        try await reading { db in try ForecastTable(db: db).latest(symbol, count) }
    }

    private static let sourceName = "source"
}
