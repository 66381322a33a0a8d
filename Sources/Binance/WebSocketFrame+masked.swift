import NIOCore
import NIOWebSocket

extension WebSocketFrame {
    /// A whole frame as a client has to send it: masked.
    static func masked(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }
}
