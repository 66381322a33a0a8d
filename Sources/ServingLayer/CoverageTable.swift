import Candles
import GRDB

/// The table of what the exchange was asked, inside a transaction.
struct CoverageTable {
    let db: Database
    let series: Int64

    /// All answers about the series.
    func all() throws -> Coverage {
        Coverage(
            try Row.fetchAll(
                db, sql: "SELECT start, \"end\", answered FROM coverage WHERE series = ? ORDER BY start",
                arguments: [series]
            ).map(Self.answer))
    }

    /// The answers whose ranges overlap a range, or touch it.
    func touching(_ range: TimeRange) throws -> [Coverage.Answer] {
        // Ranges do not overlap, so their ends ascend with their starts and the search can stop early.
        var answers: [Coverage.Answer] = []
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT start, "end", answered FROM coverage WHERE series = ? AND start <= ? ORDER BY start DESC
                """, arguments: [series, range.end.milliseconds])
        while let row = try rows.next() {
            let answer = Self.answer(row)
            guard answer.range.end >= range.start else { break }
            answers.append(answer)
        }
        return answers.reversed()
    }

    /// Takes in an answer; answers whether that changed anything.
    func add(_ answer: Coverage.Answer) throws -> Bool {
        let before = try touching(answer.range)
        var coverage = Coverage(before)
        coverage.add(answer)
        guard coverage.answers != before else { return false }
        try replace(before, with: coverage.answers)
        return true
    }

    /// Forgets the answers for a range, so that it is asked again.
    func remove(_ range: TimeRange) throws {
        let before = try touching(range)
        let after = before.flatMap { answer in
            [
                TimeRange(answer.range.start, min(answer.range.end, range.start)),
                TimeRange(max(answer.range.start, range.end), answer.range.end),
            ].filter { !$0.isEmpty }.map { Coverage.Answer(range: $0, answeredAt: answer.answeredAt) }
        }
        if after != before { try replace(before, with: after) }
    }

    private func replace(_ before: [Coverage.Answer], with after: [Coverage.Answer]) throws {
        for answer in before where !after.contains(answer) {
            try db.execute(
                sql: "DELETE FROM coverage WHERE series = ? AND start = ?",
                arguments: [series, answer.range.start.milliseconds])
        }
        for answer in after where !before.contains(answer) {
            try db.execute(
                sql: "INSERT INTO coverage (series, start, \"end\", answered) VALUES (?, ?, ?, ?)",
                arguments: [
                    series, answer.range.start.milliseconds, answer.range.end.milliseconds,
                    answer.answeredAt.milliseconds,
                ])
        }
    }

    private static func answer(_ row: Row) -> Coverage.Answer {
        Coverage.Answer(
            range: TimeRange(OpenTime(milliseconds: row["start"]), OpenTime(milliseconds: row["end"])),
            answeredAt: OpenTime(milliseconds: row["answered"]))
    }
}
