import NIOCore
import NIOPosix
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// One connection to a raw server, as its script sees it.
struct RawConnection {
    var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    let channel: any Channel
    /// The number of the connection, counted from 0.
    let index: Int
    let server: RawServer
    private var received: [UInt8] = []

    init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel, index: Int,
        server: RawServer
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.channel = channel
        self.index = index
        self.server = server
    }

    /// A frame as the client sent it.
    struct Frame: Hashable, Sendable {
        let opcode: UInt8
        let isMasked: Bool
        let payload: [UInt8]
    }

    /// The client is gone.
    struct Gone: Error {}

    /// Reads the head of an HTTP request.
    mutating func request() async throws -> String {
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: received[..<end.upperBound], as: UTF8.self)
                received.removeFirst(end.upperBound)
                server.note(head)
                return head
            }
            try await more()
        }
    }

    /// Reads one short frame.
    mutating func frame() async throws -> Frame {
        while received.count < 2 { try await more() }
        let isMasked = received[1] & 0x80 != 0
        var start = 2
        var length = Int(received[1] & 0x7F)
        if length == 126 {
            while received.count < 4 { try await more() }
            length = Int(received[2]) << 8 | Int(received[3])
            start = 4
        }
        let maskStart = start
        if isMasked { start += 4 }
        while received.count < start + length { try await more() }
        var payload = Array(received[start..<start + length])
        if isMasked {
            for index in payload.indices { payload[index] ^= received[maskStart + index % 4] }
        }
        let frame = Frame(opcode: received[0] & 0x0F, isMasked: isMasked, payload: payload)
        received.removeFirst(start + length)
        return frame
    }

    /// Writes bytes in one piece.
    func write(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Reads until the client closes.
    mutating func untilClosed() async throws {
        while let _ = try await inbound.next() {}
    }

    /// Answers the upgrade that the client asks for, with more bytes in the same segment.
    mutating func upgrade(followedBy bytes: [UInt8] = []) async throws {
        try await write(WireBytes.upgraded(try await request()) + bytes)
    }

    /// Aborts the connection, so that the client sees a reset.
    func abort() async throws {
        let socket = try #require(channel as? any SocketOptionProvider)
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
    }

    private mutating func more() async throws {
        guard let buffer = try await inbound.next() else { throw Gone() }
        received += Array(buffer.readableBytesView)
    }
}
