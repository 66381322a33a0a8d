import NIOSSL
import Synchronization

/// Talks to the exchange's spot market: REST questions and live streams.
///
/// All requests of all clients of the process share one weight budget for each exchange: when the exchange asks for
/// a pause, all of them wait.
/// Any number of tasks may use a client at the same time. Call ``shutdown()`` when it is no longer needed.
///
///     let client = BinanceClient(configuration: BinanceConfiguration())
///     let now = try await client.serverTime()
///     let page = try await client.klines(SeriesKey(symbol, .d1), from: nil, to: nil, now: now)
///     try await client.shutdown()
public final class BinanceClient: Sendable {
    /// How the client reaches the exchange.
    public let configuration: BinanceConfiguration

    let notice: @Sendable (String) -> Void
    let clock: ClientClock
    /// The addresses of the REST interface in the order of their use.
    let bases: Result<[BaseURL], BinanceError>
    let tls: Result<TLSConfiguration, BinanceError>
    let transport: HTTPTransport
    private let state: Mutex<State>

    /// What the client's tasks share.
    struct State: Sendable {
        var counters = ClientCounters()
        var nextSeed: UInt64
        /// The address of the REST interface that is asked now.
        var baseIndex = 0
        var isShutDown = false
    }

    /// A client that has not asked anything yet; wrong addresses show with the first question.
    ///
    /// - Parameters:
    ///   - configuration: Where the exchange is and how patient to be.
    ///   - notice: Called with one line for the user, when the client has to wait or drops something.
    ///   - clock: What pauses are measured and spent with.
    public init(
        configuration: BinanceConfiguration, notice: @escaping @Sendable (String) -> Void = { _ in },
        clock: ClientClock = .system
    ) {
        precondition(configuration.attempts > 0, "attempts must be above 0, was \(configuration.attempts)")
        self.configuration = configuration
        self.notice = notice
        self.clock = clock
        bases = Result { () throws(BinanceError) in try configuration.restBases() }
        tls = Result { () throws(BinanceError) in
            try TLSSettings.make(trusting: configuration.trustedCertificates)
        }
        // What is wrong with the certificates is kept in `tls` and thrown by the first question.
        let settings = (try? tls.get()) ?? TLSConfiguration.makeClientConfiguration()
        transport = HTTPTransport(configuration: configuration, tls: settings, clock: clock)
        state = Mutex(
            State(nextSeed: configuration.seed ?? .random(in: .min ... .max)))
    }

    deinit {
        if !locked({ $0.isShutDown }) { transport.abandon() }
    }

    /// What the client has done so far.
    public var counters: ClientCounters { locked { $0.counters } }

    /// The address of the REST interface that is asked now: the first that serves.
    ///
    /// - Throws: ``BinanceError/invalidURL(_:reason:)``.
    public var restURL: String {
        get throws(BinanceError) { try bases.get()[locked { $0.baseIndex }].text }
    }

    /// The weight used in this minute as the exchange counts it, if it has said so, and the weight allowed.
    ///
    /// - Throws: ``BinanceError/invalidURL(_:reason:)``.
    public var requestWeight: (used: Int?, limit: Int) {
        get throws(BinanceError) { try budget.weight }
    }

    /// The budget of the exchange, which all its addresses share.
    var budget: SharedBudget {
        get throws(BinanceError) {
            .named(try bases.get()[locked { $0.baseIndex }].budgetName, clock: clock)
        }
    }

    /// The requests sent, by path, with every repetition counted.
    public var requestCounts: [String: Int] { counters.requests }

    /// Reads or changes what the client's tasks share.
    func locked<R: Sendable>(_ body: (inout State) -> R) -> R {
        state.withLock { body(&$0) }
    }

    /// Closes the client's connections; a second call does nothing.
    ///
    /// - Throws: ``BinanceError/unreachable(url:reason:)`` if a connection did not close.
    public func shutdown() async throws(BinanceError) {
        let isFirst = locked { state in
            defer { state.isShutDown = true }
            return !state.isShutDown
        }
        guard isFirst else { return }
        do {
            try await transport.shutdown()
        } catch {
            throw .unreachable(
                url: configuration.restURL, reason: "closing failed: \(NetworkFault(error).reason)")
        }
    }
}
