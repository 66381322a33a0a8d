import Candles
import TestSupport
import Testing

@testable import Reporting

@Suite("Market charts and tables")
struct MarketChartTests {
    /// The lines of a scene, with those inside clipped parts.
    private static func lines(_ scene: ChartScene) -> [(points: [Point], ink: Ink?)] {
        scene.marks.compactMap { mark in
            guard case .line(let points, let style) = mark else { return nil }
            return (points, style.stroke)
        }
    }

    private static func report(_ count: Int, seed: UInt64 = 3) throws -> SymbolReport {
        try ReportSamples.symbol("ABC", ReportSamples.days(count: count, seed: seed))
    }

    @Test("The close view shows ninety days with three lines and a bar for every known volume")
    func recent() throws {
        let report = try Self.report(300)
        let scene = AverageChart.recent(report, .wide(320))
        let lines = Self.lines(scene)
        #expect(lines.map(\.ink) == [.ma30, .ma7, .actual])
        #expect(lines.allSatisfy { $0.points.count == 90 })
        let days = report.days.suffix(90)
        let bars = scene.marks.count { mark in
            if case .bar(_, let style, _, _) = mark { return style.fill == .series1 }
            return false
        }
        // One bar is the sign in the legend; the filled day has none.
        #expect(bars - 1 == days.count { $0.origin != .filled })
        #expect(scene.summary.contains("MA7") && scene.summary.contains("MA30"))
    }

    @Test("Averages that are not there yet draw no line, and the summary says so")
    func shortSeries() throws {
        let days = Array(try ReportSamples.days(count: 60, seed: 1).prefix(5))
        let scene = AverageChart.recent(
            SymbolReport(symbol: try Symbol("ABC"), days: days, run: nil), .wide(320))
        #expect(Self.lines(scene).map(\.points.count) == [0, 0, 5])
        #expect(scene.summary.contains("not there yet"))
    }

    @Test("Where no volume is known the chart says so instead of drawing none traded")
    func unknownVolume() throws {
        let days = try ReportSamples.days(count: 60, seed: 1).map { day in
            ServedDay(
                day: day.day,
                values: try CandleValues(
                    open: day.values.open, high: day.values.high, low: day.values.low,
                    close: day.values.close, closeTime: day.values.closeTime), ma7: day.ma7, ma30: day.ma30,
                minutes: nil, vintage: day.vintage, origin: day.origin, isClosed: day.isClosed)
        }
        let report = SymbolReport(symbol: try Symbol("ABC"), days: days, run: nil)
        for scene in [AverageChart.recent(report, .wide(320)), AverageChart.history(report, .narrow(300))] {
            let texts = scene.marks.compactMap { mark in
                if case .text(_, let text, _) = mark { text } else { nil }
            }
            #expect(texts.contains("volume is not known"))
        }
    }

