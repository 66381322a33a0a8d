public import Candles
import Foundation
import GRDB

extension CandleStore {
    /// Notes in the run log that a command has begun.
    ///
    /// - Returns: The number of the run, for ``finishRun(_:at:outcome:counts:steps:)``.
    public func startRun(_ command: String, at now: OpenTime) async throws(StoreError) -> Int64 {
        try await writing { db in
            try db.execute(
                sql: "INSERT INTO run (command, started, counts) VALUES (?, ?, '{}')",
                arguments: [command, now.description])
            return db.lastInsertedRowID
        }
    }

    /// Notes in the run log how a command ended, and what it did step by step.
    public func finishRun(
        _ id: Int64, at now: OpenTime, outcome: String, counts: [String: Int], steps: [RunStep] = []
    ) async throws(StoreError) {
        try await writing { db in
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let text = String(decoding: try encoder.encode(counts), as: UTF8.self)
            try db.execute(
                sql: "UPDATE run SET finished = ?, outcome = ?, counts = ? WHERE id = ?",
                arguments: [now.description, outcome, text, id])
            try RunStepTable(db: db).replace(steps, of: id)
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
                    counts: try JSONDecoder().decode([String: Int].self, from: Data(counts.utf8)),
                    steps: try RunStepTable(db: db).steps(of: row["id"]))
            }
        }
    }
}
