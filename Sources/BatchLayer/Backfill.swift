public import Binance
public import Candles
public import ServingLayer

/// Fetches what is missing in the store: finds it, says what and why, fetches it, writes it.
///
/// Whole months and days come from the bulk archive, the rest over REST, several of each at the same time. What
/// arrives is written together with what it answers for, so a run that is killed at any moment has lost nothing that
/// it wrote, and the next one asks for nothing that was written. A series that fails does not stop the others.
///
///     let report = try await Backfill.run(
///         .standard(symbols: symbols, now: now), client: client, store: store) { event in show(event) }
public struct Backfill: Sendable {
    /// How much is done at the same time, and how much waits in memory.
    public struct Limits: Hashable, Sendable {
        /// The number of files of the archive that are fetched at the same time.
        public var archives = 6
        /// The number of pages of REST that are fetched at the same time.
        public var pages = 12
        /// The number of candles that wait before they are written; three times as many are held at the most.
        public var candlesPerWrite = 50_000
        /// The number of answers that wait before they are written.
        public var itemsPerWrite = 200
        /// The number of candles in a full answer of the exchange.
        public var pageLimit = 1000

        /// The limits that suit the public exchange.
        public init() {}

        /// The limits for a number of threads: so many files, and twice as many pages, at the same time.
        public init(threads: Int) {
            precondition(threads > 0, "at least one thread must work, was \(threads)")
            archives = threads
            pages = 2 * threads
        }
    }

    let limits: Limits
    let source: CandleSource
    let store: CandleStore
    let progress: @Sendable (BackfillEvent) -> Void

    /// A backfill from an exchange into a store.
    ///
    /// - Parameters:
    ///   - source: The exchange.
    ///   - store: The store, opened for writing unless only dry runs are made.
    ///   - limits: How much is done at the same time.
    ///   - progress: Told what happens, from any thread.
    public init(
        source: CandleSource, store: CandleStore, limits: Limits = Limits(),
        progress: @escaping @Sendable (BackfillEvent) -> Void = { _ in }
    ) {
        self.source = source
        self.store = store
        self.limits = limits
        self.progress = progress
    }

    /// Fetches what a request finds missing, from an exchange behind a client.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - client: The exchange.
    ///   - store: The store.
    ///   - dryRun: Plans only: writes nothing and asks for no candles but the first one of a series.
    ///   - limits: How much is done at the same time.
    ///   - now: The exchange's time, if it has been asked for already.
    ///   - symbols: What the exchange says of the symbols, if it has been asked for already.
    ///   - progress: Told what happens, from any thread.
    /// - Returns: What was done for each series, what failed, and what is still missing.
    /// - Throws: ``BatchError``; what was written by then stays.
    public static func run(
        _ request: BackfillRequest, client: BinanceClient, store: CandleStore, dryRun: Bool = false,
        limits: Limits = Limits(), now: OpenTime? = nil, symbols: [SymbolInfo]? = nil,
        progress: @escaping @Sendable (BackfillEvent) -> Void = { _ in }
    ) async throws(BatchError) -> BackfillReport {
        try await Backfill(source: CandleSource(client), store: store, limits: limits, progress: progress)
            .run(request, dryRun: dryRun, now: now, symbols: symbols)
    }

