import Candles

/// A calendar of what is held: a row for each interval and year, a cell for each day, or each week where it is narrow.
enum CountHeatMap {
    /// How much of a cell's candles is held.
    enum Level: String, CaseIterable, Hashable {
        case complete, partly, missing

        init(held: Int, expected: Int) {
            self = held == 0 ? .missing : held < expected ? .partly : .complete
        }

        var style: ChartMark.Style {
            switch self {
            case .complete: .fill(.batch)
            case .partly: .fill(.speed)
            case .missing: .fill(.missing)
            }
        }
    }

    /// Cells next to each other of which the same can be said.
    struct Run: Hashable {
        var first: UTCDay
        var last: UTCDay
        var firstCell: Int
        var lastCell: Int
        let level: Level
        var held: Int
        var expected: Int
    }

    /// The years of an interval, oldest first, each with its runs.
    struct Row: Hashable {
        let interval: Interval
        let year: Int
        var runs: [Run]
    }

    /// The most rows drawn; more would not be read.
    static let rowLimit = 60

    /// The calendar, or nil where nothing was counted.
    static func scene(_ report: SymbolReport, isNarrow: Bool) -> ChartScene? {
        let rows = Array(rows(report, daysPerCell: isNarrow ? 7 : 1).suffix(rowLimit))
        guard !rows.isEmpty else { return nil }
        let width = isNarrow ? ChartSize.narrow(0).width : ChartSize.wide(0).width
        let items = Level.allCases.map { Legend.Item(label: $0.rawValue, sign: .box($0.style)) }
        let (legend, top) = Legend.layout(items, x: 4, y: 0, width: width - 8)
        let rowHeight = 18.0
        let labels = rows.map { "\($0.interval.rawValue) \($0.year)" }
        let left = (labels.map { ChartScene.width(of: $0, size: 11) }.max() ?? 0) + 16
        let cells = isNarrow ? 53.0 : 366
        let cell = (width - left - 6) / cells
        let size = ChartSize(width: width, height: top + rowHeight * Double(rows.count) + 24)
        var marks = legend
        for (index, row) in rows.enumerated() {
            let y = top + rowHeight * Double(index)
            marks.append(.text(Point(4, y + 12), labels[index], .init(size: 11)))
            for level in Level.allCases {
                marks += row.runs.filter { $0.level == level }.map { run in
                    .bar(
                        Rect(
                            left + cell * Double(run.firstCell), y + 2,
                            max(cell * Double(run.lastCell - run.firstCell + 1), 1.2), rowHeight - 5),
                        level.style, radius: 1, tip: tip(run, row.interval))
                }
            }
        }
        for month in stride(from: 1, through: 12, by: isNarrow ? 3 : 1) {
            // Any leap year has a cell for every date.
            guard let day = UTCDay(year: 2024, month: month, day: 1) else { continue }
            let place = left + cell * Double(self.cell(of: day) / (isNarrow ? 7 : 1))
            marks.append(.text(Point(place, size.height - 8), DateText.month(month), .init(size: 11)))
        }
        return ChartScene(
            "candles-per-day", title: "\(report.symbol) candles held per day", summary: summary(report), size,
            marks: marks)
    }

    /// The cell of a date in a row that has one for every date, 29 February included.
    static func cell(of day: UTCDay) -> Int {
        let date = day.civil
        guard let start = UTCDay(year: 2024, month: 1, day: 1),
            let same = UTCDay(year: 2024, month: date.month, day: date.day)
        else { return 0 }
        return start.distance(to: same)
    }

    /// The rows of a symbol, small intervals first.
    static func rows(_ report: SymbolReport, daysPerCell: Int) -> [Row] {
        report.counts.sorted { $0.interval < $1.interval }.flatMap { series -> [Row] in
            var rows: [Row] = []
            var cells: [(cell: Int, first: DayCount, last: DayCount, held: Int, expected: Int)] = []
            func close(_ year: Int) {
                if !cells.isEmpty {
                    rows.append(Row(interval: series.interval, year: year, runs: runs(cells)))
                }
                cells = []
            }
            var year = series.counts.first?.day.civil.year ?? 0
            for count in series.counts {
                if count.day.civil.year != year { close(year) }
                year = count.day.civil.year
                let cell = cell(of: count.day) / daysPerCell
                if let last = cells.last, last.cell == cell {
                    cells[cells.count - 1] = (
                        cell, last.first, count, last.held + count.held, last.expected + count.expected
                    )
                } else {
                    cells.append((cell, count, count, count.held, count.expected))
                }
            }
            close(year)
            return rows
        }
    }

    private static func runs(
        _ cells: [(cell: Int, first: DayCount, last: DayCount, held: Int, expected: Int)]
    ) -> [Run] {
        var runs: [Run] = []
        for cell in cells {
            let level = Level(held: cell.held, expected: cell.expected)
            if let last = runs.last, last.level == level {
                // A leap day that other years lack leaves no hole in a run.
                runs[runs.count - 1].last = cell.last.day
                runs[runs.count - 1].lastCell = cell.cell
                runs[runs.count - 1].held += cell.held
                runs[runs.count - 1].expected += cell.expected
            } else {
                runs.append(
                    Run(
                        first: cell.first.day, last: cell.last.day, firstCell: cell.cell, lastCell: cell.cell,
                        level: level, held: cell.held, expected: cell.expected))
            }
        }
        return runs
    }

    private static func tip(_ run: Run, _ interval: Interval) -> String {
        let days =
            run.first == run.last
            ? DateText.full(run.first) : "\(DateText.long(run.first)) to \(DateText.long(run.last))"
        return "\(interval.rawValue), \(days)\n\(count(run.held)) of \(count(run.expected)) candles"
    }

    private static func summary(_ report: SymbolReport) -> String {
        report.counts.sorted { $0.interval < $1.interval }.map { series in
            let (held, expected) = series.counts.reduce((0, 0)) { ($0.0 + $1.held, $0.1 + $1.expected) }
            let broken = series.counts.count { !$0.isComplete }
            return "\(series.interval.rawValue): \(count(held)) of \(count(expected)) candles,"
                + " \(broken == 1 ? "1 day" : "\(count(broken)) days") not complete."
        }.joined(separator: " ")
    }

    private static func count(_ number: Int) -> String { NumberText.fixed(Double(number), 0) }
}
