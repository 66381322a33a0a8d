import Binance
import Candles
import EventLog
import Logging
import ServiceLifecycle
import ServingLayer
import SpeedLayer
import Synchronization
import UnixSignals

/// Follows the stream: a producer writes the log, a consumer reads it into the store.
struct StreamStep: Sendable {
    let context: Context
    let client: BinanceClient

    /// What a producer and a consumer did.
    struct Outcome: Sendable {
        var produced: ProducerSummary?
        var consumed: ConsumerSummary?
    }

    /// Follows some symbols into the log and the store until a time of the exchange, for a duration, or until the
    /// user stops it.
    func run(
        _ symbols: [Symbol], into store: CandleStore, until: OpenTime?, follow: Duration?
    ) async throws -> Outcome {
        try await store.claimSource(try await SourceCheck(context: context, client: client).label())
        let log = try EmbeddedLog.open(
            directory: context.dataDirectory, access: .append, command: context.command)
        let outcome = Mutex(Outcome())
        let producer = try await producer(
            symbols, log, held: try await held(symbols, store), until: until, follow: follow
        ) { summary in outcome.withLock { $0.produced = summary } }
        let consumer = consumer(log, store, .until(producer.finished)) { summary in
            outcome.withLock { $0.consumed = summary }
        }
        // Services stop in the reverse order: the producer first, so that the consumer reads all it wrote.
        try await Self.serve([consumer, producer])
        try log.close()
        return outcome.withLock { $0 }
    }

    /// Follows some symbols into the log alone.
    func produce(_ symbols: [Symbol], until: OpenTime?, follow: Duration?) async throws -> Outcome {
        let log = try EmbeddedLog.open(
            directory: context.dataDirectory, access: .append, command: context.command)
        let outcome = Mutex(Outcome())
        let producer = try await producer(symbols, log, held: [:], until: until, follow: follow) { summary in
            outcome.withLock { $0.produced = summary }
        }
        try await Self.serve([producer])
        try log.close()
        return outcome.withLock { $0 }
    }

    private func producer(
        _ symbols: [Symbol], _ log: EmbeddedLog, held: [SeriesKey: OpenTime], until: OpenTime?,
        follow: Duration?,
        done: @escaping @Sendable (ProducerSummary) -> Void
    ) async throws -> Producer {
        _ = try await client.symbols(symbols)
        let console = context.console
        let options = ProducerOptions(symbols: symbols, until: until, follow: follow)
        console.note("stream: \(context.exchange.streamURL), \(symbols.map(\.name).joined(separator: " "))")
        return Producer(client: client, log: log, options: options, heldUntil: held) { event in
            StreamText.tell(event, console)
            if case .stopped(let summary) = event { done(summary) }
        }
    }

    private func consumer(
        _ log: EmbeddedLog, _ store: CandleStore, _ mode: Consumer.Mode,
        done: @escaping @Sendable (ConsumerSummary) -> Void
    ) -> Consumer {
        let console = context.console
        return Consumer(log: log, store: store, mode: mode) { event in
            StreamText.tell(event, console)
            if case .finished(let summary) = event { done(summary) }
        }
    }

    /// Where the store already is, for series that it holds up to the running day; older holes are for a backfill.
    private func held(_ symbols: [Symbol], _ store: CandleStore) async throws -> [SeriesKey: OpenTime] {
        let today = try await client.serverTime().day.start
        var held: [SeriesKey: OpenTime] = [:]
        for key in ProducerOptions(symbols: symbols).keys {
            let range = TimeRange(key.interval.slot(containing: today - 1), OpenTime.latest)
            let closed = try await store.candles(key, in: range).versions.last { $0.isClosed }
            if let closed { held[key] = closed.openTime }
        }
        return held
    }

    /// Runs services until the first ends by itself or the user stops them; the others then end in order.
    static func serve(_ services: [any Service]) async throws {
        let logger = Logger(label: "candlecast") { _ in SwiftLogNoOpLogHandler() }
        let configurations = services.map { service in
            ServiceGroupConfiguration.ServiceConfiguration(
                service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup)
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: configurations, gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
    }
}
