import Candles
import TestSupport
import Testing

@Suite("Summary queries")
struct SummaryQueryTests {
    /// A row of a made-up series: the day after the first, its close and what else is known of it.
    static func row(
        _ offset: Int, _ close: Double, volume: Double? = 1, isFilled: Bool = false, isClosed: Bool = true,
        from first: UTCDay = UTCDay(19_000)
    ) throws -> ServedDay {
        let day = first.advanced(by: offset)
        let values = try CandleValues(
            open: close, high: close, low: close, close: close, closeTime: day.end, baseVolume: volume,
            quoteVolume: volume.map { 2 * $0 }, trades: 3)
        return ServedDay(
            day: day, values: values, ma7: nil, ma30: nil, minutes: nil,
            vintage: isFilled ? .filled : isClosed ? .rest : .open, origin: isFilled ? .filled : .batch,
            isClosed: isClosed)
    }

    @Test(
        "A move is measured from the close of the traded day before, over filled days and without the running one"
    )
    func moves() throws {
        let days = try [
            Self.row(0, 100), Self.row(1, 110), Self.row(2, 110, isFilled: true), Self.row(3, 55),
            Self.row(4, 60, isClosed: false),
        ]
        let moves = DailyMove.moves(of: days)
        #expect(moves.map(\.day) == [days[1].day, days[3].day])
        #expect(moves.map(\.previousDay) == [days[0].day, days[1].day])
        #expect(moves.map(\.change) == [10, -55])
        #expect(moves[0].fraction == 10.0 / 100 && moves[1].fraction == -0.5)
        #expect(DailyMove.largest(of: moves).map(\.change) == [-55, 10])
        #expect(DailyMove.largest(of: moves, limit: 1).map(\.change) == [-55])
    }

    @Test("Of equal moves and equal volumes the earlier day comes first")
    func ties() throws {
        let days = try [1, 2, 1, 2, 4, 2].enumerated().map { try Self.row($0.offset, $0.element) }
        let ups = DailyMove.largest(of: DailyMove.moves(of: days)).filter { $0.fraction == 1 }
        #expect(ups.map(\.day) == [days[1].day, days[3].day, days[4].day])
        #expect(DailyVolume.largest(of: days, limit: 3).map(\.day) == days.prefix(3).map(\.day))
    }

    @Test("A day of unknown, filled or unfinished volume is not among the largest")
    func volumes() throws {
        let days = try [
            Self.row(0, 1, volume: 5), Self.row(1, 1, volume: nil),
            Self.row(2, 1, volume: 900, isFilled: true),
            Self.row(3, 1, volume: 7), Self.row(4, 1, volume: 900, isClosed: false),
        ]
        let found = DailyVolume.largest(of: days)
        #expect(found.map(\.baseVolume) == [7, 5])
        #expect(found.map(\.quoteVolume) == [14, 10])
    }

    @Test("A month's mean is over the traded days that know their volume, and says how many those are")
    func months() throws {
        // 2022-01-08 is day 19000; 24 days later February begins.
        let days = try [
            Self.row(0, 1, volume: 10), Self.row(1, 1, volume: nil),
            Self.row(2, 1, volume: 0, isFilled: true),
            Self.row(3, 1, volume: 20), Self.row(24, 1, volume: nil),
        ]
        let months = MonthlyVolume.months(of: days)
        #expect(months.map(\.name) == ["2022-01", "2022-02"])
        #expect(months.map(\.days) == [3, 1])
        #expect(months.map(\.knownDays) == [2, 0])
        #expect(months.map(\.meanBaseVolume) == [15, nil])
        #expect(months.map(\.meanQuoteVolume) == [30, nil])
    }

    @Test("A year's total is what its daily returns give one after the other")
    func years() throws {
        let first = try #require(UTCDay(year: 2021, month: 12, day: 30))
        let days = try [
            Self.row(0, 100, from: first), Self.row(1, 200, from: first), Self.row(2, 300, from: first),
            Self.row(3, 300, isFilled: true, from: first), Self.row(4, 150, from: first),
        ]
        let years = YearlyReturn.years(of: days)
        #expect(years.map(\.year) == [2021, 2022])
        #expect(years.map(\.days) == [1, 2])
        #expect(years.map(\.meanReturn) == [1, 0])
        #expect(years.map(\.totalReturn) == [1, -0.25])
        #expect(years.map(\.lastClose) == [200, 150])
        let single = YearlyReturn.years(of: [days[0]])
        #expect(single.map(\.meanReturn) == [nil] && single.map(\.totalReturn) == [nil])
    }

    @Test("An empty series has no rows in any table, and every table keeps its header")
    func empty() throws {
        let summary = MarketSummary(symbol: try Symbol("ABC"), days: [], interval: .m1, held: [])
        let tables = MarketSummary.tables([summary])
        #expect(tables.count == 7)
        #expect(tables.allSatisfy { $0.rows.isEmpty && !$0.header.isEmpty })
        #expect(summary.days == nil)
    }

    @Test("Every row of every table has as many fields as its header", arguments: 0..<40 as Range<UInt64>)
    func shapes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let days = try (0..<400).map { offset in
            try Self.row(
                offset, .random(in: 1...9, using: &random),
                volume: Bool.random(using: &random) ? .random(in: 0...9, using: &random) : nil,
                isFilled: Int.random(in: 0..<9, using: &random) == 0 && (1..<399).contains(offset))
        }
        let held = days.filter { $0.origin != .filled }.map { TimeRange($0.day.start, $0.day.end) }
        let summary = MarketSummary(
            symbol: try Symbol("ABC"), days: days, interval: .h1, held: TimeRange.union(held))
        for table in MarketSummary.tables([summary, summary]) {
            #expect(table.rows.allSatisfy { $0.count == table.header.count }, "\(table.path)")
        }
        // What is traded and what is missing make up the days; what is missing holds no candle.
        #expect(summary.tradedDays + summary.missingDays.count == days.count)
        #expect(summary.counts.filter { $0.held == 0 }.map(\.day) == summary.missingDays)
        let growth = summary.years.compactMap(\.totalReturn).reduce(1) { $0 * (1 + $1) }
        let traded = days.filter(\.isTraded)
        let whole = try #require(traded.last).values.close / (try #require(traded.first).values.close)
        #expect(abs(growth / whole - 1) < 1e-12)
    }
}
