import Candles
import Foundation
import GRDB
import ServingLayer
import TestSupport
import Testing

/// Candles for audits: recorded ones, and made-up ones whose days, hours and minutes agree.
enum AuditSamples {
    /// The recorded candles of a file below `data/replay`, from one day to another.
    static func recorded(
        _ symbol: String, _ interval: Interval, from: String = "2009-01-02", to: String = "2099-01-01",
        vintage: Vintage.Closed = .rest
    ) throws -> [CandleVersion] {
        let range = TimeRange(time(from), time(to))
        return try Gzip.lines(of: SharedData.url("data/replay/\(symbol)-\(interval.fileName).csv.gz"))
            .compactMap { line in
                let row = try KlineRow(csv: line)
                guard range.contains(row.openTime) else { return nil }
                return CandleVersion(ClosedCandle(openTime: row.openTime, values: row.values), from: vintage)
            }
    }

    /// Candles of some days from a random walk.
    static func walk(_ interval: Interval, days: Range<Int32>, seed: UInt64) -> [CandleVersion] {
        var random = SeededGenerator(seed: seed)
        var price = 20_000
        return days.flatMap { number -> [CandleVersion] in
            let day = UTCDay(number)
            var versions: [CandleVersion] = []
            var slot = day.start
            while slot < day.end {
                let open = price
                price = max(1000, price + Int.random(in: -50...50, using: &random))
                let (high, low) = (
                    max(open, price) + Int.random(in: 0...9, using: &random), min(open, price) - 3
                )
                let units = Int.random(in: 1...90_000_000, using: &random)
                let base = Double(units) / 1e8
                let mean = Double(high + low) / 200
                if let values = try? CandleValues(
                    open: Double(open) / 100, high: Double(high) / 100, low: Double(low) / 100,
                    close: Double(price) / 100, closeTime: interval.slot(after: slot), baseVolume: base,
                    quoteVolume: (base * mean * 1e8).rounded() / 1e8,
                    trades: Int64.random(in: 1...500, using: &random), takerBaseVolume: 0,
                    takerQuoteVolume: 0)
                {
                    versions.append(CandleVersion(ClosedCandle(openTime: slot, values: values), from: .rest))
                }
                slot = interval.slot(after: slot)
            }
            return versions
        }
    }

    /// Candles of a larger interval rolled up from smaller ones that fill it.
    static func rolled(_ parts: [CandleVersion], to interval: Interval) throws -> [CandleVersion] {
        try Dictionary(grouping: parts) { interval.slot(containing: $0.openTime) }.sorted { $0.key < $1.key }
            .map {
                slot, parts in
                var rollup = Rollup()
                for part in parts { rollup.add(part) }
                let values = try #require(rollup.values(closeTime: interval.slot(after: slot)))
                return CandleVersion(ClosedCandle(openTime: slot, values: values), from: .rest)
            }
    }

    /// The same candle with one value changed.
    static func altered(_ version: CandleVersion, _ field: CandleFieldToAlter) throws -> CandleVersion {
        let old = version.values
        let values = try CandleValues(
            open: old.open, high: field == .high ? old.high * 2 : old.high,
            low: field == .low ? old.low / 2 : old.low,
            close: old.close, closeTime: old.closeTime,
            baseVolume: field == .baseVolume ? (old.baseVolume ?? 0) + 1 : old.baseVolume,
            quoteVolume: field == .quoteVolume ? (old.quoteVolume ?? 0) + 1 : old.quoteVolume,
            trades: field == .trades ? (old.trades ?? 0) + 1 : old.trades,
            takerBaseVolume: old.takerBaseVolume, takerQuoteVolume: old.takerQuoteVolume)
        return try #require(
            CandleVersion(stored: version.openTime, values: values, vintage: version.vintage))
    }

    /// A value that a test changes.
    enum CandleFieldToAlter: String, CaseIterable, Sendable {
        case high, low, trades
        case baseVolume = "base_volume"
        case quoteVolume = "quote_volume"
    }

    /// A connection to the file of a store that knows nothing of the store, as `sqlite3` is.
    static func outsider(_ folder: TemporaryFolder) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(
            path: folder.path + "/" + CandleStore.fileName, configuration: configuration)
    }
}
