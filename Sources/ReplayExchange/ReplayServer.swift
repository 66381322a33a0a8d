public import Candles
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// A local exchange: Binance's spot REST and WebSocket interface on one port, from recorded or simulated candles.
///
///     var configuration = ReplayConfiguration(.simulated(seed: 7, symbols: 3))
///     configuration.speed = 60
///     let server = try await ReplayServer.start(configuration)
///     // http://127.0.0.1:<server.port>/api/v3/klines?symbol=BTCUSDT&interval=1d
///     // ws://127.0.0.1:<server.port>/stream?streams=btcusdt@kline_1m
///     await server.stop()
///
/// Everything is decided by values that are told the time; the server owns one event loop on which all of them live.
/// A server must be stopped before it is let go of.
public final class ReplayServer: Sendable {
    /// The port it listens on.
    public let port: Int
    /// The address it listens on.
    public let host: String
    /// The clock, as it was set.
    public let clock: VirtualClock
    /// What its answers say about their source: `recorded`, or `simulated; seed=N`.
    public let source: String
    /// The series that it serves, in order.
    public let contents: [ReplaySeries]

    private let running: RunningClock
    private let counters: RequestCounters
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let isStopped = Mutex(false)

    /// Loads the candles, starts the clock and listens.
    ///
    /// - Throws: ``ReplayError`` for bad settings or files, or an address that is not free; nothing is left running.
    public static func start(_ configuration: ReplayConfiguration) async throws(ReplayError) -> ReplayServer {
        try configuration.check()
        let archive: ArchiveTree? =
            if let path = configuration.archive { try ArchiveTree(path) } else { nil }
        let market = try await configuration.market()
        let clock = try configuration.clock(for: market)
        let journalPath = configuration.journalFile
        let journalFile: JournalFile? = if let journalPath { try JournalFile(journalPath) } else { nil }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let counters = RequestCounters(journalLimit: configuration.journalLimit)
        do {
            let running = RunningClock(clock, waits: configuration.waitsForStream)
            let loop = group.next()
            let core = try await loop.submit {
                let core = ReplayCore(
                    market, configuration: configuration, clock: running, counters: counters,
                    archive: archive,
                    journalFile: journalFile)
                return NIOLoopBound(core, eventLoop: loop)
            }.get()
            let channel = try await Self.bootstrap(group, core).bind(
                host: configuration.host, port: configuration.port
            ).get()
            let every = running.tickEvery(configuration.connectionLimits)
            let tick = TimeAmount.nanoseconds(Int64(every.milliseconds * 1_000_000))
            loop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in core.value.tick() }
            return ReplayServer(
                configuration, market, running, counters, group, channel,
                port: channel.localAddress?.port ?? configuration.port)
        } catch {
            await Self.shutDown(group)
            throw Self.listenError(error, configuration)
        }
    }

    private init(
        _ configuration: ReplayConfiguration, _ market: Market, _ running: RunningClock,
        _ counters: RequestCounters, _ group: MultiThreadedEventLoopGroup, _ channel: any Channel, port: Int
    ) {
        self.port = port
        host = configuration.host
        clock = running.clock
        source = market.source
        contents = market.series
        self.running = running
        self.counters = counters
        self.group = group
        self.channel = channel
    }

    /// Virtual time.
    public var virtualNow: OpenTime { running.now }

    /// The clock, the connections and the requests so far.
    public var status: ReplayStatus { counters.status(of: running) }

    /// The number of requests to a path so far, such as `/api/v3/klines`.
    public func requestCount(_ path: String) -> Int { status.requests[path] ?? 0 }

    /// The requests so far, in the order of their arrival; those beyond the configured number are left out.
    ///
    /// - Complexity: O(1).
    public var journal: [JournalEntry] { counters.journal }

    /// What went wrong on purpose so far, by kind.
    public var faultCounts: [Fault.Kind: Int] { status.faults }

    /// Why a line of the journal's file could not be written, or nil if all could.
    public var journalFailure: String? { counters.journalFailure }

    /// Closes the port and all connections.
    ///
    /// A second call does nothing.
    public func stop() async {
        let isFirst = isStopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return }
        await Self.shutDown(group)
    }

    /// Ends the event loop, which closes every channel on it.
    private static func shutDown(_ group: MultiThreadedEventLoopGroup) async {
        do {
            try await group.shutdownGracefully()
        } catch {
            // A loop that refuses to end has ended already; there is nothing else to release.
            return
        }
    }

    private static func listenError(_ error: any Error, _ configuration: ReplayConfiguration) -> ReplayError {
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            return .portInUse(host: configuration.host, port: configuration.port)
        }
        return .cannotListen(host: configuration.host, port: configuration.port, reason: "\(error)")
    }
}
