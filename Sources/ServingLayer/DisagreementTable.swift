import Candles
import Foundation
import GRDB

/// The table of closed candles whose versions say different things, inside a transaction.
///
/// A row holds the disagreements of one chunk's period between two vintages, as two chunks with the same open times,
/// so that millions of them cost little.
struct DisagreementTable {
    let db: Database

    /// A pair of vintages, whichever came first.
    private struct Pair: Hashable {
        let low: UInt8
        let high: UInt8

        init(_ disagreement: Disagreement) {
            let (held, arrived) = (
                disagreement.held.vintage.rawValue, disagreement.arrived.vintage.rawValue
            )
            (low, high) = (min(held, arrived), max(held, arrived))
        }
    }

    /// The disagreements of a series, in order of time.
    func all(_ series: Int64, _ key: SeriesKey, limit: Int) throws -> [Disagreement] {
        var found: [Disagreement] = []
        let rows = try Row.fetchCursor(
            db, sql: "SELECT day, held, arrived FROM disagreement WHERE series = ? ORDER BY day, low, high",
            arguments: [series])
        var day: UTCDay?
        var ofDay: [Disagreement] = []
        while let row = try rows.next() {
            let next = UTCDay(row["day"])
            if next != day {
                found += ofDay.sorted { $0.held.openTime < $1.held.openTime }
                guard found.count < limit else { break }
                (day, ofDay) = (next, [])
            }
            ofDay += try Self.decode(row, key, next)
        }
        if found.count < limit { found += ofDay.sorted { $0.held.openTime < $1.held.openTime } }
        return Array(found.prefix(limit))
    }

    /// Keeps disagreements of one period, each in place of an earlier one of its candle and vintages.
    func save(_ disagreements: [Disagreement], _ series: Int64, _ period: ChunkPeriod) throws {
        for (pair, added) in Dictionary(grouping: disagreements, by: Pair.init) {
            try save(added, pair, series, period)
        }
    }

    private func save(
        _ added: [Disagreement], _ pair: Pair, _ series: Int64, _ period: ChunkPeriod
    ) throws {
        guard let key = added.first?.key else { return }
        let row = try Row.fetchOne(
            db,
            sql:
                "SELECT held, arrived FROM disagreement WHERE series = ? AND day = ? AND low = ? AND high = ?",
            arguments: [series, period.day.number, pair.low, pair.high])
        let before = row.map { Self.readable($0, key, period.day) } ?? []
        var byTime = Dictionary(before.map { ($0.held.openTime, $0) }) { _, last in last }
        for disagreement in added { byTime[disagreement.held.openTime] = disagreement }
        let after = byTime.values.sorted { $0.held.openTime < $1.held.openTime }
        guard after != before else { return }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO disagreement (series, day, low, high, count, held, arrived)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                series, period.day.number, pair.low, pair.high, after.count,
                Data(ChunkCodec.encode(after.map(\.held), period: period)),
                Data(ChunkCodec.encode(after.map(\.arrived), period: period)),
            ])
    }

    /// The disagreements of a row; none if its bytes are damaged, so that this record keeps no candle from being
    /// written.
    private static func readable(_ row: Row, _ key: SeriesKey, _ day: UTCDay) -> [Disagreement] {
        do {
            return try decode(row, key, day)
        } catch {
            return []
        }
    }

    private static func decode(_ row: Row, _ key: SeriesKey, _ day: UTCDay) throws -> [Disagreement] {
        let (held, arrived): (Data, Data) = (row["held"], row["arrived"])
        guard let period = ChunkPeriod(interval: key.interval, firstDay: day) else { return [] }
        let versions: [[CandleVersion]]
        do {
            versions = try [held, arrived].map { data in
                try data.withUnsafeBytes { try ChunkCodec.decode($0, period: period) }
            }
            guard versions[0].map(\.openTime) == versions[1].map(\.openTime) else {
                throw ChunkDamage.openTimes
            }
        } catch let damage as ChunkDamage {
            throw StoreError.damagedChunk(key: key, day: day, reason: "of its disagreements, \(damage)")
        }
        return zip(versions[0], versions[1]).map { Disagreement(key: key, held: $0, arrived: $1) }
    }
}
