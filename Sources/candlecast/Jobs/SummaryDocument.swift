import Candles

/// Summaries as JSON; a query leaves out what it does not ask for.
struct SummaryDocument: Encodable {
    let symbols: [Entry]

    struct Entry: Encodable {
        let symbol: String
        let interval: String
        let firstDay: String?
        let lastDay: String?
        let tradedDays: Int
        let counts: [Count]?
        let gaps: [LargestGap]?
        let missingDays: [String]?
        let moves: [Move]?
        let volumes: [Volume]?
        let months: [Month]?
        let years: [Year]?
    }

    struct Count: Encodable {
        let date: String
        let held: Int
        let expected: Int
    }

    struct LargestGap: Encodable {
        let from: String
        let to: String
        let candles: Int
        let seconds: Int64
    }

    struct Move: Encodable {
        let date: String
        let previousDate: String
        let close: Double
        let previousClose: Double
        let change: Double
        let changePct: Double
        let absChangePct: Double
    }

    struct Volume: Encodable {
        let date: String
        let baseVolume: Double
        let quoteVolume: Double?
        let trades: Int64?
        let close: Double
    }

    struct Month: Encodable {
        let month: String
        let days: Int
        let knownDays: Int
        let meanBaseVolume: Double?
        let meanQuoteVolume: Double?
    }

    struct Year: Encodable {
        let year: Int
        let days: Int
        let meanDailyReturnPct: Double?
        let totalReturnPct: Double?
        let lastClose: Double
    }

    /// A file that was written, or would be.
    struct File: Encodable {
        let path: String
        let rows: Int
    }

    /// The files of a summary that went into files.
    struct Files: Encodable {
        let dryRun: Bool
        let files: [File]
    }

    init(_ summaries: [MarketSummary], _ query: SummaryQuery?) {
        symbols = summaries.map { summary in
            func asked<Value>(_ wanted: SummaryQuery, _ value: @autoclosure () -> Value) -> Value? {
                query == nil || query == wanted ? value() : nil
            }
            return Entry(
                symbol: summary.symbol.name, interval: summary.interval.rawValue,
                firstDay: summary.days.map { "\($0.lowerBound)" },
                lastDay: summary.days.map { "\($0.upperBound)" }, tradedDays: summary.tradedDays,
                counts: asked(
                    .counts,
                    summary.counts.map { Count(date: "\($0.day)", held: $0.held, expected: $0.expected) }),
                gaps: asked(
                    .gaps,
                    summary.gaps.map {
                        LargestGap(
                            from: "\($0.range.start)", to: "\($0.range.end)", candles: $0.count,
                            seconds: $0.range.length / 1000)
                    }), missingDays: asked(.days, summary.missingDays.map { "\($0)" }),
                moves: asked(.moves, summary.moves.map(Self.entry)),
                volumes: asked(.volume, summary.volumes.map(Self.entry)),
                months: asked(.months, summary.months.map(Self.entry)),
                years: asked(.years, summary.years.map(Self.entry)))
        }
    }

    private static func entry(_ move: DailyMove) -> Move {
        Move(
            date: "\(move.day)", previousDate: "\(move.previousDay)", close: move.close,
            previousClose: move.previousClose, change: move.change, changePct: 100 * move.fraction,
            absChangePct: 100 * abs(move.fraction))
    }

    private static func entry(_ volume: DailyVolume) -> Volume {
        Volume(
            date: "\(volume.day)", baseVolume: volume.baseVolume, quoteVolume: volume.quoteVolume,
            trades: volume.trades, close: volume.close)
    }

    private static func entry(_ month: MonthlyVolume) -> Month {
        Month(
            month: month.name, days: month.days, knownDays: month.knownDays,
            meanBaseVolume: month.meanBaseVolume, meanQuoteVolume: month.meanQuoteVolume)
    }

    private static func entry(_ year: YearlyReturn) -> Year {
        Year(
            year: year.year, days: year.days, meanDailyReturnPct: year.meanReturn.map { 100 * $0 },
            totalReturnPct: year.totalReturn.map { 100 * $0 }, lastClose: year.lastClose)
    }
}
