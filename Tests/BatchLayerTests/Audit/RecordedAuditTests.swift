import Binance
import Candles
import Foundation
import ServingLayer
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Audit of recorded candles", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct RecordedAuditTests {
    let folder: TemporaryFolder
    let store: CandleStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try await CandleStore.open(directory: folder.path, command: "test")
    }

    private func write(
        _ interval: Interval, _ versions: [CandleVersion], symbol: Symbol = bitcoin, isAnswered: Bool = true
    ) async throws {
        let key = SeriesKey(symbol, interval)
        let first = try #require(versions.first).openTime.day.start
        let end = try #require(versions.last).openTime.day.end
        let answer = Coverage.Answer(range: TimeRange(first, end), answeredAt: end)
        // A few days at a time, as a backfill writes.
        for start in stride(from: 0, to: versions.count, by: 20_000) {
            _ = try await store.write(
                StoreBatch(candles: [key: Array(versions[start..<min(start + 20_000, versions.count)])]))
        }
        if isAnswered { _ = try await store.write(StoreBatch(coverage: [key: [answer]])) }
    }

    @Test(
        "Minutes, hours and days of recorded months agree in everything, the halt of 2023-03-24 included",
        arguments: [("BTCUSDT", 90), ("ETHUSDT", 46)])
    func months(name: String, days: Int) async throws {
        let symbol = try Symbol(name)
        let minutes = try AuditSamples.recorded(name, .m1)
        try await write(.m1, minutes, symbol: symbol)
        let first = try #require(minutes.first).openTime.day
        let end = try #require(minutes.last).openTime.day.advanced(by: 1)
        for interval in [Interval.h1, .d1] {
            try await write(
                interval, try AuditSamples.recorded(name, interval, from: "\(first)", to: "\(end)"),
                symbol: symbol)
        }
        let report = try await Audit(store: store, exchange: nil).run(AuditRequest(symbols: [symbol]))
        #expect(
            report.findings.prefix(5).map { "\($0.key) \($0.range) \($0.problem) \($0.differences)" } == [])
        #expect(report.isClean)
        #expect(report.counts.days == days && report.counts.daysCompared == 2 * days)
        #expect(report.counts.notComparable == 0)
        #expect(report.counts.candles == minutes.count + days * 25 - 1, "an hour of the halt has no candle")
    }

    @Test(
        "Hours of two years and five-minute candles of four months roll up to the days within the tolerance")
    func years() async throws {
        try await write(.h1, try AuditSamples.recorded("BTCUSDT", .h1))
        try await write(.m5, try AuditSamples.recorded("BTCUSDT", .m5))
        try await write(.d1, try AuditSamples.recorded("BTCUSDT", .d1))
        let report = try await Audit(store: store, exchange: nil).run(AuditRequest(symbols: [bitcoin]))
        #expect(
            report.findings.filter { $0.check != .gap }.prefix(5).map { "\($0.range) \($0.differences)" }
                == [])
        #expect(report.counts.daysCompared > 700)
    }

    @Test("The second source of days is named on exactly the ten days on which it differs")
    func secondSource() async throws {
        try await write(.d1, try AuditSamples.recorded("BTCUSDT", .d1))
        let lines = try Gzip.lines(of: SharedData.url("data/klines_1d_second_source/BTCUSDT.csv.gz"))
        let others = try lines.compactMap { line -> CandleVersion? in
            guard line.first?.isNumber == true else { return nil }
            let row = try KlineRow(csv: line)
            let values = row.values
            // This source wrote 0 where it did not know what takers bought.
            let isKnown = values.takerBaseVolume != 0
            let known = try CandleValues(
                open: values.open, high: values.high, low: values.low, close: values.close,
                closeTime: values.closeTime, baseVolume: values.baseVolume, quoteVolume: values.quoteVolume,
                trades: values.trades, takerBaseVolume: isKnown ? values.takerBaseVolume : nil,
                takerQuoteVolume: isKnown ? values.takerQuoteVolume : nil)
            return CandleVersion(ClosedCandle(openTime: row.openTime, values: known), from: .imported)
        }
        #expect(others.count == 2875)
        try await write(.d1, others, isAnswered: false)
        let report = try await Audit(store: store, exchange: nil).run(AuditRequest(symbols: [bitcoin]))
        #expect(report.findings.allSatisfy { $0.check == .vintages })
        #expect(
            report.findings.map { "\($0.range.start.day)" } == [
                "2018-11-26", "2018-12-17", "2019-05-08", "2019-10-01", "2019-12-04", "2020-10-27",
                "2021-01-11", "2021-01-21", "2021-12-24", "2021-12-27",
            ])
        #expect(
            report.remarks.items.filter { $0.kind == .closeTime }.map { "\($0.openTime.day)" } == [
                "2018-02-08"
            ])
        let fields = Set(report.findings.flatMap(\.differences).map(\.field))
        #expect(fields.isDisjoint(with: ["open", "high", "low", "close"]))
    }

    @Test("Off-grid hours after the outage of February 2018 are not held against the days")
    func offGrid() async throws {
        let lines = try Gzip.lines(of: SharedData.url("data/klines_1h/LTCUSDT_listing-2022_ohlcv.csv.gz"))
        let litecoin = try Symbol("LTCUSDT")
        let hours = try lines.dropFirst().map { line -> CandleVersion in
            let fields = line.split(separator: ",").map(String.init)
            let numbers = try fields[1...5].map { try #require(Double($0)) }
            let open = OpenTime(milliseconds: try #require(Int64(fields[6])))
            let values = try CandleValues(
                open: numbers[0], high: numbers[1], low: numbers[2], close: numbers[3],
                closeTime: open + 3_600_000, baseVolume: numbers[4])
            return CandleVersion(ClosedCandle(openTime: open, values: values), from: .rest)
        }.filter { $0.openTime < time("2022-06-05") }
        try await write(.h1, hours, symbol: litecoin)
        try await write(
            .d1, try AuditSamples.recorded("LTCUSDT", .d1, to: "2022-06-05"), symbol: litecoin)
        let report = try await Audit(store: store, exchange: nil).run(AuditRequest(symbols: [litecoin]))
        // On these days the collected hours hold less than the day says; it shows in a sum of the recorded texts too.
        #expect(
            report.findings.map { "\($0.range.start.day)" } == [
                "2018-11-26", "2019-10-01", "2019-12-04", "2020-10-27", "2020-12-21", "2021-01-11",
                "2021-04-23",
                "2021-12-27", "2022-03-07", "2022-03-08", "2022-03-10", "2022-03-26", "2022-03-27",
                "2022-03-28",
                "2022-04-09", "2022-04-15", "2022-06-04",
            ])
        #expect(report.findings.allSatisfy { $0.check == .rollup })
        #expect(report.counts.notComparable == 3, "the days of the off-grid candles")
        #expect(report.counts.daysCompared > 1600)
    }
}
