import NIOCore
import NIOWebSocket

/// Turns the frames of a stream into messages and looks after everything else.
///
/// It answers pings with their own payload, echoes the close message, and makes an error of every other end:
/// of silence, of a connection that breaks off, and of frames that are against the protocol. NIO by itself
/// would end the messages as if all were well.
final class StreamFrameHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    private var isFinished = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard !isFinished else { return }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            return breakOff(context, .protocolError, "a frame uses an extension that was not agreed on")
        }
        switch frame.opcode {
        case .text, .binary:
            context.fireChannelRead(wrapInboundOut(frame.unmaskedData))
        case .ping:
            context.writeAndFlush(wrapOutboundOut(.masked(.pong, frame.unmaskedData)), promise: nil)
        case .pong:
            break
        case .connectionClose:
            closed(context, frame.unmaskedData)
        default:
            breakOff(
                context, .protocolError,
                "a frame has the unknown kind \(UInt8(webSocketOpcode: frame.opcode))")
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .read? = event as? IdleStateHandler.IdleStateEvent {
            finish(context, .silent)
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isFinished else { return }
        switch error {
        case let error as NIOWebSocketError:
            let isTooLong = error == .invalidFrameLength
            breakOff(
                context, isTooLong ? .messageTooLarge : .protocolError,
                isTooLong ? "a frame is too long" : "a frame is malformed (\(error))")
        case let error as NIOWebSocketFrameAggregator.Error:
            if case .accumulatedFrameSizeIsTooLarge = error {
                breakOff(context, .messageTooLarge, "a message is too long")
            } else {
                breakOff(context, .protocolError, "the fragments of a message do not fit (\(error))")
            }
        default:
            isFinished = true
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(context, .vanished)
        context.fireChannelInactive()
    }

    private func closed(_ context: ChannelHandlerContext, _ payload: ByteBuffer) {
        var payload = payload
        let echo = payload.getSlice(at: payload.readerIndex, length: min(2, payload.readableBytes))
        let code = payload.readInteger(as: UInt16.self)
        let reason = payload.readString(length: payload.readableBytes) ?? ""
        send(context, .masked(.connectionClose, echo ?? ByteBuffer()))
        finish(context, .closed(code: code.map(Int.init), reason: reason))
        context.close(promise: nil)
    }

    /// Says goodbye with a reason and closes.
    private func breakOff(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode, _ what: String) {
        var payload = ByteBuffer()
        payload.write(webSocketErrorCode: code)
        send(context, .masked(.connectionClose, payload))
        finish(context, .protocolBroken(what))
        context.close(promise: nil)
    }

    private func send(_ context: ChannelHandlerContext, _ frame: WebSocketFrame) {
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func finish(_ context: ChannelHandlerContext, _ failure: StreamFailure) {
        guard !isFinished else { return }
        isFinished = true
        context.fireErrorCaught(failure)
    }
}
