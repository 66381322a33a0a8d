public import Binance
import Candles
public import ServingLayer

/// Fetches what is missing in the store: finds it, says what and why, fetches it, writes it.
///
/// Pages are written together with what they answer for, a few at a time, so a run that is killed at any
/// moment has lost nothing that it wrote, and the next one asks for nothing that was written.
///
///     let report = try await Backfill.run(
///         .standard(symbols: symbols, now: now), client: client, store: store) { event in show(event) }
public struct Backfill: Sendable {
    /// The number of series that are fetched at the same time.
    public let concurrency: Int
    /// The number of pages that are written in one transaction.
    public let pagesPerWrite: Int
    /// The number of candles in a full answer of the exchange.
    public let pageLimit: Int

    let source: CandleSource
    let store: CandleStore
    let progress: @Sendable (BackfillEvent) -> Void

    /// A backfill from an exchange into a store.
    ///
    /// - Parameters:
    ///   - source: The exchange.
    ///   - store: The store, opened for writing unless only dry runs are made.
    ///   - concurrency: The number of series fetched at the same time.
    ///   - pagesPerWrite: The number of pages written in one transaction.
    ///   - pageLimit: The number of candles in a full answer of the exchange.
    ///   - progress: Told what happens, from any thread.
    public init(
        source: CandleSource, store: CandleStore, concurrency: Int = 4, pagesPerWrite: Int = 8,
        pageLimit: Int = 1000, progress: @escaping @Sendable (BackfillEvent) -> Void = { _ in }
    ) {
        precondition(concurrency > 0, "at least one series must be fetched at a time, was \(concurrency)")
        precondition(pagesPerWrite > 0, "a write must take at least one page, was \(pagesPerWrite)")
        self.source = source
        self.store = store
        self.concurrency = concurrency
        self.pagesPerWrite = pagesPerWrite
        self.pageLimit = pageLimit
        self.progress = progress
    }

    /// Fetches what a request finds missing, from an exchange behind a client.
    ///
    /// - Throws: ``BatchError``; what was written by then stays.
    public static func run(
        _ request: BackfillRequest, client: BinanceClient, store: CandleStore, dryRun: Bool = false,
        progress: @escaping @Sendable (BackfillEvent) -> Void = { _ in }
    ) async throws(BatchError) -> BackfillReport {
        try await Backfill(source: CandleSource(client), store: store, progress: progress)
            .run(request, dryRun: dryRun)
    }

    /// Fetches what a request finds missing.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - dryRun: Plans only: asks the exchange for no candles and writes nothing.
    /// - Returns: What was done for each series, and what is still missing.
    /// - Throws: ``BatchError``; what was written by then stays.
    public func run(
        _ request: BackfillRequest, dryRun: Bool = false
    ) async throws(BatchError) -> BackfillReport {
        let now = try await prepare(request, dryRun: dryRun)
        var jobs: [BackfillJob] = []
        for (key, range) in request.series {
            let known = try await known(of: key, dryRun: dryRun)
            let job = BackfillJob(key, wanted: range, known: known, now: now, pageLimit: pageLimit)
            progress(.planned(job.plan))
            jobs.append(job)
        }
        var reports: [Int: BackfillReport.Series] = [:]
        var disagreements: [Disagreement] = []
        if !dryRun { disagreements = try await fetch(&jobs, &reports) }
        var series: [BackfillReport.Series] = []
        for (index, job) in jobs.enumerated() {
            if let report = reports[index] {
                series.append(report)
            } else {
                series.append(try await report(on: job, dryRun: dryRun))
            }
        }
        return BackfillReport(now: now, isDryRun: dryRun, series: series, disagreements: disagreements)
    }

    /// Checks symbols and source, and asks for the exchange's time.
    private func prepare(_ request: BackfillRequest, dryRun: Bool) async throws(BatchError) -> OpenTime {
        let (label, now): (String, OpenTime)
        do throws(BinanceError) {
            try await source.checkSymbols(request.symbols)
            label = try await source.kind().label
            now = try await source.serverTime()
        } catch {
            throw BatchError(error)
        }
        do throws(StoreError) {
            if !dryRun {
                try await store.claimSource(label)
            } else if let held = try await store.source(), held != label {
                throw .mixedSource(held: held, found: label)
            }
        } catch {
            throw BatchError(error)
        }
        return now
    }

    /// Fetches all jobs, a few at a time, and writes what comes; the caller's task is the only writer.
    private func fetch(
        _ jobs: inout [BackfillJob], _ reports: inout [Int: BackfillReport.Series]
    ) async throws(BatchError) -> [Disagreement] {
        var work = jobs
        let (source, concurrency) = (source, concurrency)
        var done: [Int: BackfillReport.Series] = [:]
        var disagreements: [Disagreement] = []
        let failure = await withTaskGroup(
            of: (Int, Result<KlinePage, BinanceError>).self, returning: BatchError?.self
        ) { group in
            var ready = ArraySlice(work.indices.filter { work[$0].next != nil })
            var inFlight = 0
            var pending = PendingWrite()
            var failure: BatchError?
            while true {
                while failure == nil, inFlight < concurrency, let index = ready.popFirst() {
                    guard let query = work[index].next else { continue }
                    inFlight += 1
                    group.addTask { (index, await source.page(query)) }
                }
                guard let (index, result) = await group.next() else { break }
                inFlight -= 1
                do throws(BatchError) {
                    let page = try result.mapError { BatchError($0) }.get()
                    try take(page, into: &work[index], &pending)
                    let isDone = work[index].next == nil
                    if !isDone { ready.append(index) }
                    if isDone || pending.pages >= pagesPerWrite {
                        disagreements += try await write(&pending)
                    }
                    if isDone {
                        let report = try await report(on: work[index], dryRun: false)
                        done[index] = report
                        progress(.finished(report))
                    }
                } catch {
                    failure = failure ?? error
                    group.cancelAll()
                }
            }
            // What arrived before the failure is worth keeping; that it failed is what the caller must hear.
            if failure != nil { _ = try? await write(&pending) }
            return failure
        }
        jobs = work
        if let failure { throw failure }
        for index in jobs.indices where done[index] == nil {
            let report = try await report(on: jobs[index], dryRun: false)
            done[index] = report
            progress(.finished(report))
        }
        reports = done
        return disagreements
    }

    private func take(
        _ page: KlinePage, into job: inout BackfillJob, _ pending: inout PendingWrite
    ) throws(BatchError) {
        let asked = job.plan
        let addition = try job.receive(closed: page.closed, running: page.running)
        pending.add(addition, to: job.key, replaces: job.wanted.isRefetch)
        if asked.needsListing {
            progress(.planned(job.plan))
        } else {
            progress(.page(job.key, candles: job.fetched, about: job.plan.slots))
        }
    }

    private func write(_ pending: inout PendingWrite) async throws(BatchError) -> [Disagreement] {
        var disagreements: [Disagreement] = []
        for batch in pending.take() {
            do throws(StoreError) {
                let summary = try await store.write(batch)
                disagreements += summary.disagreements
                for chunk in summary.setAside { progress(.damaged(chunk)) }
            } catch {
                throw BatchError(error)
            }
        }
        return disagreements
    }
}

extension CandleSource {
    /// A page, or why there is none.
    fileprivate func page(_ query: KlineQuery) async -> Result<KlinePage, BinanceError> {
        do {
            return .success(try await klines(query))
        } catch {
            return .failure(error)
        }
    }
}
