import NIOCore
import NIOHTTP1
import NIOPosix

/// A server that answers klines with whatever a test gives it, and everything else as the exchange would.
struct CannedExchange {
    /// The address of its REST interface.
    let url: String
    private let channel: any Channel

    /// The virtual time that the server tells.
    static let now = 1_680_000_000_000

    /// Starts a server on a free port of loopback; `klines` is the whole body of every answer about klines.
    static func start(klines: [UInt8]) async throws -> CannedExchange {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(klines: klines))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return CannedExchange(url: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)", channel: channel)
    }

    /// Stops the server.
    func stop() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let klines: [UInt8]
        private var path: Substring = ""

        init(klines: [UInt8]) {
            self.klines = klines
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): path = head.uri.prefix { $0 != "?" }
            case .body: break
            case .end: answer(context)
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            let body: [UInt8] =
                switch path {
                case "/api/v3/klines": klines
                case "/api/v3/time": Array("{\"serverTime\":\(CannedExchange.now)}".utf8)
                case "/api/v3/exchangeInfo":
                    Array(
                        """
                        {"timezone":"UTC","serverTime":\(CannedExchange.now),"rateLimits":[],"exchangeFilters":[],\
                        "symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"}]}
                        """.utf8)
                default: Array("{}".utf8)
                }
            let headers = HTTPHeaders([
                ("content-length", "\(body.count)"), ("content-type", "application/json"),
            ])
            context.write(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))),
                promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
