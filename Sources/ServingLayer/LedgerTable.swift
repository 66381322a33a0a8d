import Candles
import GRDB

/// The tables of what was fetched from archives, what failed, and what the exchange said about symbols, inside a
/// transaction.
struct LedgerTable {
    let db: Database

    /// The archive files of a series, by name.
    func archives(_ series: Int64) throws -> [ArchiveRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM archive WHERE series = ? ORDER BY name", arguments: [series]
        ).map { row in
            ArchiveRecord(
                name: row["name"], digest: row["digest"], bytes: row["bytes"], candles: row["candles"],
                fetchedAt: OpenTime(milliseconds: row["fetched"]))
        }
    }

    /// Keeps the record of an archive file in place of an earlier one of its name.
    func save(_ record: ArchiveRecord, _ series: Int64) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO archive (series, name, digest, bytes, candles, fetched) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (series, name) DO UPDATE SET digest = excluded.digest, bytes = excluded.bytes,
                    candles = excluded.candles, fetched = excluded.fetched
                """)
        try statement.execute(arguments: [
            series, record.name, record.digest, record.bytes, record.candles, record.fetchedAt.milliseconds,
        ])
    }

    /// The failures of a series, in order of time; their ranges do not overlap.
    func failures(_ series: Int64, touching range: TimeRange? = nil) throws -> [FetchFailure] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM failure WHERE series = ? AND (?2 IS NULL OR (start < ?3 AND "end" > ?2))
                ORDER BY start
                """, arguments: [series, range?.start.milliseconds, range?.end.milliseconds]
        ).map { row in
            FetchFailure(
                range: TimeRange(OpenTime(milliseconds: row["start"]), OpenTime(milliseconds: row["end"])),
                reason: row["reason"], at: OpenTime(milliseconds: row["at"]))
        }
    }

    /// Keeps a failure, except for what the exchange answered for at that time or later.
    ///
    /// Where failures overlap, the one that is written last stands.
    func save(_ failure: FetchFailure, _ series: Int64) throws {
        let answers = try CoverageTable(db: db, series: series).touching(failure.range)
        let known = answers.filter { $0.answeredAt >= failure.at }.map(\.range)
        let parts = failure.range.subtracting(known)
        for part in parts {
            try removeFailures(series, in: part)
            try insert(FetchFailure(range: part, reason: failure.reason, at: failure.at), series)
        }
    }

    /// Takes the range of an answer out of the failures that were not later.
    func removeFailures(_ series: Int64, answeredBy answer: Coverage.Answer) throws {
        try removeFailures(series, in: answer.range) { $0.at <= answer.answeredAt }
    }

    private func removeFailures(
        _ series: Int64, in range: TimeRange, where isOver: (FetchFailure) -> Bool = { _ in true }
    ) throws {
        for held in try failures(series, touching: range) where isOver(held) {
            try db.execute(
                sql: "DELETE FROM failure WHERE series = ? AND start = ?",
                arguments: [series, held.range.start.milliseconds])
            for part in held.range.subtracting([range]) {
                try insert(FetchFailure(range: part, reason: held.reason, at: held.at), series)
            }
        }
    }

    private func insert(_ failure: FetchFailure, _ series: Int64) throws {
        guard !failure.range.isEmpty else { return }
        try db.execute(
            sql: "INSERT INTO failure (series, start, \"end\", reason, at) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                series, failure.range.start.milliseconds, failure.range.end.milliseconds, failure.reason,
                failure.at.milliseconds,
            ])
    }

    /// The newest status of each symbol.
    func statuses() throws -> [Symbol: SymbolStatus] {
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM symbol_status").map { row in
            SymbolStatus(
                symbol: try Symbol(row["symbol"]), status: row["status"],
                askedAt: OpenTime(milliseconds: row["asked"]))
        }
        return Dictionary(rows.map { ($0.symbol, $0) }) { _, last in last }
    }

    /// Keeps a status unless a later one is known.
    func save(_ status: SymbolStatus) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO symbol_status (symbol, status, asked) VALUES (?, ?, ?)
                ON CONFLICT (symbol) DO UPDATE SET status = excluded.status, asked = excluded.asked
                WHERE excluded.asked >= symbol_status.asked
                """)
        try statement.execute(arguments: [
            status.symbol.name, status.status, status.askedAt.milliseconds,
        ])
    }
}

extension TimeRange {
    /// The parts of the range that none of some other ranges holds, in order of time.
    func subtracting(_ others: [TimeRange]) -> [TimeRange] {
        others.reduce([self]) { parts, other in
            parts.flatMap { part in
                // An empty other range must not cut a part in two.
                part.clamped(to: other).isEmpty
                    ? [part]
                    : [
                        TimeRange(part.start, min(part.end, other.start)),
                        TimeRange(max(part.start, other.end), part.end),
                    ].filter { !$0.isEmpty }
            }
        }
    }
}
