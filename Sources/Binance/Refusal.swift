import Candles
import Foundation

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
    /// The exchange's clock in the answer.
    var date: OpenTime?

    /// Codes that mean "try again" whatever the status: disconnected, timeout, busy, shutting down.
    private static let transientCodes: Set<Int> = [-1001, -1007, -1008, -1016]
    /// The shortest ban of the exchange, for one whose length is not said.
    private static let shortestBan: Duration = .seconds(120)

    /// What the refusal means; ``BinanceError/unreachable(url:reason:)`` where it is worth another try.
    func error(url: BaseURL, path: String) -> BinanceError {
        switch status {
        case 451: return .geoBlocked(host: url.host)
        case 403: return .firewall(host: url.host)
        case 418: return ban(host: url.host)
        case 429: return .rateLimited(host: url.host, retryAfter: retryAfter)
        case _ where code == -1003:
            return banEnd == nil ? .rateLimited(host: url.host, retryAfter: retryAfter) : ban(host: url.host)
        case 408, 500...599: return .unreachable(url: url.text, reason: reason)
        case _ where code.map(Self.transientCodes.contains) ?? false:
            return .unreachable(url: url.text, reason: reason)
        case _ where code == -1121: return .unknownSymbol([], nearMatches: [])
        default: return .refused(path: path, status: status, code: code, message: message)
        }
    }

    /// The end of a ban that the exchange writes into its words: "IP banned until 1659761931230".
    private var banEnd: OpenTime? {
        guard let mark = message.range(of: "banned until ") else { return nil }
        let digits = message[mark.upperBound...].prefix { $0.isASCII && $0.isNumber }
        return Int64(digits).flatMap { try? OpenTime(exchange: $0) }
    }

    /// The ban with its end; the header counts from the server's clock, the words give the end itself.
    private func ban(host: String) -> BinanceError {
        let worded = banEnd.flatMap { end in date.map { Duration.milliseconds(max(0, end - $0)) } }
        let rest = [retryAfter, worded].compactMap { $0 }.max() ?? Self.shortestBan
        let counted = retryAfter.flatMap { rest in date.map { $0 + rest.components.seconds * 1000 } }
        let end = [banEnd, counted].compactMap { $0 }.max()
        return .banned(host: host, until: end, retryAfter: max(.seconds(1), rest))
    }

    private var reason: String {
        "it answered with status \(status)" + (code.map { ", code \($0)" } ?? "")
            + (message.isEmpty ? "" : " (\(message))")
    }
}
