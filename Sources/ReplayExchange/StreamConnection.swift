import Candles
import NIOCore
import NIOWebSocket

/// The edge of one stream connection: frames in, frames out; what they mean is decided by its session and timer.
///
/// It is used on the server's event loop alone.
final class StreamConnection: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private(set) var session: StreamSession
    private var timer: ConnectionTimer
    private let core: ReplayCore
    private var context: ChannelHandlerContext?
    private var isStalled = false
    private var isClosing = false

    init(_ target: StreamTarget, core: ReplayCore) {
        self.core = core
        session = StreamSession(target, market: core.market)
        timer = ConnectionTimer(core.connectionLimits, opened: core.elapsed)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        core.streamOpened(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        core.hub.remove(self)
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        core.hub.remove(self)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isStalled, !isClosing else { return }
        let frame = unwrapInboundIn(data)
        let payload = Array(frame.unmaskedData.readableBytesView)
        switch frame.opcode {
        case .text:
            react(to: session.received(payload, at: core.elapsed))
        case .ping:
            guard session.frame(at: core.elapsed) else { return cut() }
            send(.pong, payload)
            flush()
        case .pong:
            let isAnswer = timer.pong(String(decoding: payload, as: UTF8.self))
            guard isAnswer || session.frame(at: core.elapsed) else { return cut() }
        case .connectionClose:
            isClosing = true
            send(.connectionClose, Array(payload.prefix(2)))
            context.flush()
            context.close(promise: nil)
        default:
            guard session.frame(at: core.elapsed) else { return cut() }
        }
    }

    private func react(to reactions: [StreamSession.Reaction]) {
        for reaction in reactions {
            switch reaction {
            case .reply(let bytes):
                send(.text, bytes)
            case .subscribed(let streams):
                core.hub.subscriptionsChanged()
                core.hub.greet(self, streams.sorted { $0.text < $1.text })
            case .disconnect:
                return cut()
            }
        }
        core.hub.subscriptionsChanged()
        flush()
    }

    /// Does what is due in wall time.
    func tick() {
        guard !isStalled else { return }
        for action in timer.tick(at: core.elapsed) {
            switch action {
            case .ping(let payload):
                send(.ping, Array(payload.utf8))
            case .announceCut:
                let event = "{\"e\":\"serverShutdown\",\"E\":\(session.unit.number(core.now.milliseconds))}"
                let wrapped = "{\"stream\":\"!serverShutdown\",\"data\":\(event)}"
                send(.text, Array((session.isCombined ? wrapped : event).utf8))
            case .cut:
                return cut()
            }
        }
        flush()
    }

    /// Sends an event; a reader that is behind misses those that the next one replaces.
    func deliver(_ event: EncodedEvent) {
        guard !isStalled, !isClosing, let context else { return }
        if !context.channel.isWritable {
            if event.event.isReplaceable { return }
            guard backlog(of: context.channel) < core.backlogLimit else { return cut() }
        }
        send(.text, event.buffer(isCombined: session.isCombined, unit: session.unit))
    }

    /// Writes out what was sent.
    func flush() {
        guard !isStalled else { return }
        context?.flush()
    }

    /// Closes the connection without a close frame.
    func cut() {
        guard !isClosing else { return }
        isClosing = true
        context?.close(promise: nil)
    }

    /// Says nothing any more, and leaves the connection open.
    func stall() { isStalled = true }

    private func backlog(of channel: any Channel) -> Int {
        do {
            return try channel.syncOptions?.getOption(.bufferedWritableBytes) ?? .max
        } catch {
            // A channel that cannot say what it holds is closed already.
            return .max
        }
    }

    private func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) {
        send(opcode, ByteBuffer(bytes: bytes))
    }

    private func send(_ opcode: WebSocketOpcode, _ buffer: ByteBuffer) {
        guard let context, !isStalled else { return }
        context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: buffer)), promise: nil)
    }
}
