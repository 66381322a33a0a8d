/// How a client reaches the exchange: addresses, patience and limits.
public struct BinanceConfiguration: Hashable, Sendable {
    /// The address of the REST interface, `http` or `https`, without `/api/v3`.
    public var restURL: String
    /// The address of the streams, `ws` or `wss`, without `/stream`.
    public var streamURL: String
    /// How often one request is tried in all before it is given up.
    public var attempts: Int
    /// The pause before the first repetition; it doubles with every further one.
    public var firstDelay: Duration
    /// The longest pause between two repetitions that the client chooses itself.
    public var longestDelay: Duration
    /// The longest pause asked for by the exchange (`Retry-After`) that the client sits out.
    public var longestRetryAfter: Duration
    /// The pause after the exchange's firewall refused a request.
    public var firewallPause: Duration
    /// How long a connection may take to come about, with TLS and the answer to the upgrade of a stream.
    public var connectTimeout: Duration
    /// How long one try of a request may take, from its start to the last byte of the answer.
    public var requestTimeout: Duration
    /// How long a stream may bring no frame; the exchange sends a ping every 20 s.
    public var idleTimeout: Duration
    /// The most bytes that an answer may have.
    public var bodyLimit: Int
    /// Certificates in PEM that are trusted besides those of the system, such as that of a proxy.
    public var trustedCertificates: String?
    /// The seed of the jitter; nil takes one from the system.
    public var seed: UInt64?

    /// A configuration; what is not given has the value that suits the public exchange.
    public init(
        restURL: String = "https://api.binance.com",
        streamURL: String = "wss://stream.binance.com:9443",
        attempts: Int = 6,
        firstDelay: Duration = .milliseconds(500),
        longestDelay: Duration = .seconds(30),
        longestRetryAfter: Duration = .seconds(120),
        firewallPause: Duration = .seconds(120),
        connectTimeout: Duration = .seconds(10),
        requestTimeout: Duration = .seconds(30),
        idleTimeout: Duration = .seconds(45),
        bodyLimit: Int = 32 << 20,
        trustedCertificates: String? = nil,
        seed: UInt64? = nil
    ) {
        self.restURL = restURL
        self.streamURL = streamURL
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestRetryAfter = longestRetryAfter
        self.firewallPause = firewallPause
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.idleTimeout = idleTimeout
        self.bodyLimit = bodyLimit
        self.trustedCertificates = trustedCertificates
        self.seed = seed
    }

    /// Checks both addresses without using them, so that a mistake shows before any work begins.
    ///
    /// - Throws: ``BinanceError/invalidURL(_:reason:)``.
    public func validate() throws(BinanceError) {
        _ = try BaseURL(rest: restURL)
        _ = try BaseURL(stream: streamURL)
    }
}
