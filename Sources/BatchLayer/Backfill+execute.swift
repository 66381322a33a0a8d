import Binance
import Candles
import ServingLayer

extension Backfill {
    /// What a run has come to.
    struct Done: Sendable {
        var works: [SeriesWork]
        var failures: [BackfillReport.Failure] = []
        var disagreements: [Disagreement] = []
        var notices: [String] = []
        var ledger = StepLedger()
        /// The series of which a chunk was set aside while they were written.
        var damaged: Set<SeriesKey> = []
    }

    /// Something that a run waits for.
    private enum Arrival: Sendable {
        case fetched(FetchResult)
        case written(Result<WriteSummary, BatchError>, [PendingWrite.Item])
    }

    /// The number of disagreements that a report holds; the store keeps all of them.
    private static let reported = 1000

    /// Fetches everything, several things at the same time, and writes what comes.
    ///
    /// Only one write is on its way at a time. Answers go on arriving meanwhile, up to a bound.
    func execute(
        _ works: [SeriesWork], now: OpenTime, since started: ContinuousClock.Instant
    ) async throws(BatchError) -> Done {
        let digests = try await digests(works)
        let limits = limits
        let done: (Done, BatchError?, [PendingWrite.Item]) = await withTaskGroup(of: Arrival.self) { group in
            var state = BackfillExecution(works, now: now, limits: limits)
            var done = Done(works: works)
            var unwritten: [PendingWrite.Item] = []
            var writing = 0
            var isWriting = false
            var oldest: ContinuousClock.Instant?
            while true {
                while let (index, task) = state.next(writing: writing) {
                    let query = state.works[index].query(task)
                    group.addTask {
                        .fetched(await fetch(index, task, query, now: now, digests: digests, since: started))
                    }
                }
                let waited = oldest.map { ContinuousClock.now - $0 } ?? .zero
                if !isWriting, state.fatal == nil, state.shouldWrite(waited: waited) {
                    let items = state.takePending()
                    (isWriting, writing, oldest) = (true, items.reduce(0) { $0 + $1.candles }, nil)
                    group.addTask { .written(await write(items), items) }
                }
                guard let arrival = await group.next() else { break }
                switch arrival {
                case .fetched(let result):
                    state.receive(result)
                    if !state.pending.items.isEmpty { oldest = oldest ?? ContinuousClock.now }
                    progress(
                        .progress(
                            works[result.index].key, state.estimate, elapsed: ContinuousClock.now - started))
                case .written(.success(let summary), _):
                    (isWriting, writing) = (false, 0)
                    take(summary, into: &done)
                case .written(.failure(let error), let items):
                    (isWriting, writing) = (false, 0)
                    unwritten += items
                    state.end(with: error)
                }
                for event in state.takeEvents() { progress(event) }
                if state.fatal != nil { group.cancelAll() }
            }
            done.works = state.works
            (done.failures, done.notices, done.ledger) = (state.failures, state.notices, state.ledger)
            return (done, state.fatal, unwritten + state.takePending())
        }
        guard let fatal = done.1 else { return done.0 }
        // What arrived before the end is worth keeping, also when the task was cancelled; why it ended is what the
        // caller must hear.
        let items = done.2
        if !items.isEmpty { _ = await Task { await write(items) }.value }
        throw fatal
    }

    /// Asks only for the first candles, to complete the plans.
    func list(_ works: [SeriesWork]) async throws(BatchError) -> Done {
        let limits = limits
        let answers: [FetchResult] = await withTaskGroup(of: FetchResult.self) { group in
            var results: [FetchResult] = []
            var waiting = ArraySlice(works.indices.filter { works[$0].plan.needsListing })
            var inFlight = 0
            while true {
                while inFlight < limits.pages, let index = waiting.popFirst() {
                    inFlight += 1
                    group.addTask {
                        let (now, query) = (works[index].now, works[index].query(.listing))
                        return await fetch(index, .listing, query, now: now, digests: [:], since: .now)
                    }
                }
                guard let result = await group.next() else { break }
                inFlight -= 1
                results.append(result)
            }
            return results
        }
        var done = Done(works: works)
        for answer in answers {
            switch answer.outcome {
            case .page(let page):
                _ = done.works[answer.index].next(archives: false, pages: true)
                let times = page.closed.map(\.openTime) + (page.running.map { [$0.openTime] } ?? [])
                _ = try done.works[answer.index].receive(.listing, times: times, closed: page.closed.count)
                progress(.planned(done.works[answer.index].plan))
            case .failed(let error): throw BatchError(error)
            case .absent, .file, .refused: continue
            }
        }
        return done
    }

    private func fetch(
        _ index: Int, _ task: FetchTask, _ query: KlineQuery?, now: OpenTime, digests: [String: String],
        since begun: ContinuousClock.Instant
    ) async -> FetchResult {
        let started = ContinuousClock.now
        let outcome: FetchResult.Outcome
        if case .archive(let file, _) = task {
            outcome = await source.file(file, now: now, previousDigest: digests[file.name])
        } else if let query {
            outcome = await source.page(query)
        } else {
            outcome = .absent
        }
        let arrived = ContinuousClock.now
        return FetchResult(
            index: index, task: task, outcome: outcome,
            milliseconds: Int((arrived - started) / .milliseconds(1)),
            arrivedAt: Int((arrived - begun) / .milliseconds(1)))
    }

    /// The digests of the files that were fetched before, by name.
    private func digests(_ works: [SeriesWork]) async throws(BatchError) -> [String: String] {
        var digests: [String: String] = [:]
        for work in works {
            let usesArchive = work.plan.steps.contains { $0.source != .rest }
            guard usesArchive || work.plan.needsListing else { continue }
            do throws(StoreError) {
                for record in try await store.archives(work.key) { digests[record.name] = record.digest }
            } catch {
                throw BatchError(error)
            }
        }
        return digests
    }

    private func write(_ items: [PendingWrite.Item]) async -> Result<WriteSummary, BatchError> {
        var whole = WriteSummary()
        do throws(StoreError) {
            for batch in PendingWrite.batches(items) {
                let summary = try await store.write(batch)
                whole.disagreements += summary.disagreements
                whole.setAside += summary.setAside
                whole.changed += summary.changed
            }
            return .success(whole)
        } catch {
            return .failure(BatchError(error))
        }
    }

    private func take(_ summary: WriteSummary, into done: inout Done) {
        let room = max(0, Self.reported - done.disagreements.count)
        done.disagreements += summary.disagreements.prefix(room)
        for chunk in summary.setAside {
            progress(.damaged(chunk))
            done.damaged.insert(chunk.key)
        }
    }
}
