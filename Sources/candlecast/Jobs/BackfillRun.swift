import BatchLayer
import Binance
import Candles
import ServingLayer

/// Runs a backfill and tells the user what it does and why.
struct BackfillRun: Sendable {
    let context: Context
    let client: BinanceClient
    let store: CandleStore
    /// From where candles of the past are fetched.
    var source = BackfillRequest.Source.auto
    /// How much is done at the same time.
    var limits = Backfill.Limits()
    /// Whether every stored chunk is read and checked first.
    var verifies = false
    /// What the exchange says of the symbols, if it has been asked already.
    var symbols: [SymbolInfo]?

    /// Fetches what is missing of some ranges; nil stands for days from the listing on and `minuteDays` of minutes.
    ///
    /// - Throws: What failed, once everything else is done; the caller needs all of it.
    func run(
        _ symbols: [Symbol], ranges: [BackfillRequest.SeriesRange]? = nil, minuteDays: Int,
        isDryRun: Bool = false
    ) async throws -> BackfillReport {
        let now = try await client.serverTime()
        let report = try await fetch(
            symbols, ranges: ranges, minuteDays: minuteDays, now: now, isDryRun: isDryRun)
        if let failure = report.failures.first { throw failure.error }
        return report
    }

    /// Fetches what is missing, and notes in the run log what was done; failures are in the report.
    func logged(
        _ symbols: [Symbol], ranges: [BackfillRequest.SeriesRange]?, minuteDays: Int
    ) async throws -> BackfillReport {
        let started = try await client.serverTime()
        let begun = ContinuousClock.now
        func now() -> OpenTime { started + Int64((ContinuousClock.now - begun) / .milliseconds(1)) }
        let run = try await store.startRun(context.command, at: started)
        do {
            let report = try await fetch(
                symbols, ranges: ranges, minuteDays: minuteDays, now: started, isDryRun: false)
            let outcome =
                report.failures.isEmpty
                ? "done" : "failed: \(report.failures.count) parts: \(report.failures[0].error)"
            try await store.finishRun(
                run, at: now(), outcome: outcome, counts: counts(report), steps: report.steps)
            return report
        } catch {
            do {
                // Also a run that was stopped is finished in the log.
                let (outcome, counts) = ("failed: \(error)", counts(nil))
                try await Task { [store] in
                    try await store.finishRun(run, at: now(), outcome: outcome, counts: counts)
                }.value
            } catch {
                context.console.detail("\(error)")
            }
            throw error
        }
    }

    private func counts(_ report: BackfillReport?) -> [String: Int] {
        let counters = client.counters
        var counts = [
            "requests": counters.requests.values.reduce(0, +), "retries": counters.retries,
            "bytes": counters.bytes, "waits": counters.waits,
        ]
        if let report {
            counts["fetched"] = report.fetched
            counts["archives"] = report.archives
            counts["series"] = report.series.count
            counts["failed"] = report.failures.count
            counts["disagreements"] = report.disagreements.count
        }
        return counts
    }

    private func fetch(
        _ wanted: [Symbol], ranges: [BackfillRequest.SeriesRange]?, minuteDays: Int, now: OpenTime,
        isDryRun: Bool
    ) async throws -> BackfillReport {
        let request =
            ranges.map { BackfillRequest(symbols: wanted, ranges: $0, source: source) }
            ?? .standard(symbols: wanted, now: now, minuteDays: minuteDays, source: source)
        let console = context.console
        console.note("backfill: the exchange's clock says \(now)")
        if !isDryRun { try await mend(wanted, now: now) }
        let isBrief = wanted.count > 12
        let report = try await Backfill.run(
            request, client: client, store: store, dryRun: isDryRun, limits: limits, now: now,
            symbols: symbols
        ) { event in
            BackfillText.tell(event, console, isBrief: isBrief, isDryRun: isDryRun)
        }
        if report.wasComplete { console.note("backfill: nothing is missing") }
        for disagreement in report.disagreements.prefix(20) {
            console.warn(BackfillText.text(of: disagreement))
        }
        if report.disagreements.count > 20 {
            console.warn(
                "\(report.disagreements.count) candles disagree in all; `candlecast audit` lists them.")
        }
        return report
    }

    /// Fetches again what was lost to damage, whatever its interval and age; with ``verifies``, after a look at
    /// every chunk.
    private func mend(_ symbols: [Symbol], now: OpenTime) async throws {
        if verifies {
            let broken = try await store.verify().filter { symbols.contains($0.key.symbol) }
            for chunk in broken { context.console.warn(BackfillText.text(of: chunk)) }
            try await store.setAside(broken)
        }
        let lost = try await Self.unmended(store).filter { symbols.contains($0.key.symbol) }
        for (key, chunks) in Dictionary(grouping: lost, by: \.key).sorted(by: { $0.key < $1.key }) {
            let ranges = TimeRange.union(chunks.map(\.range)).map {
                BackfillRequest.SeriesRange(key.interval, from: $0.start, to: $0.end)
            }
            let request = BackfillRequest(symbols: [key.symbol], ranges: ranges, source: source)
            _ = try await Backfill.run(
                request, client: client, store: store, limits: limits, now: now,
                symbols: self.symbols
            ) {
                BackfillText.tell($0, context.console)
            }
        }
    }

    /// The chunks that were set aside and whose candles are still to be fetched.
    static func unmended(_ store: CandleStore) async throws -> [DamagedChunk] {
        var result: [DamagedChunk] = []
        for chunk in try await store.damaged() {
            guard let held = try await held(chunk.key, in: store) else { continue }
            let coverage = try await store.coverage(chunk.key)
            let finder = GapFinder(interval: chunk.key.interval, runs: held, coverage: coverage)
            let ends = held.suffix(1).map(\.end) + coverage.answers.map(\.answeredAt)
            let range = chunk.range.clamped(
                to: TimeRange(.earliest, max(ends.max() ?? .latest, chunk.day.end)))
            if finder.gaps(in: range).contains(where: \.reason.isFetchable) { result.append(chunk) }
        }
        return result
    }

    /// What is held of a series, or nil if it is damaged once more: whoever meets that chunk says so.
    private static func held(_ key: SeriesKey, in store: CandleStore) async throws(StoreError) -> [TimeRange]?
    {
        do throws(StoreError) {
            return try await store.heldRanges(key).ranges
        } catch {
            guard case .damagedChunk = error else { throw error }
            return nil
        }
    }

    /// What is said of a chunk that was damaged and set aside.
    static func text(of chunk: DamagedChunk) -> String { BackfillText.text(of: chunk) }

    /// The table at the end of a backfill.
    static func table(_ report: BackfillReport, hasColor: Bool) -> [String] {
        BackfillText.table(report, hasColor: hasColor)
    }
}
