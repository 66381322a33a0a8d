/// Decides what follows each try of one request: its answer, another try after a pause, or an error.
///
/// The policy is told what happened and knows nothing else: no clock, no network. Its pauses double from try
/// to try and are shortened at random by up to a half, so that many clients do not come back at the same
/// instant.
struct RetryPolicy: Sendable {
    /// How patient the policy is.
    let configuration: BinanceConfiguration
    /// The address asked, for errors.
    let url: BaseURL
    /// The path asked, for errors.
    let path: String
    private var jitter: Jitter
    private var failures = 0
    private var networkFailures = 0
    private var firewallRefusals = 0
    /// Whether another address of the same exchange can be asked instead.
    private let hasFallback: Bool

    /// The tries after which an address that cannot be reached is left, if there is another.
    private static let networkTries = 3

    /// How one try ended.
    enum Outcome: Hashable, Sendable {
        /// A whole answer came that is no success.
        case answered(Refusal)
        /// The body of a good answer was cut off or is not what it should be.
        case broken(String)
        /// The connection failed, or the time was up.
        case failed(String)
        /// The server is not trusted.
        case untrusted(String)
    }

    /// What to do next.
    enum Action: Hashable, Sendable {
        /// Try again after a pause; `holdsAll` if no other request may be sent meanwhile.
        case retry(after: Duration, holdsAll: Bool, reason: String)
        /// Ask the next address of the exchange; give up with this error if there is none.
        case moveOn(BinanceError)
        /// Give up.
        case giveUp(BinanceError)
    }

    /// The policy of one request.
    init(
        configuration: BinanceConfiguration, url: BaseURL, path: String, seed: UInt64,
        hasFallback: Bool = false
    ) {
        self.configuration = configuration
        self.url = url
        self.path = path
        self.hasFallback = hasFallback
        jitter = Jitter(seed: seed)
    }

    /// Takes in how a try ended.
    mutating func next(after outcome: Outcome) -> Action {
        switch outcome {
        case .answered(let refusal):
            return after(refusal)
        case .broken(let reason):
            return again(reason, orElse: .badAnswer(path: path, reason: reason))
        case .failed(let reason):
            networkFailures += 1
            let tries = configuration.attempts == 1 ? "" : ", in \(failures + 1) tries"
            let error = BinanceError.unreachable(url: url.text, reason: reason + tries)
            if hasFallback, networkFailures >= Self.networkTries { return .moveOn(error) }
            let action = again(reason, orElse: error)
            return action == .giveUp(error) && hasFallback ? .moveOn(error) : action
        case .untrusted(let reason):
            return .giveUp(.tls(url: url.text, reason: reason))
        }
    }

    private mutating func after(_ refusal: Refusal) -> Action {
        let error = refusal.error(url: url, path: path)
        switch error {
        case .rateLimited(_, let asked):
            // Without a length the exchange's window has to pass.
            let pause = max(.seconds(1), asked ?? .seconds(60))
            guard pause <= configuration.longestRetryAfter else { return .giveUp(error) }
            return count(orElse: error) ?? .retry(after: pause, holdsAll: true, reason: "\(refusal.status)")
        case .firewall:
            firewallRefusals += 1
            guard firewallRefusals <= 2 else { return hasFallback ? .moveOn(error) : .giveUp(error) }
            return count(orElse: error)
                ?? .retry(after: configuration.firewallPause, holdsAll: true, reason: "\(refusal.status)")
        case .geoBlocked:
            return hasFallback ? .moveOn(error) : .giveUp(error)
        case .unreachable(_, let reason):
            guard let asked = refusal.retryAfter, asked > .zero else { return again(reason, orElse: error) }
            guard asked <= configuration.longestRetryAfter else {
                return .giveUp(.rateLimited(host: url.host, retryAfter: asked))
            }
            return count(orElse: error) ?? .retry(after: asked, holdsAll: true, reason: "\(refusal.status)")
        default:
            return .giveUp(error)
        }
    }

    private mutating func again(_ reason: String, orElse error: BinanceError) -> Action {
        if let end = count(orElse: error) { return end }
        let most = Jitter.doubled(
            configuration.firstDelay, times: failures - 1, atMost: configuration.longestDelay)
        return .retry(after: jitter.duration(from: most / 2, to: most), holdsAll: false, reason: reason)
    }

    /// Counts a failed try; the end, if it was the last one allowed.
    private mutating func count(orElse error: BinanceError) -> Action? {
        failures += 1
        return failures >= configuration.attempts ? .giveUp(error) : nil
    }
}
