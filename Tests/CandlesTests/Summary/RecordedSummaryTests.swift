import Candles
import Foundation
import TestSupport
import Testing

/// Expected figures were computed from the recorded files by a few lines of Python, apart from this program.
@Suite("Summary of recorded candles", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct RecordedSummaryTests {
    private static func days(_ path: String) throws -> [ServedDay] {
        let versions = try Gzip.lines(of: SharedData.url(path)).map { line in
            let row = try KlineRow(csv: line)
            return CandleVersion(ClosedCandle(openTime: row.openTime, values: row.values), from: .rest)
        }
        let candidates = versions.map { ($0.openTime.day, [DayCandidate(daily: $0)]) }
        return DailyView.rows(Dictionary(candidates) { $1 })
    }

    @Test("The known days of BTCUSDT lead the queries")
    func bitcoin() throws {
        let days = try Self.days("data/replay/BTCUSDT-1d.csv.gz")
        let held = [TimeRange(try #require(days.first).day.start, try #require(days.last).day.end)]
        let summary = MarketSummary(symbol: try Symbol("BTCUSDT"), days: days, interval: .d1, held: held)
        #expect(
            summary.moves.map { "\($0.day)" } == [
                "2020-03-12", "2017-12-07", "2021-02-08", "2018-01-16", "2017-09-14", "2019-04-02",
                "2019-10-25", "2020-03-13", "2017-09-15", "2017-12-06",
            ])
        #expect(abs(100 * summary.moves[0].fraction + 39.5048) < 5e-5)
        #expect(abs(100 * summary.moves[1].fraction - 22.5014) < 5e-5)
        #expect(
            summary.volumes.map { "\($0.day)" } == [
                "2022-11-08", "2022-11-09", "2023-03-14", "2023-03-13", "2023-03-17", "2023-03-10",
                "2022-11-10", "2022-09-27", "2023-03-15", "2022-09-28",
            ])
        #expect(summary.volumes[0].baseVolume == 760_705.362783)
        #expect(summary.months.count == 95 && summary.months[0].days == 15)
        let august = try #require(summary.months[0].meanBaseVolume)
        #expect(abs(august - 667.709_351_466_666_6) < 1e-9)
        let expected: [(Int, Int, Double, Double)] = [
            (2017, 136, 1.024_003_648_517_219_7, 220.095_774_174_577_85),
            (2018, 365, -0.262_609_550_887_325, -73.003_770_679_684_69),
            (2019, 365, 0.245_912_157_883_933_06, 94.313_376_002_592_55),
            (2020, 366, 0.465_818_884_981_834_8, 301.983_397_334_067_2),
            (2021, 365, 0.218_055_074_418_273_57, 59.789_521_578_031_525),
            (2022, 365, -0.224_907_028_883_535_95, -64.207_055_726_115_95),
            (2023, 365, 0.283_590_390_564_490_6, 155.607_287_938_872_24),
            (2024, 366, 0.255_394_635_754_694_1, 121.305_764_554_467_69),
            (2025, 181, 0.104_528_667_543_747_7, 14.502_115_927_160_819),
        ]
        #expect(
            summary.years.map(\.year) == expected.map(\.0) && summary.years.map(\.days) == expected.map(\.1))
        for (year, wanted) in zip(summary.years, expected) {
            #expect(abs(100 * (try #require(year.meanReturn)) - wanted.2) < 1e-10)
            let total = 100 * (try #require(year.totalReturn))
            #expect(abs(total - wanted.3) < 1e-9, "\(year.year): \(total)")
        }
        #expect(summary.counts.count == 2875 && summary.counts.allSatisfy(\.isComplete))
        #expect(summary.gaps.isEmpty && summary.missingDays.isEmpty)
    }

    @Test("Off-grid candles after an outage count for the slots that they begin in")
    func offGrid() throws {
        let lines = try Gzip.lines(of: SharedData.url("data/klines_1h/LTCUSDT_listing-2022_ohlcv.csv.gz"))
        let times = lines.dropFirst().compactMap { line in
            line.split(separator: ",").last.flatMap { Int64($0) }.map { OpenTime(milliseconds: $0) }
        }
        #expect(times.count == 39_119)
        #expect(times.count { Interval.h1.slot(containing: $0) != $0 } == 43)
        let held = TimeRange.union(
            times.map { time in
                TimeRange(Interval.h1.slot(containing: time), Interval.h1.slot(after: time))
            })
        let counts = DayCount.counts(of: held, interval: .h1)
        let day = try UTCDay(text: "2018-02-09")
        #expect(counts.first { $0.day == day }?.held == 15, "the outage ended in the slot of 09:00")
        #expect(counts.first { $0.day == day.advanced(by: 1) }?.held == 24)
        #expect(counts.reduce(0) { $0 + $1.held } == 39_119)
        let gaps = LargeGap.largest(in: held, interval: .h1)
        #expect(gaps.first?.range.start == (try OpenTime(text: "2018-02-08T01:00")))
        #expect(gaps.first?.count == 32)
        #expect(gaps.count == 26)
    }

    @Test("The days of LUNAUSDT between the old coin and the new are missing, and no move hides them")
    func luna() throws {
        let lines = try Gzip.lines(of: SharedData.url("data/klines_1d_delisted/LUNAUSDT.csv.gz"))
        let versions = try lines.dropFirst().map { line -> CandleVersion in
            let fields = line.split(separator: ",").map(String.init)
            let numbers = try fields[1...5].map { try #require(Double($0)) }
            let time = OpenTime(milliseconds: try #require(Int64(fields[6])))
            let values = try CandleValues(
                open: numbers[0], high: numbers[1], low: numbers[2], close: numbers[3],
                closeTime: time + UTCDay.milliseconds, baseVolume: numbers[4])
            return CandleVersion(ClosedCandle(openTime: time, values: values), from: .imported)
        }
        let rows = DailyView.rows(
            Dictionary(versions.map { ($0.openTime.day, [DayCandidate(daily: $0)]) }) { $1 })
        let held = TimeRange.union(versions.map { TimeRange($0.openTime, $0.openTime + UTCDay.milliseconds) })
        let summary = MarketSummary(symbol: try Symbol("LUNAUSDT"), days: rows, interval: .d1, held: held)
        #expect(summary.missingDays.map { "\($0)" }.first == "2022-05-14")
        #expect(summary.missingDays.map { "\($0)" }.last == "2022-05-30")
        #expect(summary.missingDays.count == 17)
        #expect(summary.gaps.map(\.count) == [17])
        let largest = try #require(summary.moves.first)
        #expect("\(largest.day)" == "2022-05-31" && "\(largest.previousDay)" == "2022-05-13")
        #expect(summary.volumes.allSatisfy { $0.quoteVolume == nil })
    }
}
