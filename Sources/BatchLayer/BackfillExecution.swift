import Binance
import Candles
import ServingLayer

/// Where the fetching of all series stands: which questions are on their way, what waits to be written, what failed.
///
/// It does nothing itself: told what arrived, it says what to ask and what to write next.
struct BackfillExecution {
    private(set) var works: [SeriesWork]
    private(set) var pending = PendingWrite()
    private(set) var estimate = ProgressEstimate()
    private(set) var failures: [BackfillReport.Failure] = []
    private(set) var notices: [String] = []
    /// Why the whole run ends early, if it does.
    private(set) var fatal: BatchError?
    private(set) var ledger: StepLedger

    /// What the user is to be told.
    private(set) var events: [BackfillEvent] = []

    private let limits: Backfill.Limits
    private let now: OpenTime
    /// The series that may have something to ask, in the order of the request; only the first few are looked at.
    private var active: [Int]
    private var cursor = 0
    private(set) var archivesInFlight = 0
    private(set) var pagesInFlight = 0
    /// What is left of each series, with the questions that are on their way, and of all of them.
    private var left: [FetchCost]
    private var leftInAll: FetchCost
    private var onTheirWay: [Int: FetchCost] = [:]
    private var failuresInARow = 0
    private var archiveFailuresInARow = 0
    private var isArchiveGivenUp = false

    /// How many series in a row may fail before the exchange counts as out of reach.
    private static let patience = 3
    /// How many parts of one series may fail before it is given up for this run.
    private static let partsPatience = 3
    /// How many series are worked on at the same time.
    private static let width = 64

    init(_ works: [SeriesWork], now: OpenTime, limits: Backfill.Limits) {
        self.works = works
        self.now = now
        self.limits = limits
        active = works.indices.filter { !works[$0].isDone }
        ledger = StepLedger()
        left = works.map { $0.plan.needsListing ? .rest(slots: 1) : $0.costLeft }
        leftInAll = left.reduce(.zero, +)
        estimate.expect(left: leftInAll)
    }

    var inFlight: Int { archivesInFlight + pagesInFlight }

    /// Chooses the next question.
    ///
    /// - Parameter writing: The number of candles that are being written.
    /// - Returns: The place of the series and the question, or nil if none may be asked now.
    mutating func next(writing: Int) -> (index: Int, task: FetchTask)? {
        guard fatal == nil, pending.candles + writing < 3 * limits.candlesPerWrite else { return nil }
        let archives = archivesInFlight < limits.archives
        let pages = pagesInFlight < limits.pages
        guard archives || pages else { return nil }
        let window = min(Self.width, active.count)
        for step in 0..<window {
            let place = (cursor + step) % window
            let index = active[place]
            guard let task = works[index].next(archives: archives, pages: pages) else { continue }
            cursor = place + 1
            onTheirWay[index] = (onTheirWay[index] ?? .zero) + works[index].cost(of: task)
            if case .archive = task { archivesInFlight += 1 } else { pagesInFlight += 1 }
            return (index, task)
        }
        return nil
    }

    /// Whether something should be written now, told how long the oldest answer has been waiting.
    func shouldWrite(waited: Duration) -> Bool {
        guard !pending.items.isEmpty else { return false }
        return inFlight == 0 || pending.candles >= limits.candlesPerWrite
            || pending.items.count >= limits.itemsPerWrite || waited >= .seconds(1)
    }

    mutating func takePending() -> [PendingWrite.Item] { pending.take() }

    mutating func takeEvents() -> [BackfillEvent] {
        defer { events = [] }
        return events
    }

    /// Takes in that what was fetched cannot be kept, or the like: nothing more is asked.
    mutating func end(with error: BatchError) { fatal = fatal ?? error }

    // MARK: Answers

    /// Takes in an answer.
    mutating func receive(_ result: FetchResult) {
        let index = result.index
        if case .archive = result.task { archivesInFlight -= 1 } else { pagesInFlight -= 1 }
        switch (result.task, result.outcome) {
        case (_, .page(let page)):
            receive(page, result)
        case (.archive(let file, let range), .file(let contents)):
            receive(contents, of: file, range, result)
        case (.archive(let file, let range), .absent):
            archiveFailuresInARow = 0
            works[index].absent(file, range)
        case (.archive(let file, let range), .refused(let reason)):
            refuse(file, range, reason, index)
        case (let task, .failed(let error)):
            fail(task, error, index)
        case (_, .file), (_, .absent), (_, .refused):
            // Only a question for a file is answered so.
            end(with: .exchange(.badAnswer(path: "klines", reason: "it is the answer to another question")))
        }
        count(result.task, index)
        guard works[index].isDone else { return }
        active.removeAll { $0 == index }
        let work = works[index]
        events.append(.finished(work.key, candles: work.fetched, requests: work.pages))
    }

