import Candles
import Forecasting
import ProphetEngine
import RealModule
import Reporting
import TestSupport

/// Reports to test with: recorded candles, or a made-up walk from a seed.
enum ReportSamples {
    /// The instant at which every sample is made.
    static let madeAt = OpenTime(milliseconds: 1_751_292_000_000)

    /// A series of a random walk that has every kind of row: batch, filled, speed and a forming day.
    static func days(count: Int, seed: UInt64, start: Double = 100) throws -> [ServedDay] {
        var random = SeededGenerator(seed: seed)
        var close = start
        let rows = try (0..<count).map { index in
            let open = close
            close *= Double.exp(Double.random(in: -0.04...0.04, using: &random))
            let day = madeAt.day.advanced(by: index - count + 1)
            return (
                day,
                try CandleValues(
                    open: open, high: max(open, close) * 1.01, low: min(open, close) * 0.99, close: close,
                    closeTime: day.end, baseVolume: Double.random(in: 10...90, using: &random))
            )
        }
        return served(rows)
    }

    /// The recorded days of a symbol, the last ones made to look like a stream that is being followed.
    static func recordedDays(_ symbol: String) throws -> [ServedDay] {
        let lines = try Gzip.lines(of: SharedData.url("data/replay/\(symbol)-1d.csv.gz"))
        return served(
            try lines.map { line in
                let row = try KlineRow(csv: line)
                return (row.openTime.day, row.values)
            })
    }

    /// Rows of the served series with one filled day, two days from the stream, and a forming day at the end.
    private static func served(_ rows: [(UTCDay, CandleValues)]) -> [ServedDay] {
        var candidates: [UTCDay: [DayCandidate]] = [:]
        for (index, (day, values)) in rows.enumerated() where index != rows.count - 40 {
            let version: CandleVersion
            switch rows.count - index {
            case 1: version = CandleVersion(OpenCandle(openTime: day.start, values: values))
            case 2, 3:
                version = CandleVersion(
                    ClosedCandle(openTime: day.start, values: values), from: .streamClosed)
            default: version = CandleVersion(ClosedCandle(openTime: day.start, values: values), from: .rest)
            }
            candidates[day] = [DayCandidate(daily: version)]
        }
        return DailyView.rows(candidates)
    }

    /// A report of a series with the baselines, and with Prophet where asked for.
    static func symbol(
        _ name: String, _ days: [ServedDay], models: [ForecastModel] = [],
        options: StudyOptions = StudyOptions(maximumCutoffs: 12, seed: 7), notes: [String] = []
    ) throws -> SymbolReport {
        let gap = Gap(
            range: TimeRange(days[3].day.start, days[5].day.start), count: 2880, reason: .outage)
        let run: ForecastRun?
        do throws(ForecastError) {
            run = try ForecastRun(DailySeries(days), models: models, options: options)
        } catch {
            run = nil
        }
        return SymbolReport(
            symbol: try Symbol(name), days: days,
            gaps: [IntervalGaps(.d1, []), IntervalGaps(.m1, [gap])], counts: counts(days), run: run,
            notes: notes,
            options: "growth linear, 25 changepoints, changepoint prior scale 0.05, log scale")
    }

    /// What is held of each day: every daily candle, and the minutes of the last 400 days with some holes.
    static func counts(_ days: [ServedDay]) -> [IntervalCounts] {
        let whole = days.map { DayCount(day: $0.day, held: $0.origin == .filled ? 0 : 1, expected: 1) }
        let minutes = days.suffix(400).enumerated().map { index, day in
            DayCount(
                day: day.day, held: day.origin == .filled ? 0 : index % 90 == 37 ? 1360 : 1440, expected: 1440
            )
        }
        return [IntervalCounts(.d1, whole), IntervalCounts(.m1, minutes)]
    }

    /// A report of one symbol of a seed.
    static func input(seed: UInt64 = 1, count: Int = 500, isSimulated: Bool = false) throws -> ReportInput {
        ReportInput(
            title: "Daily report", madeAt: madeAt, program: "candlecast 1.0.0", command: "candlecast report",
            source: isSimulated ? "simulated; seed=42" : "exchange", isSimulated: isSimulated,
            symbols: [try symbol("BTCUSDT", days(count: count, seed: seed), models: [])])
    }
}
