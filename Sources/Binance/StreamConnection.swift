import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// Opens WebSocket connections to the exchange.
struct StreamConnection: Sendable {
    /// The exchange's address.
    let url: BaseURL
    /// What is asked for, with its query.
    let path: String
    /// Timeouts.
    let configuration: BinanceConfiguration
    /// Settings of an encrypted connection.
    let tls: TLSConfiguration

    /// The messages of an open stream, and the way to send frames.
    typealias Messages = NIOAsyncChannel<ByteBuffer, WebSocketFrame>

    /// The answer to an upgrade that was not granted.
    private typealias Response = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// The largest single frame in bytes.
    static let longestFrame = 1 << 20
    /// The largest message in bytes, of however many fragments.
    static let longestMessage = 8 << 20

    private enum Upgrade: Sendable {
        case granted(Messages)
        case refused(Response)
    }

    /// Connects and upgrades.
    ///
    /// - Throws: ``BinanceError``, with the meaning of the HTTP status if the upgrade was refused.
    func open() async throws(BinanceError) -> Messages {
        do {
            let context = url.isSecure ? try NIOSSLContext(configuration: tls) : nil
            let upgrade = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(TimeAmount(configuration.connectTimeout))
                .connect(host: url.host, port: url.port) { channel in
                    channel.eventLoop.makeCompletedFuture { try prepare(channel, context) }
                }
                .get()
            switch upgrade {
            case .granted(let messages): return messages
            case .refused(let response): throw try await refusal(response).error(url: url, path: path)
            }
        } catch let error as BinanceError {
            throw error
        } catch let failure as StreamFailure {
            throw failure.error(
                url: url, idleTimeout: configuration.idleTimeout, connectTimeout: configuration.connectTimeout
            )
        } catch ChannelError.inappropriateOperationForState {
            throw .unreachable(url: url.text, reason: "the connection was closed instead of an answer")
        } catch is NIOHTTPClientUpgradeError {
            throw .unreachable(
                url: url.text, reason: "the answer to the upgrade is not that of a WebSocket server")
        } catch {
            switch NetworkFault(error) {
            case .untrusted(let reason): throw .tls(url: url.text, reason: reason)
            case .cancelled: throw .cancelled
            case let fault: throw .unreachable(url: url.text, reason: fault.reason)
            }
        }
    }

    /// Fills the pipeline of a new connection; the result is there when the server has answered.
    private func prepare(_ channel: any Channel, _ context: NIOSSLContext?) throws -> EventLoopFuture<Upgrade>
    {
        let pipeline = channel.pipeline.syncOperations
        if let context {
            // A number must not be sent as server name; the certificate is checked against it all the same.
            let name = url.isIPLiteral ? nil : url.host
            try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
        }
        try pipeline.addHandler(DelayedEndHandler())
        let upgrader = NIOTypedWebSocketClientUpgrader<Upgrade>(
            maxFrameSize: Self.longestFrame, enableAutomaticErrorHandling: false
        ) { channel, _ in
            channel.eventLoop.makeCompletedFuture { .granted(try follow(channel)) }
        }
        var headers = HTTPHeaders()
        headers.add(name: "Host", value: url.hostHeader)
        headers.add(name: "User-Agent", value: "candlecast")
        let request = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: url.prefix + path, headers: headers)
        var settings = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                upgradeRequestHead: request, upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        .refused(try Response(wrappingChannelSynchronously: channel))
                    }
                }))
        // The first frames often come in one segment with the answer; by default they would be thrown away.
        settings.leftOverBytesStrategy = .forwardBytes
        let upgrade = try pipeline.configureUpgradableHTTPClientPipeline(configuration: settings)
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(configuration.connectTimeout)) {
            channel.pipeline.fireErrorCaught(StreamFailure.handshakeTimedOut)
            channel.close(promise: nil)
        }
        // A refusal still has a body to bring, and it must not take for ever either.
        upgrade.whenSuccess { if case .granted = $0 { deadline.cancel() } }
        channel.closeFuture.whenComplete { _ in deadline.cancel() }
        return upgrade
    }

    /// Fills the pipeline of a connection that has been upgraded.
    private func follow(_ channel: any Channel) throws -> Messages {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers([
            IdleStateHandler(readTimeout: TimeAmount(configuration.idleTimeout)),
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 4096,
                maxAccumulatedFrameSize: Self.longestMessage),
        ])
        try pipeline.addHandler(StreamFrameHandler())
        // Room for minutes of messages: a reader that stores or fetches meanwhile must not stall the
        // connection, since a stalled one sends no pongs either.
        return try Messages(
            wrappingChannelSynchronously: channel,
            configuration: .init(backPressureStrategy: .init(lowWatermark: 4096, highWatermark: 16_384)))
    }

    private func refusal(_ response: Response) async throws -> Refusal {
        try await response.executeThenClose { inbound, _ in
            var answer = HTTPAnswer(status: 0)
            parts: for try await part in inbound {
                switch part {
                case .head(let head):
                    answer = HTTPAnswer(
                        status: Int(head.status.code),
                        retryAfter: HTTPAnswer.retryAfter(head.headers.first(name: "Retry-After")))
                case .body(let body):
                    answer.body.append(contentsOf: body.readableBytesView)
                    if answer.body.count > 4096 { break parts }
                case .end:
                    break parts
                }
            }
            let error = answer.errorBody
            return Refusal(
                status: answer.status, code: error.code, message: error.message, retryAfter: answer.retryAfter
            )
        }
    }
}
