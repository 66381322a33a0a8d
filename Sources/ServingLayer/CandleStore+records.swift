public import Candles
import Foundation
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

    /// Notes in the run log that a command has begun.
    ///
    /// - Returns: The number of the run, for ``finishRun(_:at:outcome:counts:)``.
    public func startRun(_ command: String, at now: OpenTime) async throws(StoreError) -> Int64 {
        try await writing { db in
            try db.execute(
                sql: "INSERT INTO run (command, started, counts) VALUES (?, ?, '{}')",
                arguments: [command, now.description])
            return db.lastInsertedRowID
        }
    }

    /// Notes in the run log how a command ended.
    public func finishRun(
        _ id: Int64, at now: OpenTime, outcome: String, counts: [String: Int]
    ) async throws(StoreError) {
        try await writing { db in
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let text = String(decoding: try encoder.encode(counts), as: UTF8.self)
            try db.execute(
                sql: "UPDATE run SET finished = ?, outcome = ?, counts = ? WHERE id = ?",
                arguments: [now.description, outcome, text, id])
        }
    }

    /// The last entries of the run log, newest first.
    public func runs(latest count: Int) async throws(StoreError) -> [RunRecord] {
        try await reading { db in
            try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [count]).map {
                row in
                let (finished, counts): (String?, String) = (row["finished"], row["counts"])
                return RunRecord(
                    id: row["id"], command: row["command"], started: try OpenTime(text: row["started"]),
                    finished: try finished.map { try OpenTime(text: $0) }, outcome: row["outcome"],
                    counts: try JSONDecoder().decode([String: Int].self, from: Data(counts.utf8)))
            }
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
