import NIOCore

/// Lets the upgrade finish before the end of the connection is told.
///
/// NIO exchanges its handlers in tasks of their own, after the answer to the upgrade has been read. When
/// frames and the end of the connection come together with that answer, the end would overtake the exchange
/// and the frames, often a close message with the reason, would be lost. One more task in between keeps the
/// order.
final class DelayedEndHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelInactive(context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().execute { context.fireChannelInactive() }
    }
}
