import NIOCore
import NIOWebSocket

extension BinanceClient {
    /// The most streams of one connection.
    public static let mostStreams = 1024

    /// The most bytes of stream names that go into the address; further streams are subscribed to by message.
    private static let longestQuery = 4000
    /// The streams of one subscription message.
    private static let namesPerMessage = 200
    /// The exchange takes five messages a second; pongs count as well.
    private static let messageSpacing: Duration = .milliseconds(400)

    /// Follows streams over one connection for as long as `body` runs.
    ///
    /// The connection is not renewed: when it dies, the events throw and the caller decides, see
    /// ``ReconnectPolicy``. What the exchange sent in between is lost and has to be fetched by REST. Events
    /// wait in a buffer until they are read, at most about 16,000.
    ///
    /// - Parameters:
    ///   - names: 1 to 1024 streams.
    ///   - body: Reads the events; the connection is closed when it returns or throws.
    /// - Returns: What `body` returns.
    /// - Throws: ``BinanceError`` if no connection came about, and whatever `body` throws.
    public func withStream<R: Sendable>(
        _ names: [StreamName], _ body: @Sendable (StreamEvents) async throws -> R
    ) async throws -> R {
        guard (1...Self.mostStreams).contains(names.count) else {
            throw BinanceError.streamCount(names.count)
        }
        let url = try BaseURL(stream: configuration.streamURL)
        let texts = names.map { BaseURL.escaped($0.text, keeping: "@") }
        var length = 0
        let inAddress = texts.prefix { name in
            length += name.utf8.count + 1
            return length <= Self.longestQuery
        }
        let connection = StreamConnection(
            url: url, path: "/stream?streams=" + inAddress.joined(separator: "/"),
            configuration: configuration,
            tls: try tls.get())
        let messages = try await connection.open()
        count { $0.streams += 1 }
        return try await messages.executeThenClose { inbound, outbound in
            do {
                try await subscribe(Array(names.dropFirst(inAddress.count)), outbound)
            } catch let error as BinanceError {
                throw error
            } catch {
                throw streamError(error, url: url)
            }
            let result = try await body(StreamEvents(messages: inbound, client: self, url: url))
            // Out of courtesy only: the connection is closed in any case, and it may be gone already.
            var code = ByteBuffer()
            code.write(webSocketErrorCode: .normalClosure)
            try? await outbound.write(.masked(.connectionClose, code))
            return result
        }
    }

    /// Asks for the streams that did not fit into the address.
    private func subscribe(
        _ names: [StreamName], _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async throws {
        for (id, start) in stride(from: 0, to: names.count, by: Self.namesPerMessage).enumerated() {
            if id > 0 { try await wait(Self.messageSpacing) }
            let chunk = names[start..<min(start + Self.namesPerMessage, names.count)]
            // Stream names hold letters, digits and "@_-" only, so nothing needs an escape.
            let list = chunk.map { "\"\($0.text)\"" }.joined(separator: ",")
            let text = #"{"method":"SUBSCRIBE","params":[\#(list)],"id":\#(id + 1)}"#
            try await outbound.write(.masked(.text, ByteBuffer(string: text)))
        }
    }

    /// Changes the counters.
    func count(_ change: (inout ClientCounters) -> Void) {
        locked { change(&$0.counters) }
    }

    /// What the end of a stream means for its reader.
    func streamError(_ error: any Error, url: BaseURL) -> BinanceError {
        switch error {
        case let failure as StreamFailure:
            failure.error(
                url: url, idleTimeout: configuration.idleTimeout, connectTimeout: configuration.connectTimeout
            )
        case is CancellationError:
            .cancelled
        default:
            .streamClosed(url: url.text, reason: NetworkFault(error).reason)
        }
    }
}
