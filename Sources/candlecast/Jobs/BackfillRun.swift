import BatchLayer
import Binance
import Candles
import ServingLayer

/// Runs a backfill and tells the user what it does and why.
struct BackfillRun: Sendable {
    let context: Context
    let client: BinanceClient
    let store: CandleStore

    /// Fetches what is missing of some ranges; nil stands for days from the listing on and `minuteDays` of minutes.
    func run(
        _ symbols: [Symbol], ranges: [BackfillRequest.SeriesRange]? = nil, minuteDays: Int,
        isDryRun: Bool = false
    ) async throws -> BackfillReport {
        let now = try await client.serverTime()
        let request =
            ranges.map { BackfillRequest(symbols: symbols, ranges: $0) }
            ?? .standard(symbols: symbols, now: now, minuteDays: minuteDays)
        let console = context.console
        console.note("backfill: the exchange's clock says \(now)")
        let report = try await Backfill.run(request, client: client, store: store, dryRun: isDryRun) {
            event in
            Self.tell(event, console)
        }
        if report.wasComplete { console.note("backfill: nothing is missing") }
        for disagreement in report.disagreements { console.warn(Self.text(of: disagreement)) }
        return report
    }

    private static func tell(_ event: BackfillEvent, _ console: Console) {
        switch event {
        case .planned(let plan):
            guard !plan.isNothingMissing else { return console.detail("  \(plan.key): nothing is missing") }
            if plan.needsListing { console.note("  \(plan.key): never fetched, asking for the first candle") }
            for step in plan.steps where step.reasons != [.running] { console.note("  \(plan.key): \(step)") }
        case .page(let key, let candles, let about):
            console.progress("backfill: \(key)  \(Bar.text(candles, of: about))")
        case .damaged(let chunk): console.warn(text(of: chunk))
        case .finished(let series):
            console.detail("  \(series.key): \(series.fetched) candles in \(series.requests) requests")
        }
    }

    /// What is said of a chunk that was damaged and set aside.
    static func text(of chunk: DamagedChunk) -> String {
        "the stored \(chunk.key) candles of \(chunk.day) are damaged (\(chunk.reason)); they are set aside and fetched"
            + " again by the next backfill."
    }

    private static func text(of disagreement: Disagreement) -> String {
        let (held, arrived) = (disagreement.held, disagreement.arrived)
        return
            "\(disagreement.key) \(held.openTime): \(held.vintage.name) and \(arrived.vintage.name) disagree"
            + " (close \(Decimal.text(held.values.close)) and \(Decimal.text(arrived.values.close)), trades"
            + " \(held.values.trades ?? 0) and \(arrived.values.trades ?? 0)); the higher vintage is served."
    }

    /// The table at the end of a backfill.
    static func table(_ report: BackfillReport, hasColor: Bool) -> [String] {
        var table = TextTable([
            "symbol", "interval", ">held", "first", "last", report.isDryRun ? ">to fetch" : ">fetched",
            ">requests",
            "missing",
        ])
        for series in report.series {
            table.add([
                series.key.symbol.name, series.key.interval.rawValue, NumberText.count(series.held),
                series.first.map { "\($0)" } ?? "-", series.last.map { "\($0)" } ?? "-",
                NumberText.count(report.isDryRun ? series.plan.slots : series.fetched),
                NumberText.count(report.isDryRun ? series.plan.requestCount : series.requests),
                missing(series),
            ])
        }
        return table.lines(hasColor: hasColor)
    }

    private static func missing(_ series: BackfillReport.Series) -> String {
        let counts = Gap.Reason.allCases.map { ($0, series.missing($0)) }.filter {
            $0.1 > 0 && $0.0 != .beforeListing
        }
        return counts.isEmpty
            ? "nothing" : counts.map { "\(NumberText.count($1)) \($0.rawValue)" }.joined(separator: ", ")
    }
}
