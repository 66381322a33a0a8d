import BatchLayer
import Binance
import Candles
import ServingLayer
import SpeedLayer

/// The main job, end to end: backfill, follow the stream, merge, forecast, report.
struct MainJob: Sendable {
    let context: Context
    let options: ForecastOptions
    let follow: Duration
    let until: OpenTime?
    let minuteDays: Int

    /// The result as JSON.
    private struct Document: Encodable {
        let backfill: BackfillDocument
        let merge: MergeDocument
        let forecast: ForecastDocument
        let report: ReportStep.Written
    }

    /// Runs the steps one after the other; each says what it does.
    ///
    /// A dry run says what would be fetched and stops there.
    func run(
        _ symbols: [Symbol], client: BinanceClient, store: CandleStore, isDryRun: Bool = false
    ) async throws {
        let console = context.console
        let backfill = BackfillRun(context: context, client: client, store: store)
        guard !isDryRun else {
            let plan = try await backfill.run(symbols, minuteDays: minuteDays, isDryRun: true)
            if console.isJSON {
                return console.result(
                    try JSONText.document("candlecast.backfill/1", BackfillDetailDocument(plan)))
            }
            return show(BackfillRun.table(plan, hasColor: console.outputHasColor))
        }
        let started = try await client.serverTime()
        if follow > .zero || until != nil {
            _ = try await SourceCheck(context: context, client: client).label()
        }
        let run = try await store.startRun(context.command, at: started)
        do {
            console.note("1/5 backfill")
            let fetched = try await backfill.run(symbols, minuteDays: minuteDays)
            show(BackfillRun.table(fetched, hasColor: console.outputHasColor))
            console.note("2/5 stream")
            try await stream(symbols, client, store)
            console.note("3/5 merge")
            let merged = try await MergeJob(store: store).run(symbols)
            show(MergeJob.table(merged, hasColor: console.outputHasColor))
            console.note("4/5 forecast")
            let now = try await client.serverTime()
            let outcomes = try await ForecastStep(context: context, store: store, options: options)
                .run(symbols, madeAt: now, keeps: true)
            show(ForecastStep.tables(outcomes, hasColor: console.outputHasColor))
            console.note("5/5 report")
            let written = try await ReportStep(context: context, store: store, options: options)
                .write(outcomes, symbols: symbols, madeAt: now)
            try await store.finishRun(
                run, at: now, outcome: "done",
                counts: ["fetched": fetched.fetched, "requests": fetched.requests], steps: fetched.steps)
            if console.isJSON {
                let document = Document(
                    backfill: BackfillDocument(fetched), merge: MergeDocument(merged),
                    forecast: ForecastDocument(outcomes), report: written)
                console.result(try JSONText.document("candlecast.run/1", document))
            } else {
                console.result("report: \(written.report)")
            }
            try ForecastStep.requireOne(outcomes)
        } catch {
            do {
                try await store.finishRun(run, at: started, outcome: "failed: \(error)", counts: [:])
            } catch {
                console.detail("\(error)")
            }
            throw error
        }
    }

    /// Follows the stream, then asks REST for what is still missing, so that the end does not depend on timing.
    private func stream(_ symbols: [Symbol], _ client: BinanceClient, _ store: CandleStore) async throws {
        guard follow > .zero || until != nil else { return context.console.note("  skipped: --follow 0") }
        let outcome = try await StreamStep(context: context, client: client)
            .run(symbols, into: store, until: until, follow: until == nil ? follow : nil)
        if outcome.produced?.reason == .shutdown { throw ProgramError.interrupted }
        _ = try await BackfillRun(context: context, client: client, store: store).run(
            symbols, minuteDays: minuteDays)
    }

    private func show(_ lines: [String]) {
        guard !context.console.isJSON else { return }
        for line in lines + [""] { context.console.result(line) }
    }
}
