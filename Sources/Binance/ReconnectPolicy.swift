/// Decides when a stream that ended is opened again.
///
/// The pause is drawn between 0 and a length that doubles from 0.25 s to 30 s with every failure in a row
/// ("full jitter"), and starts small again after a connection that lived for 60 s. The policy reads no clock.
public struct ReconnectPolicy: Sendable {
    /// How long the exchange lets one connection live, less half an hour.
    public static let connectionLifetime: Duration = .seconds(23 * 3600 + 1800)
    /// The longest pause asked for by the exchange that is sat out.
    public static let longestRetryAfter: Duration = .seconds(900)

    /// The number of failures since a connection last lived long enough.
    public private(set) var failures = 0
    private let shortest: Duration
    private let longest: Duration
    private let resetAfter: Duration
    private var jitter: Jitter

    /// What to do next.
    public enum Action: Hashable, Sendable {
        /// Open the stream again after this pause.
        case retry(after: Duration)
        /// Another try cannot help.
        case giveUp
    }

    /// A policy before any failure.
    public init(
        seed: UInt64, shortest: Duration = .milliseconds(250), longest: Duration = .seconds(30),
        resetAfter: Duration = .seconds(60)
    ) {
        self.shortest = shortest
        self.longest = longest
        self.resetAfter = resetAfter
        jitter = Jitter(seed: seed)
    }

    /// Takes in that a stream failed.
    ///
    /// - Parameters:
    ///   - error: Why it failed.
    ///   - alive: How long its connection had stood; zero if it never did.
    /// - Returns: A pause, or the end where nothing but a change by the user can help.
    public mutating func failed(_ error: BinanceError, alive: Duration) -> Action {
        if alive >= resetAfter { failures = 0 }
        failures += 1
        let most = Jitter.doubled(shortest, times: failures - 1, atMost: longest)
        let pause = jitter.duration(from: .zero, to: most)
        switch error {
        case .rateLimited(_, let asked):
            let asked = asked ?? .seconds(60)
            return asked <= Self.longestRetryAfter ? .retry(after: asked + pause) : .giveUp
        case .firewall:
            return failures <= 3 ? .retry(after: .seconds(120) + pause) : .giveUp
        case .badAnswer:
            return .retry(after: pause)
        default:
            return error.isRetriable ? .retry(after: pause) : .giveUp
        }
    }
}
