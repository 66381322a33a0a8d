import Candles
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Single candles of an audit")
struct CandleAuditTests {
    private static let key = SeriesKey(bitcoin, .m1)
    private static let start = time("2023-03-01T00:00:00Z")

    private static func problems(
        _ changes: [(Int64, CandleValues)]
    ) throws -> (found: [String], remarks: [String]) {
        var audit = CandleAudit(key)
        for (offset, values) in changes {
            audit.add(try #require(CandleVersion(stored: start + offset, values: values, vintage: .rest)))
        }
        return (audit.findings.items.map(\.problem), audit.remarks.items.map(\.kind.rawValue))
    }

    private static func values(
        close: Double = 100, ends: Int64 = 60_000, base: Double? = 2, quote: Double? = 200,
        trades: Int64? = 3,
        taker: Double? = 1, takerQuote: Double? = 100, isFlat: Bool = false
    ) throws -> CandleValues {
        try CandleValues(
            open: close, high: isFlat ? close : close + 1, low: isFlat ? close : close - 1, close: close,
            closeTime: start + ends, baseVolume: base, quoteVolume: quote, trades: trades,
            takerBaseVolume: taker, takerQuoteVolume: takerQuote)
    }

    @Test("An ordinary candle gives nothing, nor does one that knows no volumes, nor one cut short by a halt")
    func ordinary() throws {
        let found = try Self.problems([
            (0, Self.values()),
            (
                60_000,
                Self.values(ends: 100_000, base: nil, quote: nil, trades: nil, taker: nil, takerQuote: nil)
            ),
            (
                180_000,
                Self.values(
                    ends: 240_000, base: 0, quote: 0, trades: 0, taker: 0, takerQuote: 0, isFlat: true)
            ),
        ])
        #expect(found.found.isEmpty && found.remarks.isEmpty)
    }

    @Test("A candle that ends after its slot, or comes too early, is found")
    func times() throws {
        #expect(try Self.problems([(0, Self.values(ends: 60_001))]).found.count == 1)
        #expect(try Self.problems([(16_812, Self.values(ends: 76_812))]).found.isEmpty, "off the grid")
        #expect(
            try Self.problems([(60_000, Self.values(ends: 120_000)), (0, Self.values())]).found.count == 1)
    }

    @Test("Volumes that contradict each other or the prices are found")
    func volumes() throws {
        let base = try Self.problems([(0, Self.values(taker: 2.5))]).found
        #expect(base == ["takers bought more than was traded: taker_base_volume 2.5, base_volume 2"])
        #expect(try Self.problems([(0, Self.values(takerQuote: 201))]).found.count == 1)
        #expect(try Self.problems([(0, Self.values(trades: 0))]).found.count == 1)
        #expect(try Self.problems([(0, Self.values(quote: 203))]).found.count == 1, "2 x 101 is less")
        #expect(try Self.problems([(0, Self.values(quote: 190))]).found.count == 1, "2 x 99 is more")
        #expect(try Self.problems([(0, Self.values(quote: 202))]).found.isEmpty)
    }

    @Test("Jumps, and moves without volume, are remarked and are no finding")
    func remarks() throws {
        let jump = try Self.problems([
            (0, Self.values()),
            (60_000, Self.values(close: 10, ends: 120_000, quote: 20, takerQuote: 10)),
        ])
        #expect(jump.found.isEmpty && jump.remarks == ["outlier"])
        let moved = try Self.problems([
            (0, Self.values(base: 0, quote: 0, trades: 0, taker: 0, takerQuote: 0))
        ])
        #expect(moved.found.isEmpty && moved.remarks == ["moved without volume"])
    }

    @Test(
        "The recorded candles give no finding", .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: [
            ("BTCUSDT", Interval.m1), ("ETHUSDT", .m1), ("BTCUSDT", .h1), ("ETHUSDT", .h1), ("BTCUSDT", .m5),
            ("BTCUSDT", .d1), ("ETHUSDT", .d1), ("ADAUSDT", .d1), ("BNBUSDT", .d1), ("LTCUSDT", .d1),
            ("XRPUSDT", .d1),
        ])
    func recorded(symbol: String, interval: Interval) throws {
        var audit = CandleAudit(SeriesKey(bitcoin, interval))
        for version in try AuditSamples.recorded(symbol, interval) { audit.add(version) }
        #expect(audit.count > 1000)
        #expect(audit.findings.items.prefix(5).map(\.problem) == [])
    }
}
