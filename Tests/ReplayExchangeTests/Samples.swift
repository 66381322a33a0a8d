import Candles
import Foundation
import TestSupport

@testable import ReplayExchange

/// What the tests of the replay exchange share.
enum Samples {
    static let minute: Int64 = 60_000
    static let hour: Int64 = 3_600_000

    static func time(_ text: String) throws -> OpenTime { try OpenTime(text: text) }

    static func key(_ symbol: String, _ interval: Interval) throws -> SeriesKey {
        SeriesKey(try Symbol(symbol), interval)
    }

    /// A row with prices near a level; volumes have few decimals, so that sums are easy.
    static func row(
        _ openTime: OpenTime, length: Int64, open: Double, close: Double, volume: Double = 1,
        trades: Int64 = 3
    ) -> CandleRow {
        CandleRow(
            openTime: openTime.milliseconds, closeTime: openTime.milliseconds + length, open: open,
            high: max(open, close) + 1, low: min(open, close) - 1, close: close, baseVolume: volume,
            quoteVolume: volume * 100, trades: trades, takerBaseVolume: volume / 2,
            takerQuoteVolume: volume * 50)
    }

    /// Candles one after the other; those for which `isMissing` holds are left out.
    static func table(
        _ start: OpenTime, count: Int, length: Int64, isMissing: (Int) -> Bool = { _ in false }
    ) -> CandleTable {
        var table = CandleTable()
        for index in 0..<count where !isMissing(index) {
            let open = 100 + Double(index % 17)
            table.append(
                row(
                    start + Int64(index) * length, length: length, open: open,
                    close: 100 + Double((index + 1) % 17),
                    volume: Double(index % 5 + 1)))
        }
        return table
    }

    /// The roll-up of a table into larger candles of a fixed length.
    static func rolledUp(_ table: CandleTable, length: Int64) throws -> CandleTable {
        var result = CandleTable()
        var index = 0
        while index < table.count {
            let start = table.openTimes[index] / length * length
            var rollup = Rollup()
            while index < table.count, table.openTimes[index] < start + length {
                rollup.add(table[index].values)
                index += 1
            }
            if let values = rollup.values(closeTime: OpenTime(milliseconds: start + length)) {
                result.append(CandleRow(openTime: OpenTime(milliseconds: start), values: values))
            }
        }
        return result
    }

    /// The market of two days, made once.
    static let twoDays: Market = {
        do {
            return try market(days: 2)
        } catch {
            preconditionFailure("the sample market must be valid, was \(error)")
        }
    }()

    /// A market of one symbol with some days of minutes, hours and days from 2024-03-04, without the minutes 90 to 99.
    static func market(days: Int) throws -> Market {
        let start = try time("2024-03-04")
        let minutes = table(start, count: days * 1440, length: minute) { (90..<100).contains($0) }
        return Market(tables: [
            try key("BTCUSDT", .m1): minutes,
            try key("BTCUSDT", .h1): try rolledUp(minutes, length: hour),
            try key("BTCUSDT", .d1): try rolledUp(minutes, length: UTCDay.milliseconds),
            try key("ETHUSDT", .d1): table(start, count: days, length: UTCDay.milliseconds),
        ])
    }

    /// Runs a test with a new temporary folder, which is removed afterwards.
    static func withFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let result: Result<R, any Error>
        do {
            result = .success(try await body(folder))
        } catch {
            result = .failure(error)
        }
        try FileManager.default.removeItem(at: folder)
        return try result.get()
    }

    /// CSV of rows as the exchange's files have it.
    static func csv(_ table: CandleTable) -> String {
        (0..<table.count).map { index in
            KlineRow(openTime: OpenTime(milliseconds: table.openTimes[index]), values: table[index].values)
                .csv + "\n"
        }.joined()
    }
}
