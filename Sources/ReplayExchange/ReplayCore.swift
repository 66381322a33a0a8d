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
    private let archive: ArchiveTree?
    private var rest: RestService

    init(
        _ market: Market, configuration: ReplayConfiguration, clock: RunningClock, counters: RequestCounters,
        archive: ArchiveTree?
    ) {
        self.market = market
        self.clock = clock
        self.counters = counters
        self.archive = archive
        backlogLimit = configuration.backlogLimit
        connectionLimits = configuration.connectionLimits
        rest = RestService(
            market, meter: WeightMeter(limit: configuration.weightLimit, window: configuration.weightWindow))
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
        guard request.path.hasPrefix(ArchivePath.prefix) else {
            return rest.answer(request, now: clock.now, elapsed: clock.elapsed)
        }
        guard request.method == "GET" else { return withSource(RestService.refused(.method(request.method))) }
        guard let archive, let path = ArchivePath(request.path), let contents = archive.contents(path) else {
            return withSource(RestService.refused(.notFound))
        }
        return withSource(RestAnswer(contentType: path.contentType, body: contents))
    }

    private func withSource(_ answer: RestAnswer) -> RestAnswer {
        var answer = answer
        answer.headers.append(sourceHeader)
        return answer
    }
}
