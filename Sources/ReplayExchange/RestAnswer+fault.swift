extension RestAnswer {
    /// The answer as a fault makes it; kinds that are about rows, weights or files leave it as it is.
    ///
    /// - Parameters:
    ///   - fault: What goes wrong.
    ///   - pause: The time between two pieces of a slow body.
    /// - Returns: What is sent instead.
    func spoilt(by fault: Fault, pause: Duration) -> RestAnswer {
        var answer = self
        switch fault.kind {
        case .firewall:
            answer = Self.page(403, "403 Forbidden", "Request blocked.")
        case .restricted:
            answer = RestService.refused(
                Refusal(
                    0, "Service unavailable from a restricted location according to the terms of service.",
                    status: 451))
        case .internalError: answer = Self.page(500, "500 Internal Server Error", "")
        case .badGateway: answer = Self.page(502, "502 Bad Gateway", "")
        case .unavailable: answer = Self.page(503, "503 Service Temporarily Unavailable", "")
        case .gatewayTimeout: answer = Self.page(504, "504 Gateway Time-out", "")
        case .disconnectedCode, .tooManyCode, .timeoutCode, .busyCode, .shuttingDownCode:
            answer = RestService.refused(Self.refusal(fault))
        case .truncated:
            answer.delivery = .cut(after: fault.choice(max(1, bodySize)))
        case .chunkCut:
            answer.delivery = .cutChunk(after: fault.choice(max(1, bodySize)))
        case .notJSON:
            answer.replaceBody(Array("upstream connect error or disconnect before headers".utf8))
        case .html:
            answer = Self.page(200, "Maintenance", "We will be back soon.")
        case .empty:
            answer.replaceBody([])
        case .slow: answer.delivery = .pieces(20, every: pause)
        case .hang: answer.delivery = .never
        case .close: answer.delivery = .close
        case .reset: answer.delivery = .reset
        default: break
        }
        // Headers about a file are not those of a page that comes in its place.
        answer.headers = headers.filter { answer.status == status || $0.name.hasPrefix("X-") }
        return answer
    }

    private mutating func replaceBody(_ bytes: [UInt8]) {
        body = bytes
        file = nil
    }

    private static func refusal(_ fault: Fault) -> Refusal {
        // Half of the time a code comes with a status of its own, half of the time with the usual one of codes.
        func status(_ own: Int) -> Int { fault.variant >> 32 & 1 == 0 ? own : 400 }
        switch fault.kind {
        case .tooManyCode:
            return Refusal(-1003, "Too many requests queued.", status: status(429))
        case .timeoutCode:
            return Refusal(
                -1007, "Timeout waiting for response from backend server. Send status unknown.",
                status: status(408))
        case .busyCode:
            return Refusal(
                -1008, "Server is currently overloaded with other requests. Please try again later.",
                status: status(503))
        case .shuttingDownCode:
            return Refusal(-1016, "This service is no longer available.", status: status(503))
        default:
            return Refusal(
                -1001, "Internal error; unable to process your request. Please try again.",
                status: status(500))
        }
    }

    private static func page(_ status: Int, _ title: String, _ text: String) -> RestAnswer {
        let html =
            "<!DOCTYPE html>\n<html><head><title>\(title)</title></head>"
            + "<body><h1>\(title)</h1><p>\(text)</p></body></html>\n"
        return RestAnswer(status: status, contentType: "text/html", body: Array(html.utf8))
    }
}
