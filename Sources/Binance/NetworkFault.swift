import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An error of the network libraries in words, and whether it is about trust.
enum NetworkFault: Hashable, Sendable {
    /// The certificate was not accepted, or the server does not speak TLS.
    case untrusted(String)
    /// Anything else that another try may mend.
    case failed(String)
    /// The answer is longer than this many bytes, which no other try would change.
    case tooLong(Int)
    /// The task was cancelled.
    case cancelled

    /// Sorts an error.
    init(_ error: any Error) {
        switch error {
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError where error == .cancelled: self = .cancelled
        case let error as NIOTooManyBytesError: self = .tooLong(error.maxBytes ?? 0)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .untrusted("the certificate is for another name")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self = Self.tls("\(error)")
        default: self = .failed(Self.reason(error))
        }
    }

    /// The words, for whoever does not tell the cases apart.
    var reason: String {
        switch self {
        case .untrusted(let reason), .failed(let reason): reason
        case .tooLong(let limit): "the answer is too long: more than \(limit) bytes"
        case .cancelled: "cancelled"
        }
    }

    private static func tls(_ text: String) -> NetworkFault {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return .untrusted("its certificate is not signed by anyone who is trusted here")
        }
        if text.contains("WRONG_VERSION_NUMBER") {
            return .untrusted("the server does not speak TLS at this port")
        }
        return .failed("the encrypted connection broke (\(text))")
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return reason(first.error) }
            return "the host \(error.host) has no address"
        case let error as IOError:
            return text(of: error)
        case let error as HTTPClientError:
            return text(of: error)
        case let error as HTTPParserError:
            return error == .invalidEOFState ? "the answer was cut off" : "the answer is not HTTP (\(error))"
        case ChannelError.connectTimeout(let limit):
            return "no connection came about in \(BinanceError.text(.nanoseconds(limit.nanoseconds)))"
        default:
            return "\(error)"
        }
    }

    private static func text(of error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout: "no connection came about in time"
        case .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout: "no answer came in time"
        case .remoteConnectionClosed: "the connection was closed before the answer was complete"
        default: error.shortDescription
        }
    }

    /// The system's words, such as "connection refused", without the call that met with it.
    private static func text(of error: IOError) -> String {
        switch error.errnoCode {
        case connectionRefused: "connection refused"
        case connectionReset: "connection reset by the server"
        default: "\(error)"
        }
    }
}