    @Test(
        "Every symbol is 100 on the first common day, and the scale is even unless the values are far apart")
    func indexed() throws {
        let reports = try [Self.report(300, seed: 1), Self.report(200, seed: 2)]
        let start = try #require(HistoryCharts.commonStart(reports))
        for report in reports {
            let line = HistoryCharts.indexed(report, from: start)
            #expect(line.first?.day == start && line.first?.value == 100)
            let days = report.days.filter { $0.day >= start }
            let isSame = zip(line, days).allSatisfy {
                abs($0.value / 100 - $1.values.close / days[0].values.close) < 1e-12
            }
            #expect(isSame && line.count == days.count)
        }
        #expect(HistoryCharts.comparison(reports, from: start, .wide(300)).summary.contains("an even scale"))
        let steep = try (0..<100).map { offset in
            let day = ReportSamples.madeAt.day.advanced(by: offset - 100)
            let close = 1 + Double(offset)
            return ServedDay(
                day: day,
                values: try CandleValues(
                    open: close, high: close, low: close, close: close, closeTime: day.end), ma7: nil,
                ma30: nil, minutes: nil, vintage: .rest, origin: .batch, isClosed: true)
        }
        let wide = [SymbolReport(symbol: try Symbol("DEF"), days: steep, run: nil), reports[0]]
        let common = try #require(HistoryCharts.commonStart(wide))
        #expect(
            HistoryCharts.comparison(wide, from: common, .wide(300)).summary.contains("a logarithmic scale"))
    }

    @Test("The calendar names the days that are not complete and draws the others as one")
    func calendar() throws {
        let first = try UTCDay(text: "2023-12-25")
        let counts = (0..<20).map { offset in
            DayCount(
                day: first.advanced(by: offset), held: [3: 0, 9: 1360][offset] ?? 1440, expected: 1440)
        }
        let report = SymbolReport(
            symbol: try Symbol("ABC"), days: [], counts: [IntervalCounts(.m1, counts)], run: nil)
        let rows = CountHeatMap.rows(report, daysPerCell: 1)
        #expect(rows.map(\.year) == [2023, 2024])
        #expect(
            rows.map { $0.runs.map(\.level) } == [
                [.complete, .missing, .complete], [.complete, .partly, .complete],
            ])
        #expect(rows.map { $0.runs.map(\.held) } == [[3 * 1440, 0, 3 * 1440], [2 * 1440, 1360, 10 * 1440]])
        let table = try #require(QueryTables.incompleteDays(report))
        #expect(table.rows.map { $0[0].text } == ["2024-01-03", "2023-12-28"])
        let scene = try #require(CountHeatMap.scene(report, isNarrow: false))
        #expect(scene.summary.contains("1m: 27,280 of 28,800 candles, 2 days not complete."))
        #expect(CountHeatMap.scene(report, isNarrow: true) != nil)
        #expect(
            CountHeatMap.scene(SymbolReport(symbol: report.symbol, days: [], run: nil), isNarrow: false)
                == nil)
    }

    @Test("Runs of the calendar lose no candle and do not overlap", arguments: 0..<60 as Range<UInt64>)
    func runs(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let first = UTCDay(Int32.random(in: 15_000...20_000, using: &random))
        let counts = (0..<900).map { offset in
            DayCount(
                day: first.advanced(by: offset), held: Int.random(in: 0...24, using: &random) / 3 * 3,
                expected: 24)
        }
        let report = SymbolReport(
            symbol: try Symbol("ABC"), days: [], counts: [IntervalCounts(.h1, counts)], run: nil)
        for daysPerCell in [1, 7] {
            let rows = CountHeatMap.rows(report, daysPerCell: daysPerCell)
            #expect(rows.flatMap(\.runs).reduce(0) { $0 + $1.held } == counts.reduce(0) { $0 + $1.held })
            for row in rows {
                #expect(zip(row.runs, row.runs.dropFirst()).allSatisfy { $0.lastCell < $1.firstCell })
                #expect(zip(row.runs, row.runs.dropFirst()).allSatisfy { $0.level != $1.level })
            }
        }
    }

    @Test("The tables of the queries say what the pure queries say")
    func tables() throws {
        let report = try Self.report(500)
        let moves = DailyMove.largest(of: DailyMove.moves(of: report.days))
        #expect(QueryTables.moves(report).rows.map { $0[0].text } == moves.map { "\($0.day)" })
        let volumes = DailyVolume.largest(of: report.days)
        #expect(QueryTables.volumes(report).rows.map { $0[0].text } == volumes.map { "\($0.day)" })
        let years = YearlyReturn.years(of: report.days).reversed().map { "\($0.year)" }
        #expect(QueryTables.years(report).rows.map { $0[0].text } == years)
        let months = MonthlyVolume.months(of: report.days).reversed().map(\.name)
        #expect(QueryTables.months(report).rows.map { $0[0].text } == months)
        let page = HTMLReport.render(try ReportSamples.input())
        for title in [
            "Largest daily moves", "Largest volume days", "Returns by year", "Mean volume by month",
        ] {
            #expect(page.contains("<h3>\(title)</h3>"))
        }
    }
}
