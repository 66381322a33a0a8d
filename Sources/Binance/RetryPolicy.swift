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
    private var firewallRefusals = 0

    /// How one try ended.
    enum Outcome: Hashable, Sendable {
        /// A whole answer came, with the exchange's own code and words if it is an error.
        case answered(status: Int, code: Int?, message: String, retryAfter: Duration?)
        /// The body of a good answer was cut off or is not what it should be.
        case broken(String)
        /// The connection failed, or the time was up.
        case failed(String)
        /// The server is not trusted.
        case untrusted(String)
    }

    /// What to do next.
    enum Action: Hashable, Sendable {
        /// Take the answer.
        case accept
        /// Try again after a pause; `holdsAll` if no other request may be sent meanwhile.
        case retry(after: Duration, holdsAll: Bool, reason: String)
        /// Give up.
        case giveUp(BinanceError)
    }

    /// The policy of one request.
    init(configuration: BinanceConfiguration, url: BaseURL, path: String, seed: UInt64) {
        self.configuration = configuration
        self.url = url
        self.path = path
        jitter = Jitter(seed: seed)
    }

    /// Takes in how a try ended.
    mutating func next(after outcome: Outcome) -> Action {
        switch outcome {
        case .answered(200..<300, _, _, _):
            return .accept
        case .answered(let status, let code, let message, let retryAfter):
            return refusal(Refusal(status: status, code: code, message: message, retryAfter: retryAfter))
        case .broken(let reason):
            return again(reason, orElse: .badAnswer(path: path, reason: reason))
        case .failed(let reason):
            let tries = configuration.attempts == 1 ? "" : ", in \(configuration.attempts) tries"
            return again(reason, orElse: .unreachable(url: url.text, reason: reason + tries))
        case .untrusted(let reason):
            return .giveUp(.tls(url: url.text, reason: reason))
        }
    }

    private mutating func refusal(_ refusal: Refusal) -> Action {
        let error = refusal.error(url: url, path: path)
        switch error {
        case .rateLimited(_, let asked):
            // Without a length the exchange's window has to pass: a minute, or the shortest ban.
            let pause = max(.seconds(1), asked ?? .seconds(refusal.status == 418 ? 120 : 60))
            guard pause <= configuration.longestRetryAfter else { return .giveUp(error) }
            return count(orElse: error) ?? .retry(after: pause, holdsAll: true, reason: "\(refusal.status)")
        case .firewall:
            firewallRefusals += 1
            guard firewallRefusals <= 2 else { return .giveUp(error) }
            return count(orElse: error)
                ?? .retry(after: configuration.firewallPause, holdsAll: true, reason: "\(refusal.status)")
        case .unreachable(_, let reason):
            return again(reason, orElse: error)
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
