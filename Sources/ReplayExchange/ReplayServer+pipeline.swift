import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

extension ReplayServer {
    /// The listener whose connections speak HTTP until one asks for a stream.
    static func bootstrap(
        _ group: MultiThreadedEventLoopGroup, _ core: NIOLoopBound<ReplayCore>
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // The kernel would otherwise take megabytes for a reader that does not read.
            .childChannelOption(.socketOption(.so_sndbuf), value: 256 << 10)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 64 << 10, high: 256 << 10))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(
                        withServerUpgrade: (
                            upgraders: [upgrader(core)],
                            completionHandler: { context in
                                context.pipeline.removeHandler(name: HTTPConnection.name, promise: nil)
                            }
                        ))
                    try pipeline.addHandler(HTTPConnection(core.value), name: HTTPConnection.name)
                }
            }
    }

    private static func upgrader(_ core: NIOLoopBound<ReplayCore>) -> NIOWebSocketServerUpgrader {
        NIOWebSocketServerUpgrader(
            maxFrameSize: 1 << 16,
            shouldUpgrade: { channel, head in
                // A URL of no stream is answered as an ordinary request.
                guard StreamTarget(uri: head.uri) != nil else {
                    return channel.eventLoop.makeSucceededFuture(nil)
                }
                let source = core.value.sourceHeader
                return channel.eventLoop.makeSucceededFuture([source.name: source.value])
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    guard let target = StreamTarget(uri: head.uri) else { return }
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 64,
                            maxAccumulatedFrameSize: 1 << 16))
                    try pipeline.addHandler(StreamConnection(target, core: core.value))
                }
            })
    }
}
