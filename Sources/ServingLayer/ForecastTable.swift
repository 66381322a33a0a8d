import Candles
import GRDB

/// The tables of forecasts, inside a transaction.
///
/// A number that is not defined is NULL in them and NaN outside.
struct ForecastTable {
    let db: Database

    /// Adds a forecast and answers its number.
    func save(_ run: ForecastRecord) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO forecast (symbol, made_at, first_day, last_day, program, seed, options)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run.symbol.name, run.madeAt.description, run.firstDay.description, run.lastDay.description,
                run.program, String(run.seed), run.options,
            ])
        let id = db.lastInsertedRowID
        let rows = try db.cachedStatement(
            sql:
                "INSERT INTO forecast_row (forecast, model, date, yhat, lower, upper) VALUES (?, ?, ?, ?, ?, ?)"
        )
        for row in run.rows {
            try rows.execute(arguments: [id, row.model, row.day.description, row.yhat, row.lower, row.upper])
        }
        let scores = try db.cachedStatement(
            sql: "INSERT INTO forecast_score (forecast, model, metric, horizon, value) VALUES (?, ?, ?, ?, ?)"
        )
        for score in run.scores {
            try scores.execute(arguments: [id, score.model, score.metric, score.horizon, score.value])
        }
        let evaluations = try db.cachedStatement(
            sql: """
                INSERT INTO forecast_evaluation (forecast, model, cutoff, date, actual, yhat, lower, upper)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for row in run.evaluation {
            try evaluations.execute(arguments: [
                id, row.model, row.cutoff.description, row.day.description, row.actual, row.yhat, row.lower,
                row.upper,
            ])
        }
        return id
    }

    /// The last forecasts of a symbol, newest first.
    func latest(_ symbol: Symbol, _ count: Int) throws -> [ForecastRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM forecast WHERE symbol = ? ORDER BY id DESC LIMIT ?",
            arguments: [symbol.name, count]
        ).map { row in
            let id: Int64 = row["id"]
            let seed: String = row["seed"]
            guard let seed = UInt64(seed) else {
                throw DatabaseError(
                    resultCode: .SQLITE_CORRUPT, message: "forecast \(id) has the seed \"\(seed)\"")
            }
            return ForecastRecord(
                symbol: symbol, madeAt: try OpenTime(text: row["made_at"]),
                firstDay: try UTCDay(text: row["first_day"]), lastDay: try UTCDay(text: row["last_day"]),
                program: row["program"], seed: seed, options: row["options"], rows: try rows(id),
                scores: try scores(id), evaluation: try evaluation(id))
        }
    }

    private func rows(_ id: Int64) throws -> [ForecastRecord.Row] {
        try fetch(id, from: "forecast_row").map { row in
            ForecastRecord.Row(
                model: row["model"], day: try UTCDay(text: row["date"]), yhat: number(row["yhat"]),
                lower: number(row["lower"]), upper: number(row["upper"]))
        }
    }

    private func scores(_ id: Int64) throws -> [ForecastRecord.Score] {
        try fetch(id, from: "forecast_score").map { row in
            ForecastRecord.Score(
                model: row["model"], metric: row["metric"], horizon: row["horizon"],
                value: number(row["value"]))
        }
    }

    private func evaluation(_ id: Int64) throws -> [ForecastRecord.Evaluation] {
        try fetch(id, from: "forecast_evaluation").map { row in
            ForecastRecord.Evaluation(
                model: row["model"], cutoff: try UTCDay(text: row["cutoff"]),
                day: try UTCDay(text: row["date"]),
                actual: number(row["actual"]), yhat: number(row["yhat"]), lower: number(row["lower"]),
                upper: number(row["upper"]))
        }
    }

    private func fetch(_ id: Int64, from table: String) throws -> [Row] {
        try Row.fetchAll(db, sql: "SELECT * FROM \(table) WHERE forecast = ? ORDER BY rowid", arguments: [id])
    }

    private func number(_ stored: Double?) -> Double { stored ?? .nan }
}
