import Candles
import GRDB

/// The table of the steps of runs, inside a transaction.
struct RunStepTable {
    let db: Database

    /// The steps of a run, in order.
    func steps(of run: Int64) throws -> [RunStep] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM run_step WHERE run = ? ORDER BY number", arguments: [run]
        ).map { row in
            RunStep(
                symbol: try Symbol(row["symbol"]), interval: try Interval(text: row["interval"]),
                from: try OpenTime(text: row["from"]), to: try OpenTime(text: row["to"]),
                source: row["source"],
                name: row["name"], candles: row["candles"], bytes: row["bytes"], requests: row["requests"],
                retries: row["retries"], milliseconds: row["milliseconds"])
        }
    }

    /// Keeps steps in place of those that the run had.
    func replace(_ steps: [RunStep], of run: Int64) throws {
        try db.execute(sql: "DELETE FROM run_step WHERE run = ?", arguments: [run])
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO run_step (run, number, symbol, interval, "from", "to", source, name, candles, bytes,
                    requests, retries, milliseconds)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (number, step) in steps.enumerated() {
            try statement.execute(arguments: [
                run, number, step.symbol.name, step.interval.rawValue, step.from.description,
                step.to.description, step.source, step.name, step.candles, step.bytes, step.requests,
                step.retries, step.milliseconds,
            ])
        }
    }
}
