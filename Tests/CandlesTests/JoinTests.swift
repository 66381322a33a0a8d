import Candles
import TestSupport
import Testing

@Suite("The join")
struct JoinTests {
    private let time = OpenTime(milliseconds: 1_700_000_040_000)

    /// Property: 3,000 seeded triples of versions of one candle, with many ties.
    @Test("The join is associative, commutative and idempotent", arguments: 0..<300 as Range<UInt64>)
    func laws(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let a = try Samples.version(at: time, using: &random)
            let b = try Samples.version(at: time, using: &random)
            let c = try Samples.version(at: time, using: &random)
            #expect(CandleVersion.join(a, b) == CandleVersion.join(b, a))
            #expect(CandleVersion.join(a, .join(b, c)) == CandleVersion.join(.join(a, b), c))
            #expect(CandleVersion.join(a, a) == a)
            #expect([a, b].contains(CandleVersion.join(a, b)))
        }
    }

    /// Property: 2,000 seeded deliveries of the same versions, shuffled, repeated and cut into batches.
    @Test("Order, repetition and batching of deliveries do not matter", arguments: 0..<200 as Range<UInt64>)
    func deliveries(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let versions = try (0..<60).map { _ in
            try Samples.version(at: time + 60_000 * Int64.random(in: 0..<20, using: &random), using: &random)
        }
        let expected = CandleSeries(versions)
        for _ in 0..<10 {
            let repeated = (0..<30).compactMap { _ in versions.randomElement(using: &random) }
            var rest = (versions + repeated).shuffled(using: &random)[...]
            var series = CandleSeries()
            while !rest.isEmpty {
                let size = Int.random(in: 1...12, using: &random)
                series.add(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            #expect(series == expected)
            #expect(series.add(versions) == 0)
        }
        #expect(
            zip(expected.versions, expected.versions.dropFirst()).allSatisfy { $0.openTime < $1.openTime })
    }

    @Test("The higher vintage wins, whatever the values say")
    func vintageFirst() throws {
        let open = CandleVersion(
            OpenCandle(
                openTime: time,
                values: try CandleValues(
                    open: 9, high: 9, low: 9, close: 9, closeTime: time + 60_000, trades: 1_000)))
        var last = open
        for source in [Vintage.Closed.imported, .streamClosed, .archive, .rest] {
            let closed = try Samples.flat(at: time, trades: nil, from: source)
            #expect(CandleVersion.join(closed, last) == closed)
            last = closed
        }
    }

    @Test("Within a vintage the greater trade count wins, and an unknown count loses")
    func tradesSecond() throws {
        let some = try Samples.flat(at: time, price: 1, trades: 5)
        let more = try Samples.flat(at: time, price: 1, trades: 6)
        let unknown = try Samples.flat(at: time, price: 9, volume: 100, trades: nil)
        #expect(CandleVersion.join(some, more) == more)
        #expect(CandleVersion.join(unknown, some) == some)
    }

    @Test("Stored codes of vintages never change")
    func codes() {
        #expect(Vintage.allCases.map(\.rawValue) == [0, 10, 20, 30, 40, 50])
        #expect(Vintage.Closed.allCases.map(\.vintage.rawValue) == Vintage.Closed.allCases.map(\.rawValue))
        #expect(Vintage.allCases.allSatisfy { Vintage(name: $0.name) == $0 })
    }
}
