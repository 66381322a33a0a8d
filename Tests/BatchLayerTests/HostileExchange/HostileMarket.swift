import Candles
import Foundation
import ReplayExchange
import TestSupport

/// A small market with its archive: what a hostile exchange has to hide, and what a store must hold in the end.
///
/// There are hours with an outage, an hourly series that was delisted, days, and minutes that were listed in the middle
/// of a day; the months and days of the archive are in milliseconds and, from 2025 on, in microseconds.
final class HostileMarket: Sendable {
    /// The exchange's time.
    static let now = time("2025-01-10T12:30:00Z")

    /// The closed candles of every series at that time.
    let truth: [SeriesKey: [KlineRow]]
    /// The folder of the candle files.
    let klines: String
    /// The folder of the archive's tree.
    let archive: String
    private let folder: TemporaryFolder

    private static func time(_ text: String) -> OpenTime {
        do { return try OpenTime(text: text) } catch { preconditionFailure("\(error)") }
    }

    private static func key(_ symbol: String, _ interval: Interval) throws -> SeriesKey {
        SeriesKey(try Symbol(symbol), interval)
    }

    init() async throws {
        folder = try TemporaryFolder()
        klines = folder.path + "/klines"
        archive = folder.path + "/archive"
        try FileManager.default.createDirectory(atPath: klines, withIntermediateDirectories: true)
        let outage = TimeRange(Self.time("2024-12-11T03:00:00Z"), Self.time("2024-12-11T09:00:00Z"))
        let end = Self.time("2025-01-12")
        let rows = [
            try Self.key("AAAUSDT", .h1): try Self.rows(
                .h1, from: Self.time("2024-11-20T05:00:00Z"), to: end, seed: 1, without: outage),
            try Self.key("AAAUSDT", .d1): try Self.rows(.d1, from: Self.time("2024-11-20"), to: end, seed: 2),
            try Self.key("BBBUSDT", .m1): try Self.rows(
                .m1, from: Self.time("2025-01-08T13:17:00Z"), to: Self.time("2025-01-10T13:00:00Z"), seed: 3),
            try Self.key("CCCUSDT", .h1): try Self.rows(
                .h1, from: Self.time("2024-10-30T10:00:00Z"), to: Self.time("2024-12-15T08:00:00Z"), seed: 4),
        ]
        for (key, rows) in rows {
            let text = rows.map { $0.csv + "\n" }.joined()
            try Data(text.utf8).write(
                to: URL(filePath: "\(klines)/\(key.symbol)-\(key.interval.fileName).csv"))
        }
        var builder = ArchiveBuilder(klines: klines, target: archive)
        builder.months = true
        _ = try await builder.build()
        truth = rows.mapValues { rows in rows.filter { $0.values.closeTime <= Self.now } }
    }

    private static func rows(
        _ interval: Interval, from start: OpenTime, to end: OpenTime, seed: UInt64,
        without outage: TimeRange? = nil
    ) throws -> [KlineRow] {
        var random = SeededGenerator(seed: seed)
        // Numbers of at most four decimals, so that every way of writing them gives the same ones back.
        func number(_ range: ClosedRange<Int>) -> Double {
            Double(Int.random(in: range, using: &random)) / 10_000
        }
        var rows: [KlineRow] = []
        var price = number(500_000...900_000)
        var slot = start
        while slot < end {
            let next = interval.slot(after: slot)
            let close = price + number(-5000...5000)
            let values = try CandleValues(
                open: price, high: max(price, close) + number(0...3000),
                low: min(price, close) - number(0...3000),
                close: close, closeTime: next, baseVolume: number(0...9_000_000),
                quoteVolume: number(0...90_000_000),
                trades: .random(in: 0...5000, using: &random), takerBaseVolume: number(0...4_000_000),
                takerQuoteVolume: number(0...40_000_000))
            if outage?.contains(slot) != true { rows.append(KlineRow(openTime: slot, values: values)) }
            price = close
            slot = next
        }
        return rows.map(\.rounded)
    }
}

extension KlineRow {
    /// The row with prices of four decimals; sums of such numbers can be off in the last digit of a double.
    fileprivate var rounded: KlineRow {
        func four(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
        do {
            let values = try CandleValues(
                open: four(values.open), high: four(values.high), low: four(values.low),
                close: four(values.close),
                closeTime: values.closeTime, baseVolume: values.baseVolume, quoteVolume: values.quoteVolume,
                trades: values.trades, takerBaseVolume: values.takerBaseVolume,
                takerQuoteVolume: values.takerQuoteVolume)
            return KlineRow(openTime: openTime, values: values)
        } catch {
            preconditionFailure("rounding keeps a candle valid, was \(error)")
        }
    }
}
