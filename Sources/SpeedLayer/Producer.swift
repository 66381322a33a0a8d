public import Binance
public import Candles
public import EventLog
public import ServiceLifecycle

/// Follows the exchange's streams into the log: candles, and the prices of the last 24 hours.
///
/// After every connection comes up, each series is filled by REST from the first slot that is not known, so
/// the log has no holes whatever happened to the stream. A crash at any moment loses nothing: the next run
/// finds in the log where to go on. Two producers of the same symbols do no harm, since everything is joined.
public final class Producer: Service {
    /// Raised when ``run()`` has ended, in whatever way.
    public let finished = FinishFlag()

    private let source: StreamSource
    private let log: EmbeddedLog
    private let options: ProducerOptions
    private let heldUntil: [SeriesKey: OpenTime]
    private let progress: @Sendable (ProducerEvent) -> Void

    /// A producer that has not begun.
    ///
    /// - Parameters:
    ///   - source: The exchange.
    ///   - log: The log, opened for appending.
    ///   - options: What to follow and for how long.
    ///   - heldUntil: The open time of the last closed candle that the store holds of a series; the log's own
    ///     last candle counts where it is later.
    ///   - progress: Told what happens.
    public init(
        source: StreamSource, log: EmbeddedLog, options: ProducerOptions,
        heldUntil: [SeriesKey: OpenTime] = [:],
        progress: @escaping @Sendable (ProducerEvent) -> Void = { _ in }
    ) {
        self.source = source
        self.log = log
        self.options = options
        self.heldUntil = heldUntil
        self.progress = progress
    }

    /// A producer for the exchange behind a client.
    public convenience init(
        client: BinanceClient, log: EmbeddedLog, options: ProducerOptions,
        heldUntil: [SeriesKey: OpenTime] = [:],
        progress: @escaping @Sendable (ProducerEvent) -> Void = { _ in }
    ) {
        self.init(
            source: StreamSource(client), log: log, options: options, heldUntil: heldUntil, progress: progress
        )
    }

    /// Follows until the end that the options set, or until the program is asked to end.
    ///
    /// - Throws: ``SpeedError``: ``SpeedError/exchange(_:)`` where another attempt cannot help, or where no
    ///   connection came about in all the time given.
    public func run() async throws {
        defer { finished.raise() }
        let inbox = Inbox()
        let (source, options) = (source, options)
        guard var driver = try await makeDriver() else { return }
        if let follow = options.follow, follow <= .zero {
            try await driver.fillOnly()
            return
        }
        let pump = StreamPump(
            source: source, names: options.streamNames, inbox: inbox, seed: options.seed,
            lifetime: ReconnectPolicy.connectionLifetime)
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await pump.run() }
                if let follow = options.follow {
                    group.addTask {
                        try await Task.sleep(for: follow, clock: .continuous)
                        inbox.post(.stop(.followed))
                    }
                }
                if let until = options.until {
                    group.addTask { await Self.watch(source, until: until, inbox) }
                }
                defer { group.cancelAll() }
                try await driver.run(inbox)
            }
        } onGracefulShutdown: {
            inbox.post(.stop(.shutdown))
        }
    }

    /// Finds out where to go on; nil if the program is asked to end meanwhile.
    private func makeDriver() async throws -> ProducerDriver? {
        let (source, log, options, held, progress) = (source, log, options, heldUntil, progress)
        do {
            return try await cancelWhenGracefulShutdown {
                try await ProducerDriver(
                    source: source, log: log, options: options, heldUntil: held, progress: progress)
            }
        } catch SpeedError.cancelled where Task.isShuttingDownGracefully {
            return nil
        }
    }

    /// Stops the producer when the exchange's clock has passed a time and the stream has fallen silent about
    /// it.
    private static func watch(_ source: StreamSource, until: OpenTime, _ inbox: Inbox) async {
        var passed = 0
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .milliseconds(500), clock: .continuous)
                // The stream's own event ends the run sooner and in order; this is for a stream that has none
                // left.
                passed = try await source.serverTime() >= until ? passed + 1 : 0
            } catch {
                passed = 0
            }
            guard passed < 3 else {
                inbox.post(.stop(.reachedTime))
                return
            }
        }
    }
}