    /// Fetches what a request finds missing.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - dryRun: Plans only: writes nothing and asks for no candles but the first one of a series.
    ///   - now: The exchange's time, if it has been asked for already.
    ///   - symbols: What the exchange says of the symbols, if it has been asked for already.
    /// - Returns: What was done for each series, what failed, and what is still missing.
    /// - Throws: ``BatchError`` if the whole run had to end: no network, a ban, a store that cannot be written.
    ///   What was written by then stays.
    public func run(
        _ request: BackfillRequest, dryRun: Bool = false, now: OpenTime? = nil, symbols: [SymbolInfo]? = nil
    ) async throws(BatchError) -> BackfillReport {
        let started = ContinuousClock.now
        let (now, infos) = try await prepare(request, dryRun: dryRun, now: now, infos: symbols)
        let series = request.series
        let known = try await knowledge(of: Set(series.map(\.key)), dryRun: dryRun)
        var works: [SeriesWork] = []
        for (key, range) in series {
            let work = SeriesWork(
                key, wanted: range, known: known[key]?.known ?? BackfillPlan.Known(), now: now,
                source: request.source, pageLimit: limits.pageLimit)
            progress(.planned(work.plan))
            works.append(work)
        }
        var done = try await dryRun ? list(works) : execute(works, now: now, since: started)
        if !done.damaged.isEmpty { try await mend(&done, since: started) }
        let changed = Set(done.works.filter { $0.pages > 0 || $0.fetched > 0 }.map(\.key))
        let after = dryRun ? [:] : try await knowledge(of: changed, dryRun: false)
        let trading = Self.trading(infos)
        let reports = done.works.map { work in
            report(
                on: work, after[work.key] ?? known[work.key] ?? SeriesKnowledge(),
                archives: done.ledger.fileCount(work.key), trading: trading[work.key.symbol] ?? .open,
                plan: dryRun ? work.plan : work.firstPlan)
        }
        return BackfillReport(
            now: now, isDryRun: dryRun, series: reports, disagreements: done.disagreements,
            failures: done.failures, steps: done.ledger.steps, notices: done.notices,
            duration: ContinuousClock.now - started)
    }

    /// Fetches what was set aside while the run wrote: those chunks were not known to be damaged when it was planned.
    private func mend(_ done: inout Done, since started: ContinuousClock.Instant) async throws(BatchError) {
        let known = try await knowledge(of: done.damaged, dryRun: false)
        let works = done.works.filter { done.damaged.contains($0.key) && !$0.wanted.isRefetch }.map { work in
            SeriesWork(
                work.key, wanted: work.wanted, known: known[work.key]?.known ?? BackfillPlan.Known(),
                now: work.now, source: .rest, pageLimit: limits.pageLimit)
        }
        guard let now = works.first?.now else { return }
        let more = try await execute(works, now: now, since: started)
        done.failures += more.failures
        done.disagreements += more.disagreements
        done.notices += more.notices
        done.ledger.add(more.ledger)
        for work in more.works {
            guard let index = done.works.firstIndex(where: { $0.key == work.key }) else { continue }
            done.works[index].add(fetched: work.fetched, pages: work.pages)
        }
    }

    /// Checks symbols and source, and asks for the exchange's time.
    private func prepare(
        _ request: BackfillRequest, dryRun: Bool, now: OpenTime?, infos: [SymbolInfo]?
    ) async throws(BatchError) -> (OpenTime, [SymbolInfo]) {
        let (label, time, found): (String, OpenTime, [SymbolInfo])
        do throws(BinanceError) {
            if let infos { found = infos } else { found = try await source.symbols(request.symbols) }
            label = try await source.kind().label
            if let now { time = now } else { time = try await source.serverTime() }
        } catch {
            throw BatchError(error)
        }
        do throws(StoreError) {
            if !dryRun {
                try await store.claimSource(label)
                try await keep(found, of: Set(request.symbols), at: time)
            } else if let held = try await store.source(), held != label {
                throw .mixedSource(held: held, found: label)
            }
        } catch {
            throw BatchError(error)
        }
        return (time, found)
    }

    /// Keeps what the exchange says of the symbols where it is news, or old.
    private func keep(
        _ infos: [SymbolInfo], of wanted: Set<Symbol>, at now: OpenTime
    ) async throws(StoreError) {
        let held = try await store.statuses()
        let news = infos.filter { info in
            guard wanted.contains(info.symbol) else { return false }
            guard let before = held[info.symbol] else { return true }
            return before.status != info.status || now - before.askedAt >= UTCDay.milliseconds
        }
        guard !news.isEmpty else { return }
        var batch = StoreBatch()
        batch.statuses = news.map { SymbolStatus(symbol: $0.symbol, status: $0.status, askedAt: now) }
        _ = try await store.write(batch)
    }

    private static func trading(_ infos: [SymbolInfo]) -> [Symbol: GapFinder.Trading] {
        Dictionary(infos.map { ($0.symbol, GapFinder.Trading(status: $0.status)) }) { first, _ in first }
    }
}
