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
        if !isDryRun { try await mend(symbols) }
        let report = try await Backfill.run(request, client: client, store: store, dryRun: isDryRun) {
            event in
            Self.tell(event, console)
        }
        if report.wasComplete { console.note("backfill: nothing is missing") }
        for disagreement in report.disagreements { console.warn(Self.text(of: disagreement)) }
        return report
    }

    /// Sets damaged chunks aside and fetches their candles again, whatever their interval and age.
    private func mend(_ symbols: [Symbol]) async throws {
        let broken = try await store.verify().filter { symbols.contains($0.key.symbol) }
        for chunk in broken { context.console.warn(Self.text(of: chunk)) }
        try await store.setAside(broken)
        let lost = try await Self.unmended(store).filter { symbols.contains($0.key.symbol) }
        for (key, chunks) in Dictionary(grouping: lost, by: \.key).sorted(by: { $0.key < $1.key }) {
            let ranges = TimeRange.union(chunks.map(Self.range)).map {
                BackfillRequest.SeriesRange(key.interval, from: $0.start, to: $0.end)
            }
            let request = BackfillRequest(symbols: [key.symbol], ranges: ranges)
            _ = try await Backfill.run(request, client: client, store: store) {
                Self.tell($0, context.console)
            }
        }
    }

    /// The chunks that were set aside and whose candles are still to be fetched.
    static func unmended(_ store: CandleStore) async throws -> [DamagedChunk] {
        var result: [DamagedChunk] = []
        for chunk in try await store.damaged() {
            let (held, coverage) = (try await store.openTimes(chunk.key), try await store.coverage(chunk.key))
            let finder = GapFinder(interval: chunk.key.interval, held: held, coverage: coverage)
            let latest = (held.suffix(1) + coverage.answers.map(\.answeredAt)).max() ?? .latest
            let range = Self.range(chunk).clamped(to: TimeRange(.earliest, max(latest, chunk.day.end)))
            if finder.gaps(in: range).contains(where: { $0.reason == .notFetched }) { result.append(chunk) }
        }
        return result
    }

    /// The time that a chunk covers: a day, or the year of a day for intervals of a day and longer.
    static func range(_ chunk: DamagedChunk) -> TimeRange {
        guard !chunk.key.interval.dividesDay else { return TimeRange(chunk.day.start, chunk.day.end) }
        let year = chunk.day.civil.year
        let start = UTCDay(year: year, month: 1, day: 1) ?? chunk.day
        let end = UTCDay(year: year + 1, month: 1, day: 1) ?? chunk.day
        return TimeRange(start.start, end.start)
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
            + " again."
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
                report.isDryRun && series.plan.needsListing
                    ? "all" : NumberText.count(report.isDryRun ? series.plan.slots : series.fetched),
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
