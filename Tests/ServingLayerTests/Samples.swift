import Candles
import Foundation
import GRDB
import ServingLayer
import TestSupport

/// A directory of its own for one test, removed with it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "candlecast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database file of the store in it.
    var database: String { path + "/" + CandleStore.fileName }

    /// A connection to the file that knows nothing of the store, as `sqlite3` is.
    func outsider() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: database, configuration: configuration)
    }
}

/// Candles made up for tests.
enum Samples {
    static let bitcoin = key("BTCUSDT", .m1)
    static let day = UTCDay(19_400)
    static let vintages: [Vintage] = [.open, .imported, .streamClosed, .archive, .rest]

    static func symbol(_ name: String) -> Symbol {
        guard let symbol = try? Symbol(name) else { preconditionFailure("\(name) must be a symbol") }
        return symbol
    }

    static func key(_ name: String, _ interval: Interval) -> SeriesKey { SeriesKey(symbol(name), interval) }

    /// A version with prices around a close, on the grid.
    static func version(
        _ interval: Interval, _ time: OpenTime, close: Double = 100, trades: Int64? = 10, volume: Double? = 1,
        vintage: Vintage = .rest
    ) -> CandleVersion {
        guard
            let values = try? CandleValues(
                open: close, high: close + 1, low: close * 0.5, close: close,
                closeTime: interval.slot(after: time), baseVolume: volume,
                quoteVolume: volume.map { $0 * close }, trades: trades,
                takerBaseVolume: volume.map { $0 / 2 },
                takerQuoteVolume: volume.map { $0 * close / 2 }),
            let version = CandleVersion(stored: time, values: values, vintage: vintage)
        else { preconditionFailure("the sample must be a candle") }
        return version
    }

    /// The candles of all slots of a day but some, counted from 0.
    static func candles(
        of day: UTCDay, _ interval: Interval, without missing: Range<Int> = 0..<0, close: Double = 100,
        vintage: Vintage = .rest
    ) -> [CandleVersion] {
        let slots = interval.slotCount(in: TimeRange(day.start, day.end))
        return (0..<slots).filter { !missing.contains($0) }.map { slot in
            version(
                interval, day.start + Int64(slot) * (interval.milliseconds ?? 0),
                close: close + Double(slot % 7),
                vintage: vintage)
        }
    }

    /// A number as an exchange writes it, or one that no decimal scale fits.
    static func number(_ random: inout SeededGenerator) -> Double {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: .random(in: 0.1...1, using: &random) * 1e-9
        case 1: .random(in: 1e15...1e300, using: &random)
        case 2: .leastNonzeroMagnitude
        case 3: .greatestFiniteMagnitude
        case 4: 0x1p52 + 1
        default: Double(Int64.random(in: 1...10_000_000, using: &random)) / 1e5
        }
    }

    /// Candles of one period with everything that can occur: gaps, times off the grid, cut candles, unknown values.
    static func wildSeries(
        _ random: inout SeededGenerator
    ) -> (period: TimeRange, key: SeriesKey, [CandleVersion]) {
        let interval = Interval.allCases.randomElement(using: &random) ?? .m1
        let isTame = Bool.random(using: &random)
        let length = interval.milliseconds ?? 28 * UTCDay.milliseconds
        let start = interval.dividesDay ? day.start : UTCDay(19_358).start
        let end = interval.dividesDay ? day.end : UTCDay(19_358 + 365).start
        let chances = (
            off: isTame ? 0 : 30, cut: isTame ? 0 : 20, unknown: [0, 0, 1, 3].randomElement(using: &random)
        )
        let vintage = vintages.randomElement(using: &random) ?? .rest
        var versions: [CandleVersion] = []
        var time = interval.slot(atOrAfter: start)
        while time < end, versions.count < 300 {
            defer { time = interval.slot(after: time) }
            if !isTame, Int.random(in: 0..<8, using: &random) == 0 { continue }
            var openTime = time
            if Int.random(in: 0..<100, using: &random) < chances.off {
                openTime = time + .random(in: 1..<length / 2, using: &random)
            }
            var close = interval.slot(after: time)
            if Int.random(in: 0..<100, using: &random) < chances.cut { close = openTime + length / 3 }
            let prices = (0..<4).map { _ in
                isTame ? Double(Int.random(in: 1...99_999, using: &random)) / 100 : number(&random)
            }.sorted()
            func volume(_ random: inout SeededGenerator) -> Double? {
                guard let unknown = chances.unknown else { return 0 }
                if unknown > 0, Int.random(in: 0..<(5 - unknown), using: &random) == 0 { return nil }
                return isTame ? Double(Int.random(in: 0...9_999_999, using: &random)) / 1e5 : number(&random)
            }
            guard openTime < end,
                let values = try? CandleValues(
                    open: prices[1], high: prices[3], low: prices[0], close: prices[2], closeTime: close,
                    baseVolume: volume(&random), quoteVolume: volume(&random),
                    trades: volume(&random).map { Int64(min($0, 1e18)) }, takerBaseVolume: volume(&random),
                    takerQuoteVolume: volume(&random)),
                let version = CandleVersion(
                    stored: openTime, values: values,
                    vintage: isTame ? vintage : vintages.randomElement(using: &random) ?? .rest)
            else { continue }
            versions.append(version)
        }
        guard !versions.isEmpty else { return wildSeries(&random) }
        return (TimeRange(start, end), SeriesKey(symbol("XUSDT"), interval), versions)
    }

    /// The rows of a recorded file.
    static func recorded(_ path: String, vintage: Vintage = .rest) throws -> [CandleVersion] {
        try Gzip.lines(of: try SharedData.url(path)).map { line in
            let row = try KlineRow(csv: line)
            guard let version = CandleVersion(stored: row.openTime, values: row.values, vintage: vintage)
            else {
                throw CandleError.fieldCount(0)
            }
            return version
        }
    }
}
