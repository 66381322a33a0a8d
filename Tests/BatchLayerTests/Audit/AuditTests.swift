import Binance
import Candles
import Foundation
import GRDB
import ServingLayer
import Synchronization
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Audit")
struct AuditTests {
    static let first = UTCDay(19_500)
    static let days = first.number..<(first.number + 16)
    static let now = UTCDay(days.upperBound).start
    static let keys = [SeriesKey(bitcoin, .m1), SeriesKey(bitcoin, .h1), SeriesKey(bitcoin, .d1)]

    let folder: TemporaryFolder
    let store: CandleStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try await CandleStore.open(directory: folder.path, command: "test")
    }

    /// Fills the store with minutes of some days and the hours and days that they add up to.
    func fill(seed: UInt64 = 1, days: Range<Int32> = days) async throws -> [SeriesKey: [CandleVersion]] {
        let minutes = AuditSamples.walk(.m1, days: days, seed: seed)
        let candles = [
            Self.keys[0]: minutes, Self.keys[1]: try AuditSamples.rolled(minutes, to: .h1),
            Self.keys[2]: try AuditSamples.rolled(minutes, to: .d1),
        ]
        let answer = Coverage.Answer(
            range: TimeRange(UTCDay(days.lowerBound).start, UTCDay(days.upperBound).start),
            answeredAt: Self.now)
        _ = try await store.write(
            StoreBatch(candles: candles, coverage: candles.mapValues { _ in [answer] }))
        return candles
    }

    /// An exchange that has some candles.
    static func exchange(
        _ candles: [SeriesKey: [CandleVersion]], digests: [String: String] = [:], now: OpenTime = now
    ) -> AuditExchange {
        AuditExchange(
            candles: CandleSource(
                serverTime: { () throws(BinanceError) in now },
                klines: { (query) throws(BinanceError) in
                    let range = TimeRange(query.from, (query.to ?? query.now) + 1)
                    let found = (candles[query.key] ?? []).filter { range.contains($0.openTime) }
                    return KlinePage(
                        closed: found.prefix(query.limit).map {
                            ClosedCandle(openTime: $0.openTime, values: $0.values)
                        }, running: nil)
                }),
            digest: { (file) throws(BinanceError) in digests[file.name] })
    }

    func audit(_ exchange: AuditExchange? = nil, samples: Int = 20) async throws -> AuditReport {
        try await Audit(store: store, exchange: exchange)
            .run(AuditRequest(symbols: [bitcoin], samples: samples))
    }

    /// Changes the file behind the store's back.
    func tamper(_ sql: String) async throws {
        try await AuditSamples.outsider(folder).write { db in try db.execute(sql: sql) }
    }

    @Test("A clean store gives no finding and says how much was looked at", arguments: 1..<4 as Range<UInt64>)
    func clean(seed: UInt64) async throws {
        let candles = try await fill(seed: seed)
        let report = try await audit(Self.exchange(candles))
        #expect(report.isClean && report.findings.isEmpty && report.exchangeFailure == nil)
        #expect(report.counts.candles == 16 * (1440 + 24 + 1))
        #expect(report.counts.days == 16 && report.counts.series == 3)
        #expect(report.counts.daysCompared == 32, "from minutes and from hours")
        #expect(report.counts.otherCompared == 16 * 24)
        #expect(report.counts.notComparable == 0)
        #expect(report.counts.dailyRows == 16)
        #expect(report.counts.pagesAsked == 20 && report.counts.candlesAsked > 10_000)
    }

    @Test(
        "One value altered under a valid checksum is found without the exchange, with both values and the cure",
        arguments: AuditSamples.CandleFieldToAlter.allCases, 0..<2 as Range<UInt64>)
    func altered(field: AuditSamples.CandleFieldToAlter, seed: UInt64) async throws {
        let candles = try await fill()
        let minutes = try #require(candles[Self.keys[0]])
        var random = SeededGenerator(seed: seed)
        let victim = try #require(minutes.randomElement(using: &random))
        _ = try await store.write(
            StoreBatch(
                candles: [Self.keys[0]: [try AuditSamples.altered(victim, field)]], replacesOwnVintage: true))
        let report = try await audit()
        #expect(!report.isClean)
        let rollups = report.findings.filter { $0.check == .rollup }
        #expect(rollups.contains { $0.key.interval == .d1 && $0.range.contains(victim.openTime) })
        #expect(rollups.contains { $0.key.interval == .h1 && $0.range.contains(victim.openTime) })
        #expect(rollups.allSatisfy { $0.differences.map(\.field) == [field.rawValue] })
        #expect(rollups.allSatisfy { $0.cure.hasPrefix("candlecast backfill BTCUSDT --interval 1m") })
        // Asked again in full, the exchange names the very minute.
        let asked = try await audit(Self.exchange(candles), samples: 1000)
        let exact = asked.findings.filter { $0.check == .exchange }
        #expect(exact.map(\.range.start) == [victim.openTime])
        #expect(exact.first?.differences.map(\.field) == [field.rawValue])
    }

    @Test("A damaged chunk is found by name, and does not make the rest of its day look wrong")
    func damaged() async throws {
        let candles = try await fill()
        let victim = Self.first.advanced(by: 7)
        let queue = try AuditSamples.outsider(folder)
        try await queue.write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT chunk.id AS id, data FROM chunk JOIN series ON series.id = chunk.series
                    WHERE interval = '1m' AND day = ?
                    """, arguments: [victim.number])
            let row = try #require(rows.first)
            let (id, bytes): (Int64, Data) = (row["id"], row["data"])
            var data = bytes
            data[data.startIndex + data.count / 2] ^= 4
            try db.execute(sql: "UPDATE chunk SET data = ? WHERE id = ?", arguments: [data, id])
        }
        let report = try await audit(Self.exchange(candles), samples: 1000)
        #expect(report.findings.map(\.check) == [.damage])
        let finding = try #require(report.findings.first)
        #expect(finding.key == Self.keys[0] && finding.range == TimeRange(victim.start, victim.end))
        #expect(
            finding.cure
                == "candlecast backfill BTCUSDT --interval 1m --from \(victim) --to \(victim.advanced(by: 1)) --verify"
        )
        #expect(report.counts.damagedChunks == 1)
        #expect(report.counts.dailyViewsSkipped == 1)
    }

    @Test(
        "A removed day is found, though the answers of the exchange claim that it has none",
        arguments: [Interval.m1, .h1, .d1])
    func removed(interval: Interval) async throws {
        let candles = try await fill()
        let victim = Self.first.advanced(by: 11)
        if interval == .d1 {
            // Days lie in a chunk of a year, so the year is written without it.
            try await tamper("DELETE FROM chunk WHERE series = (SELECT id FROM series WHERE interval = '1d')")
            let kept = try #require(candles[Self.keys[2]]).filter { $0.openTime.day != victim }
            _ = try await store.write(StoreBatch(candles: [Self.keys[2]: kept]))
        } else {
            try await tamper(
                """
                DELETE FROM chunk WHERE day = \(victim.number)
                    AND series = (SELECT id FROM series WHERE interval = '\(interval.rawValue)')
                """)
        }
        let report = try await audit()
        #expect(!report.isClean)
        let named = report.findings.filter {
            $0.check == .rollup && $0.key.interval == interval && $0.range.start.day == victim
        }
        #expect(named.contains { $0.problem.hasPrefix("no \(interval) candle is held") })
        let asked = try await audit(Self.exchange(candles), samples: 1000)
        let missing = asked.findings.filter { $0.check == .exchange }
        #expect(TimeRange.union(missing.map(\.range)) == [TimeRange(victim.start, victim.end)])
    }

    @Test("A day that was never asked for is a gap with the command that fetches it")
    func gap() async throws {
        let minutes = AuditSamples.walk(.m1, days: Self.days, seed: 1)
        let hole = Self.first.advanced(by: 12)
        let answers = [
            TimeRange(Self.first.start, hole.start), TimeRange(hole.end, UTCDay(Self.days.upperBound).start),
        ].map { Coverage.Answer(range: $0, answeredAt: Self.now) }
        _ = try await store.write(
            StoreBatch(
                candles: [Self.keys[0]: minutes.filter { $0.openTime.day != hole }],
                coverage: [Self.keys[0]: answers]))
        let report = try await audit(Self.exchange([Self.keys[0]: minutes]), samples: 1000)
        #expect(report.findings.map(\.check) == [.gap])
        #expect(report.findings.first?.range == TimeRange(hole.start, hole.end))
        #expect(
            report.findings.first?.cure
                == "candlecast backfill BTCUSDT --interval 1m --from \(hole) --to \(hole.advanced(by: 1))")
    }

    @Test("Two vintages that disagree are named with both values")
    func vintages() async throws {
        let candles = try await fill()
        let victim = try #require(candles[Self.keys[2]]?[3])
        let other = try AuditSamples.altered(victim, .baseVolume)
        let imported = try #require(
            CandleVersion(stored: other.openTime, values: other.values, vintage: .imported))
        _ = try await store.write(StoreBatch(candles: [Self.keys[2]: [imported]]))
        let report = try await audit()
        #expect(report.findings.map(\.check) == [.vintages])
        let finding = try #require(report.findings.first)
        #expect(finding.differences.map(\.field) == ["base_volume"])
        #expect(Set([finding.sides.left, finding.sides.right]) == ["rest", "imported"])
        #expect(finding.range.start == victim.openTime)
    }

    @Test("A row of the daily view that somebody changed is found, and merge cures it")
    func dailyView() async throws {
        _ = try await fill()
        let day = Self.first.advanced(by: 13)
        try await tamper("UPDATE daily SET close = close + 1 WHERE date = '\(day)'")
        let report = try await audit()
        #expect(Set(report.findings.map(\.check)) == [.dailyView])
        let finding = try #require(report.findings.first { $0.range.start.day == day })
        #expect(finding.differences.map(\.field) == ["close"])
        #expect(finding.cure == "candlecast merge BTCUSDT")
        _ = try await store.refreshDaily(bitcoin)
        #expect(try await audit().isClean)
    }

    @Test("A file that the archive published anew, one it took back, and one that is not all held are found")
    func archives() async throws {
        let candles = try await fill()
        let records = [("2023-05-24", "aa", 1440), ("2023-05-25", "bb", 1440), ("2023-05-26", "cc", 1441)].map
        {
            ArchiveRecord(
                name: "BTCUSDT-1m-\($0.0)", digest: $0.1, bytes: 100, candles: $0.2, fetchedAt: Self.now)
        }
        var batch = StoreBatch()
        batch.archives = [Self.keys[0]: records]
        _ = try await store.write(batch)
        let same = [
            "BTCUSDT-1m-2023-05-24": "AA", "BTCUSDT-1m-2023-05-25": "bb", "BTCUSDT-1m-2023-05-26": "cc",
        ]
        let first = try await audit(Self.exchange(candles, digests: same))
        #expect(first.findings.map(\.check) == [.archive])
        #expect(
            first.findings.map(\.problem) == [
                "the archive file BTCUSDT-1m-2023-05-26 had 1441 candles, and 1440 are held"
            ])
        #expect(first.counts.archives == 3 && first.counts.archivesAsked == 3)
        let changed = ["BTCUSDT-1m-2023-05-24": "ab", "BTCUSDT-1m-2023-05-26": "cc"]
        let second = try await audit(Self.exchange(candles, digests: changed))
        #expect(second.findingCount == 3)
        let renewed = try #require(second.findings.first { $0.problem.contains("anew") })
        #expect(renewed.differences == [CandleDifference(field: "sha256", left: "aa", right: "ab")])
        #expect(
            second.findings.contains { $0.problem.contains("no longer has the file BTCUSDT-1m-2023-05-25") })
    }

    @Test("What cannot be asked leaves the local findings standing and says why")
    func unreachable() async throws {
        _ = try await fill()
        let failing = AuditExchange(
            candles: CandleSource(
                serverTime: { () throws(BinanceError) in
                    throw .unreachable(url: "http://127.0.0.1:9", reason: "test")
                }, klines: { (_) throws(BinanceError) in KlinePage(closed: [], running: nil) }),
            digest: { (_) throws(BinanceError) in nil })
        let report = try await audit(failing)
        #expect(report.isClean && report.exchangeFailure != nil && report.counts.daysCompared == 32)
    }

    @Test("Only the days and intervals asked for are looked at")
    func part() async throws {
        _ = try await fill()
        let day = Self.first.advanced(by: 13)
        try await tamper("UPDATE daily SET close = close + 1 WHERE date = '\(day)'")
        let before = try await Audit(store: store, exchange: nil).run(
            AuditRequest(symbols: [bitcoin], from: Self.first.advanced(by: 2), to: day))
        #expect(before.isClean && before.counts.days == 11 && before.counts.dailyRows == 11)
        let only = try await Audit(store: store, exchange: nil).run(
            AuditRequest(symbols: [bitcoin], intervals: [.h1]))
        #expect(only.isClean && only.counts.candles == 16 * 24 && only.counts.dailyViewsSkipped == 1)
        let all = try await Audit(store: store, exchange: nil).run(
            AuditRequest(symbols: [bitcoin], from: day, to: day.advanced(by: 1)))
        #expect(all.findings.map(\.check) == [.dailyView])
    }
}