    /// Counts anew what is left of a series, and so of the run.
    private mutating func count(_ task: FetchTask, _ index: Int) {
        let way = (onTheirWay[index] ?? .zero) - works[index].cost(of: task)
        onTheirWay[index] = way
        let now = way + works[index].costLeft
        leftInAll = leftInAll - left[index] + now
        left[index] = now
        estimate.expect(left: leftInAll)
    }

    private mutating func receive(_ page: KlinePage, _ result: FetchResult) {
        let index = result.index
        let times = page.closed.map(\.openTime) + (page.running.map { [$0.openTime] } ?? [])
        let wasListing = works[index].plan.needsListing
        let covered: [TimeRange]
        do throws(BatchError) {
            covered = try works[index].receive(result.task, times: times, closed: page.closed.count)
        } catch {
            return seriesFailed(result.task, error, index)
        }
        failuresInARow = 0
        var item = PendingWrite.Item(key: works[index].key, replaces: works[index].wanted.isRefetch)
        if case .page = result.task {
            item.page = page
            item.candles = page.closed.count
        }
        item.coverage = answers(covered)
        pending.add(item)
        if wasListing { events.append(.planned(works[index].plan)) }
        ledger.add(page: result, works[index].key, candles: item.candles)
        estimate.advance(
            works[index].cost(of: result.task), candles: item.candles, bytes: item.candles * 170)
    }

    private mutating func receive(
        _ contents: FetchResult.File, of file: ArchiveFile, _ range: TimeRange, _ result: FetchResult
    ) {
        let index = result.index
        archiveFailuresInARow = 0
        failuresInARow = 0
        let covered = works[index].receive(file, range, runs: contents.runs, candles: contents.candles)
        var item = PendingWrite.Item(key: file.key, replaces: works[index].wanted.isRefetch)
        item.chunks = contents.chunks
        item.candles = contents.candles
        item.coverage = answers(covered)
        item.record = ArchiveRecord(
            name: file.name, digest: contents.digest, bytes: contents.bytes, candles: contents.candles,
            fetchedAt: now)
        pending.add(item)
        if contents.isReissued {
            events.append(.archiveReissued(file))
            notices.append("\(file.name): published anew since it was last fetched")
        }
        ledger.add(file: file, range, contents, milliseconds: result.milliseconds)
        estimate.advance(
            works[index].cost(of: result.task), candles: contents.candles, bytes: contents.bytes)
    }

    private func answers(_ covered: [TimeRange]) -> [Coverage.Answer] {
        covered.filter { !$0.isEmpty }.map { Coverage.Answer(range: $0, answeredAt: now) }
    }

    // MARK: Failures

    private mutating func refuse(_ file: ArchiveFile, _ range: TimeRange, _ reason: String, _ index: Int) {
        works[index].refused(file, range)
        events.append(.archiveRefused(file, reason: reason))
        notices.append("\(file.name): refused: \(reason)")
        ledger.add(refused: file, range, reason)
    }

    private mutating func fail(_ task: FetchTask, _ error: BinanceError, _ index: Int) {
        if error == .cancelled || (error.endsRun && !task.isArchive) { end(with: BatchError(error)) }
        guard fatal == nil else { return works[index].failed(task, stops: true) }
        guard case .archive(let file, let range) = task else {
            return seriesFailed(task, BatchError(error), index)
        }
        // REST has what the archive has: a failing archive makes a run slower, not incomplete.
        refuse(file, range, "\(error)", index)
        archiveFailuresInARow += 1
        guard archiveFailuresInARow >= Self.patience || error.endsRun, !isArchiveGivenUp else { return }
        isArchiveGivenUp = true
        for other in works.indices { works[other].giveUpArchives() }
        events.append(.archiveGivenUp(reason: "\(error)"))
        notices.append("the archive: given up: \(error)")
    }

    private mutating func seriesFailed(_ task: FetchTask, _ error: BatchError, _ index: Int) {
        let work = works[index]
        let failure = BackfillReport.Failure(key: work.key, range: work.range(of: task), error: error)
        let parts = failures.count { $0.key == work.key } + 1
        works[index].failed(task, stops: error.isRetriable || parts >= Self.partsPatience)
        failures.append(failure)
        events.append(.failed(failure))
        var item = PendingWrite.Item(key: work.key)
        item.failure = FetchFailure(range: failure.range, reason: error.problem, at: now)
        pending.add(item)
        failuresInARow += 1
        // When every question fails, the next one would too, and each costs all its repetitions.
        if failuresInARow >= Self.patience, error.isRetriable { end(with: error) }
    }
}

extension FetchTask {
    /// Whether it asks for a file of the archive.
    var isArchive: Bool {
        if case .archive = self { true } else { false }
    }
}

extension BinanceError {
    /// Whether no other question to the same address can be answered now.
    var endsRun: Bool {
        switch self {
        case .rateLimited, .geoBlocked, .firewall, .tls, .invalidURL, .invalidCertificates, .cancelled: true
        default: false
        }
    }
}
