import Candles
import NIOCore

/// Everything that the event loop of a server holds: the clock, the REST service and the stream hub.
///
/// It is used on that loop alone.
final class ReplayCore {
    let market: Market
    let connectionLimits: ConnectionTimer.Limits
    let backlogLimit: Int
    let hub: StreamHub
    private let clock: RunningClock
    private let counters: RequestCounters
    private let limitSpeed: Double
    private let startDate: OpenTime
    private let journalFile: JournalFile?
    private var archive: ArchiveService?
    private let listing: ArchiveListing?
    private var rest: RestService
    private var faults: FaultSchedule

    init(
        _ market: Market, configuration: ReplayConfiguration, clock: RunningClock, counters: RequestCounters,
        archive: ArchiveTree?, journalFile: JournalFile?
    ) {
        self.market = market
        self.clock = clock
        self.counters = counters
        self.archive = archive.map {
            ArchiveService(
                $0, publishes: configuration.archivePublishing, pieceEvery: configuration.pieceEvery)
        }
        listing = archive.map { ArchiveListing($0) }
        self.journalFile = journalFile
        limitSpeed = configuration.limitSpeed
        startDate = configuration.date(startedAt: clock.wall)
        faults = configuration.faults
        backlogLimit = configuration.backlogLimit
        connectionLimits = configuration.connectionLimits
        rest = RestService(
            market, meter: configuration.meter(startedAt: clock.wall), calendar: configuration.calendar,
            faultSettings: RestService.FaultSettings(
                retryAfter: configuration.faultRetryAfter, pieceEvery: configuration.pieceEvery))
        hub = StreamHub(
            market, faults: FaultPlan(cutAt: configuration.cutAt, stallAt: configuration.stallAt),
            time: clock.clock.start, isStopped: clock.clock.isStopped(after: .zero))
    }

    /// Virtual time.
    var now: OpenTime { clock.now }

    /// The wall time since the server started.
    var elapsed: Duration { clock.elapsed }

    /// A stream connection has opened: a clock that waited for one runs from now on.
    func streamOpened(_ connection: StreamConnection) {
        hub.add(connection)
        clock.start()
    }

    /// Looks at the clock and tells the streams.
    func tick() {
        let reading = clock.reading
        hub.tick(now: reading.now, stops: reading.isStopped)
        counters.connections(hub.connectionCount)
    }

    /// The header that every answer carries.
    var sourceHeader: RestAnswer.Header { rest.sourceHeader }

    /// The answer to a request of any path.
    func answer(_ request: RestRequest) -> RestAnswer {
        counters.count(request.path)
        if request.path == "/replay/status" {
            counters.connections(hub.connectionCount)
            return withSource(RestAnswer(body: counters.status(of: clock).json))
        }
        let now = clock.now
        let elapsed = clock.elapsed * limitSpeed
        let isFile = request.path.hasPrefix(ArchivePath.prefix)
        let isQuestion = isFile ? archive != nil : RestEndpoint(rawValue: request.path) != nil
        let fault = isQuestion ? faults.next(request.path) : nil
        var answer: RestAnswer
        if isFile {
            answer = withSource(
                archive?.answer(request, now: now, fault: fault) ?? RestService.refused(.notFound))
        } else if request.path == "/", let listing {
            answer = withSource(listing.answer(request))
        } else {
            answer = rest.answer(request, now: now, elapsed: elapsed, fault: fault)
        }
        let date = startDate + Int64(elapsed.milliseconds)
        answer.headers.append(RestAnswer.Header(name: "Date", value: HTTPDate.text(date)))
        let entry = counters.decided {
            [answer] in
            JournalEntry(request, answer, number: $0, elapsed: elapsed, now: now)
        }
        write(entry)
        return answer
    }

    /// Adds a line to the journal's file; what cannot be written is left out, and the server goes on.
    private func write(_ entry: JournalEntry) {
        guard let journalFile else { return }
        do {
            try journalFile.write(entry)
        } catch {
            counters.journalFailed("\(error)")
        }
    }

    private func withSource(_ answer: RestAnswer) -> RestAnswer {
        var answer = answer
        answer.headers.append(sourceHeader)
        return answer
    }
}
