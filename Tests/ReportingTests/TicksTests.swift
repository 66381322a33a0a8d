import Candles
import RealModule
import TestSupport
import Testing

@testable import Reporting

@Suite("Scales and ticks")
struct TicksTests {
    @Test("Marks are round numbers inside the domain")
    func linear() {
        let ticks = Ticks.linear(74_000...112_000, count: 5)
        #expect(ticks.values == [80_000, 90_000, 100_000, 110_000] && ticks.decimals == 0)
        let small = Ticks.linear(0.52...0.58, count: 4)
        #expect(small.values == [0.52, 0.54, 0.56, 0.58] && small.decimals == 2)
        #expect(Ticks.linear(-0.5...0.5, count: 2).values == [-0.5, 0, 0.5])
        #expect(Ticks.linear(3...3, count: 5).values == [3])
    }

    @Test("Marks lie inside, evenly, about as many as wanted", arguments: 0..<200 as Range<UInt64>)
    func linearProperty(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let size = Double.pow(10, Double.random(in: -8...9, using: &random))
        let low = Double.random(in: -5...5, using: &random) * size
        let domain = low...(low + size * Double.random(in: 0.1...3, using: &random))
        let count = Int.random(in: 2...9, using: &random)
        let (values, decimals) = Ticks.linear(domain, count: count)
        let slack = 1e-8 * size
        #expect(values.allSatisfy { domain.lowerBound - slack <= $0 && $0 <= domain.upperBound + slack })
        #expect((1...(count + 1)).contains(values.count))
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        #expect(steps.allSatisfy { abs($0 - (steps.first ?? 0)) <= 1e-9 * size && $0 > 0 })
        // The decimals tell neighbours apart.
        #expect(Set(values.map { NumberText.fixed($0, decimals) }).count == values.count)
    }

    @Test(
        "A logarithmic axis is marked at 1, 2 and 5, at powers of ten when it is long, evenly when it is short"
    )
    func logarithmic() {
        #expect(Ticks.logarithmic(3...120, count: 6) == [5, 10, 20, 50, 100])
        #expect(Ticks.logarithmic(0.5...2e6, count: 7) == [1, 10, 100, 1000, 10_000, 100_000, 1_000_000])
        #expect(Ticks.logarithmic(100...140, count: 4) == [100, 110, 120, 130, 140])
    }

    @Test(
        "The calendar is marked by weeks, months or years",
        arguments: [
            ("2025-06-02", "2025-06-30", 5, ["2 Jun", "9 Jun", "16 Jun", "23 Jun", "30 Jun"]),
            ("2025-01-01", "2025-06-30", 6, ["2025", "Feb", "Mar", "Apr", "May", "Jun"]),
            ("2024-11-15", "2025-06-30", 4, ["2025", "Mar", "May"]),
            (
                "2017-08-17", "2025-06-30", 8,
                ["2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"]
            ),
            ("2017-08-17", "2025-06-30", 3, ["2020", "2025"]),
        ])
    func days(first: String, last: String, count: Int, expected: [String]) throws {
        let ticks = Ticks.days(try UTCDay(text: first), try UTCDay(text: last), count: count)
        #expect(ticks.map(\.label) == expected)
    }

    @Test("Marks of days ascend inside the range, and are never crowded", arguments: 0..<200 as Range<UInt64>)
    func daysProperty(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let first = UTCDay(Int32.random(in: 0...30_000, using: &random))
        let last = first.advanced(by: Int.random(in: 0...5000, using: &random))
        let count = Int.random(in: 2...12, using: &random)
        let ticks = Ticks.days(first, last, count: count)
        #expect(ticks.allSatisfy { first <= $0.day && $0.day <= last })
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.day < $1.day })
        #expect(ticks.count <= count + 2)
    }

    @Test("A scale maps its ends to its ends, a logarithmic one its middle ratio to the middle")
    func scales() {
        let even = Scale(10...20, from: 100, to: 0)
        #expect(even(10) == 100 && even(20) == 0 && even(15) == 50)
        let log = Scale(1...100, from: 0, to: 200, isLog: true)
        #expect(abs(log(10) - 100) < 1e-9)
        #expect(Scale(5...5, from: 0, to: 10)(5) == 5)
        #expect(!Scale(0...10, from: 0, to: 1, isLog: true).isLog)
    }

    @Test("A domain holds its values with room, also a single one or none", arguments: [true, false])
    func domains(isLog: Bool) {
        let domain = Scale.domain(of: [3, 9, .nan, 5], isLog: isLog)
        #expect(domain.lowerBound < 3 && domain.upperBound > 9)
        let single = Scale.domain(of: [7.0], isLog: isLog)
        #expect(single.lowerBound < 7 && single.upperBound > 7)
        #expect(Scale.domain(of: [Double](), isLog: isLog) == 0...1)
    }

    @Test("Bins count every error once, the far ones at the ends", arguments: 0..<50 as Range<UInt64>)
    func bins(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let errors =
            (0..<Int.random(in: 1...400, using: &random)).map { _ in
                Double.random(in: -30...30, using: &random)
            } + [1e5]
        let bins = ErrorHistogram.Bins(errors)
        #expect(bins.counts.reduce(0, +) == errors.count)
        #expect((1...60).contains(bins.counts.count))
        for index in bins.counts.indices.dropFirst().dropLast() {
            let from = bins.start + bins.width * Double(index)
            let inside = errors.count { $0 >= from + 1e-9 && $0 < from + bins.width - 1e-9 }
            #expect(abs(inside - bins.counts[index]) <= 0)
        }
    }

    @Test("A thinned line keeps its extremes and its ends", arguments: 0..<20 as Range<UInt64>)
    func thinned(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let points = (0..<3000).map { Point(Double($0), Double.random(in: 0...1, using: &random)) }
        let thin = HistoryCharts.thinned(points, columns: 200)
        #expect(thin.count <= 402)
        #expect(thin.first == points.first && thin.last == points.last)
        #expect(thin.map(\.y).max() == points.map(\.y).max() && thin.map(\.y).min() == points.map(\.y).min())
        #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.x <= $1.x })
        #expect(HistoryCharts.thinned(Array(points.prefix(10)), columns: 200) == Array(points.prefix(10)))
    }
}
