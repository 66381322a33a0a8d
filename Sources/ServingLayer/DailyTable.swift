import Candles
import GRDB

/// The daily view as a table, inside a transaction.
///
/// It can be dropped at any time: the next write, or the next process that opens the store for writing, makes it
/// again from the candles.
struct DailyTable {
    let db: Database
    let symbol: Symbol

    static func exists(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'daily'")
            != nil
    }

    /// All rows, oldest first.
    func rows() throws -> [ServedDay] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM daily WHERE symbol = ? ORDER BY date", arguments: [symbol.name]
        ).map(Self.day)
    }

    /// The days and closes of the last rows before a day, oldest first.
    func closes(before day: UTCDay, count: Int) throws -> [(day: UTCDay, close: Double)] {
        try Row.fetchAll(
            db, sql: "SELECT date, close FROM daily WHERE symbol = ? AND date < ? ORDER BY date DESC LIMIT ?",
            arguments: [symbol.name, day.description, count]
        ).map { (try UTCDay(text: $0["date"]), $0["close"]) }.reversed()
    }

    /// The days and closes of the first rows after a day, oldest first.
    func closes(after day: UTCDay, count: Int) throws -> [(day: UTCDay, close: Double)] {
        try Row.fetchAll(
            db, sql: "SELECT date, close FROM daily WHERE symbol = ? AND date > ? ORDER BY date LIMIT ?",
            arguments: [symbol.name, day.description, count]
        ).map { (try UTCDay(text: $0["date"]), $0["close"]) }
    }

    func delete(before day: UTCDay) throws {
        try db.execute(
            sql: "DELETE FROM daily WHERE symbol = ? AND date < ?", arguments: [symbol.name, day.description])
    }

    func delete(after day: UTCDay) throws {
        try db.execute(
            sql: "DELETE FROM daily WHERE symbol = ? AND date > ?", arguments: [symbol.name, day.description])
    }

    func deleteAll() throws {
        try db.execute(sql: "DELETE FROM daily WHERE symbol = ?", arguments: [symbol.name])
    }

    func save(_ row: ServedDay) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO daily (
                    symbol, date, open, high, low, close, base_volume, quote_volume, trades, ma7, ma30, minutes,
                    vintage, origin, closed
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let values = row.values
        try statement.execute(arguments: [
            symbol.name, row.day.description, values.open, values.high, values.low, values.close,
            values.baseVolume, values.quoteVolume, values.trades, row.ma7, row.ma30, row.minutes,
            row.vintage.name, row.origin.rawValue, row.isClosed,
        ])
    }

    func saveAverages(_ day: UTCDay, ma7: Double?, ma30: Double?) throws {
        try db.execute(
            sql: "UPDATE daily SET ma7 = ?, ma30 = ? WHERE symbol = ? AND date = ?",
            arguments: [ma7, ma30, symbol.name, day.description])
    }

    private static func day(_ row: Row) throws -> ServedDay {
        let day = try UTCDay(text: row["date"])
        let (vintageName, originName): (String, String) = (row["vintage"], row["origin"])
        guard let vintage = Vintage(name: vintageName), let origin = ServedDay.Origin(rawValue: originName)
        else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT,
                message: "the daily row of \(day) has vintage \"\(vintageName)\", origin \"\(originName)\"")
        }
        let values = try CandleValues(
            open: row["open"], high: row["high"], low: row["low"], close: row["close"], closeTime: day.end,
            baseVolume: row["base_volume"], quoteVolume: row["quote_volume"], trades: row["trades"])
        return ServedDay(
            day: day, values: values, ma7: row["ma7"], ma30: row["ma30"], minutes: row["minutes"],
            vintage: vintage, origin: origin, isClosed: row["closed"])
    }
}
