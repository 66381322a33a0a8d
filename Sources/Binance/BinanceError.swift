public import Candles

/// Why the exchange gave no answer, or one that cannot be used.
public enum BinanceError: Error, Hashable, Sendable {
    /// An address in the configuration cannot be one of the exchange.
    case invalidURL(String, reason: String)
    /// The certificates of the configuration are no PEM text.
    case invalidCertificates(reason: String)
    /// Fewer than 1 or more than 1024 streams were asked for on one connection.
    case streamCount(Int)
    /// The exchange does not know these symbols; names that are close, if any were found.
    case unknownSymbol([String], nearMatches: [String])
    /// The exchange refused a request for good: status, and its own code and words.
    case refused(path: String, status: Int, code: Int?, message: String)
    /// The exchange does not serve this place (status 451).
    case geoBlocked(host: String)
    /// The exchange's firewall refused the request (status 403).
    case firewall(host: String)
    /// The exchange asks for a pause that is too long to sit out; nil if it named no length.
    case rateLimited(host: String, retryAfter: Duration?)
    /// The exchange has banned this address (status 418): until when by its own clock, and for how long, as far as
    /// it says so.
    case banned(host: String, until: OpenTime?, retryAfter: Duration)
    /// No complete answer came, however often it was tried.
    case unreachable(url: String, reason: String)
    /// The certificate of the server was not accepted, or it does not speak TLS.
    case tls(url: String, reason: String)
    /// An answer came that cannot be true or cannot be read.
    case badAnswer(path: String, reason: String)
    /// A stream ended.
    case streamClosed(url: String, reason: String)
    /// A stream brought no frame for this long, although its connection seemed to stand.
    case streamSilent(url: String, for: Duration)
    /// The task that waited for the answer was cancelled.
    case cancelled

    /// What a caller, or an exit code, has to tell apart.
    public enum Kind: Hashable, Sendable {
        /// The request itself was wrong: an address, a symbol, a number of streams.
        case usage
        /// The exchange sent something that must not be stored.
        case badData
        /// The exchange cannot be reached, or does not serve us.
        case unavailable
        /// The exchange wants us to wait.
        case rateLimited
        /// Nobody waits for the answer any more.
        case cancelled
    }

    /// What kind of failure this is.
    public var kind: Kind {
        switch self {
        case .invalidURL, .invalidCertificates, .streamCount, .unknownSymbol: .usage
        case .badAnswer: .badData
        case .refused, .geoBlocked, .firewall, .unreachable, .tls, .streamClosed, .streamSilent: .unavailable
        case .rateLimited, .banned: .rateLimited
        case .cancelled: .cancelled
        }
    }

    /// Whether the same request may succeed later without a change.
    public var isRetriable: Bool {
        switch self {
        case .firewall, .rateLimited, .banned, .unreachable, .streamClosed, .streamSilent: true
        case .invalidURL, .invalidCertificates, .streamCount, .unknownSymbol, .refused, .geoBlocked, .tls,
            .badAnswer, .cancelled:
            false
        }
    }
}
