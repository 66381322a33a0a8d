/// An answer of the exchange that is no success, to a request or to the upgrade of a stream.
struct Refusal: Hashable, Sendable {
    /// The HTTP status.
    let status: Int
    /// The exchange's own code; 0 where the place is not served.
    let code: Int?
    /// The exchange's words; empty if the body is not its JSON.
    let message: String
    /// The pause that the exchange asks for.
    let retryAfter: Duration?

    /// Codes that mean "try again" whatever the status: disconnected, timeout, busy, shutting down.
    private static let transientCodes: Set<Int> = [-1001, -1007, -1008, -1016]

    /// What the refusal means; ``BinanceError/unreachable(url:reason:)`` where it is worth another try.
    func error(url: BaseURL, path: String) -> BinanceError {
        switch status {
        case 451: return .geoBlocked(host: url.host)
        case 403: return .firewall(host: url.host)
        case 418, 429: return .rateLimited(host: url.host, retryAfter: retryAfter)
        case _ where code == -1003: return .rateLimited(host: url.host, retryAfter: retryAfter)
        case 408, 500...599: return .unreachable(url: url.text, reason: reason)
        case _ where code.map(Self.transientCodes.contains) ?? false:
            return .unreachable(url: url.text, reason: reason)
        case _ where code == -1121: return .unknownSymbol([], nearMatches: [])
        default: return .refused(path: path, status: status, code: code, message: message)
        }
    }

    private var reason: String {
        "it answered with status \(status)" + (code.map { ", code \($0)" } ?? "")
            + (message.isEmpty ? "" : " (\(message))")
    }
}
