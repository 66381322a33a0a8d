import NIOCore
import NIOWebSocket

/// How a stream's connection ended, as its handlers report it.
enum StreamFailure: Error, Hashable, Sendable {
    /// The exchange closed it and said so.
    case closed(code: Int?, reason: String)
    /// The connection ended without a word.
    case vanished
    /// No frame came for too long.
    case silent
    /// What came is against the protocol.
    case protocolBroken(String)
    /// The upgrade was not answered in time.
    case handshakeTimedOut

    /// The same for the caller of the client.
    func error(url: BaseURL, idleTimeout: Duration, connectTimeout: Duration) -> BinanceError {
        switch self {
        case .closed(let code, let reason):
            let code = code.map { " with code \($0)" } ?? ""
            return .streamClosed(
                url: url.text,
                reason: "the exchange closed it\(code)" + (reason.isEmpty ? "" : " (\(reason))"))
        case .vanished:
            return .streamClosed(url: url.text, reason: "the connection broke off without a close message")
        case .silent:
            return .streamSilent(url: url.text, for: idleTimeout)
        case .protocolBroken(let what):
            return .streamClosed(url: url.text, reason: what)
        case .handshakeTimedOut:
            return .unreachable(
                url: url.text, reason: "no answer to the upgrade came in \(BinanceError.text(connectTimeout))"
            )
        }
    }
}
