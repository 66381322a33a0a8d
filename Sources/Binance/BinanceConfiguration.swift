/// How a client reaches the exchange: addresses, patience and limits.
public struct BinanceConfiguration: Hashable, Sendable {
    /// The address of the REST interface, `http` or `https`, without `/api/v3`.
    public var restURL: String
    /// The address of the streams, `ws` or `wss`, without `/stream`.
    public var streamURL: String
    /// The folder in which files of the archive are kept; nil keeps none.
    public var archiveCache: String?
    /// The bytes per second that all transfers of a client may take together; nil for as many as there are.
    public var maxBandwidth: Int?
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
    /// How long an answer may bring no byte, or a file of the archive less than 1 KiB.
    public var stallTimeout: Duration
    /// How long a stream may bring no frame; the exchange sends a ping every 20 s.
    public var idleTimeout: Duration
    /// The most bytes that an answer may have.
    public var bodyLimit: Int
    /// Certificates in PEM that are trusted besides those of the system, such as that of a proxy.
    public var trustedCertificates: String?
    /// The seed of the jitter; nil takes one from the system.
    public var seed: UInt64?
    private var givenFallbackURLs: [String]?
    private var givenArchiveURL: String?

    /// The address of the public exchange.
    public static let publicRestURL = "https://api.binance.com"
    /// The other addresses of the public exchange, in the order in which they are used.
    ///
    /// The first serves market data only, and also places that the exchange itself does not.
    public static let publicFallbackURLs = [
        "https://data-api.binance.vision", "https://api1.binance.com", "https://api2.binance.com",
        "https://api3.binance.com", "https://api4.binance.com", "https://api-gcp.binance.com",
    ]

    /// The address of the bulk archive of the public exchange.
    public static let publicArchiveURL = "https://data.binance.vision"

    /// The address of the bulk archive, `http` or `https`, without `/data`.
    ///
    /// Unless it is given, the public exchange has its own; any other exchange is asked for it at its own
    /// address, since candles of two exchanges must not be mixed.
    public var archiveURL: String {
        get {
            givenArchiveURL
                ?? ([Self.publicRestURL] + Self.publicFallbackURLs).first { $0 == restURL }
                .map { _ in Self.publicArchiveURL } ?? restURL
        }
        set { givenArchiveURL = newValue }
    }

    /// The addresses of the same exchange that take over, in this order, when one before them does not serve.
    ///
    /// Unless they are given, the public exchange has its own and any other address has none.
    public var restFallbackURLs: [String] {
        get { givenFallbackURLs ?? (restURL == Self.publicRestURL ? Self.publicFallbackURLs : []) }
        set { givenFallbackURLs = newValue }
    }

    /// A configuration; what is not given has the value that suits the public exchange.
    public init(
        restURL: String = publicRestURL,
        streamURL: String = "wss://stream.binance.com:9443",
        archiveURL: String? = nil,
        archiveCache: String? = nil,
        maxBandwidth: Int? = nil,
        restFallbackURLs: [String]? = nil,
        attempts: Int = 6,
        firstDelay: Duration = .milliseconds(500),
        longestDelay: Duration = .seconds(30),
        longestRetryAfter: Duration = .seconds(120),
        firewallPause: Duration = .seconds(120),
        connectTimeout: Duration = .seconds(10),
        requestTimeout: Duration = .seconds(30),
        stallTimeout: Duration = .seconds(20),
        idleTimeout: Duration = .seconds(45),
        bodyLimit: Int = 32 << 20,
        trustedCertificates: String? = nil,
        seed: UInt64? = nil
    ) {
        self.restURL = restURL
        self.streamURL = streamURL
        givenArchiveURL = archiveURL
        self.archiveCache = archiveCache
        self.maxBandwidth = maxBandwidth
        givenFallbackURLs = restFallbackURLs
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestRetryAfter = longestRetryAfter
        self.firewallPause = firewallPause
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.stallTimeout = stallTimeout
        self.idleTimeout = idleTimeout
        self.bodyLimit = bodyLimit
        self.trustedCertificates = trustedCertificates
        self.seed = seed
    }

    /// Checks all addresses without using them, so that a mistake shows before any work begins.
    ///
    /// - Throws: ``BinanceError/invalidURL(_:reason:)``.
    public func validate() throws(BinanceError) {
        _ = try restBases()
        _ = try BaseURL(stream: streamURL)
        _ = try BaseURL(rest: archiveURL)
    }

    /// The addresses of the REST interface in the order of their use.
    ///
    /// - Throws: ``BinanceError/invalidURL(_:reason:)``, also for a fallback that is another exchange.
    func restBases() throws(BinanceError) -> [BaseURL] {
        let first = try BaseURL(rest: restURL)
        var bases = [first]
        for text in restFallbackURLs {
            let base = try BaseURL(rest: text)
            // Its prices are others: candles of the two must never be mixed.
            guard base.isBinanceUS == first.isBinanceUS else {
                throw .invalidURL(
                    text, reason: "it is another exchange than \(first.text), with other prices")
            }
            if !bases.contains(base) { bases.append(base) }
        }
        return bases
    }
}
