import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

/// A client that speaks bytes: it knows as little of HTTP and WebSocket as a test of them needs.
final class WireClient: Sendable {
    private let channel: any Channel
    private let received: Received

    private final class Received: Sendable {
        let state = Mutex((bytes: [UInt8](), isClosed: false))
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let received: Received

        init(_ received: Received) {
            self.received = received
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            received.state.withLock { $0.bytes += bytes }
        }

        func channelInactive(context: ChannelHandlerContext) {
            received.state.withLock { $0.isClosed = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private init(_ channel: any Channel, _ received: Received) {
        self.channel = channel
        self.received = received
    }

    /// Opens a connection; a reader that does not read fills the kernel's buffers and then the server's.
    static func connect(_ port: Int, reads: Bool = true) async throws -> WireClient {
        let received = Received()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.socketOption(.so_rcvbuf), value: reads ? 1 << 18 : 4096)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(received))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return WireClient(channel, received)
    }

    var bytes: [UInt8] { received.state.withLock { $0.bytes } }
    var isClosed: Bool { received.state.withLock { $0.isClosed } }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    func close() async throws {
        if !isClosed { try await channel.close() }
    }

    // MARK: HTTP

    /// An answer with its status line's number, its headers in small letters and its body.
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// The answers received so far, each whole.
    var answers: [Answer] {
        var rest = bytes[...]
        var answers: [Answer] = []
        while let (answer, length) = Self.answer(in: rest) {
            answers.append(answer)
            rest = rest.dropFirst(length)
        }
        return answers
    }

    private static func answer(in bytes: ArraySlice<UInt8>) -> (Answer, Int)? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first, let status = Int(first.split(separator: " ")[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let length = status == 101 ? 0 : Int(headers["content-length"] ?? "") ?? 0
        let body = bytes[end.upperBound...].prefix(length)
        guard body.count == length else { return nil }
        return (
            Answer(status: status, headers: headers, body: Array(body)),
            bytes.distance(from: bytes.startIndex, to: end.upperBound) + length
        )
    }

    /// One request on a connection of its own.
    static func request(
        _ port: Int, _ target: String, method: String = "GET", headers: [String] = []
    ) async throws -> Answer {
        let client = try await connect(port)
        let lines =
            ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers
        try await client.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        _ = await eventually { client.isClosed }
        return try #require(client.answers.first)
    }

    // MARK: WebSocket

    struct Frame: Equatable {
        let opcode: UInt8
        let payload: [UInt8]
        var text: String { String(decoding: payload, as: UTF8.self) }
    }

    /// Opens a stream connection and waits for the answer.
    static func stream(_ port: Int, _ target: String, reads: Bool = true) async throws -> WireClient {
        let client = try await connect(port, reads: reads)
        let lines = [
            "GET \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
        ]
        try await client.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        if reads { _ = await eventually { client.isClosed || client.answers.count > 0 } }
        return client
    }

    /// The frames received after the answer to the upgrade.
    var frames: [Frame] {
        let bytes = bytes
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return [] }
        var rest = bytes[end.upperBound...]
        var frames: [Frame] = []
        while rest.count >= 2 {
            let opcode = rest[rest.startIndex] & 0x0F
            var length = Int(rest[rest.startIndex + 1] & 0x7F)
            var header = 2
            if length >= 126 {
                header = length == 126 ? 4 : 10
                guard rest.count >= header else { break }
                length = rest[(rest.startIndex + 2)..<(rest.startIndex + header)].reduce(0) {
                    $0 << 8 | Int($1)
                }
            }
            guard rest.count >= header + length else { break }
            frames.append(Frame(opcode: opcode, payload: Array(rest.dropFirst(header).prefix(length))))
            rest = rest.dropFirst(header + length)
        }
        return frames
    }

    /// The text messages received so far.
    var messages: [String] { frames.filter { $0.opcode == 1 }.map(\.text) }

    /// Sends a masked frame.
    func sendFrame(_ opcode: UInt8, _ payload: [UInt8]) async throws {
        let mask: [UInt8] = [1, 2, 3, 4]
        precondition(payload.count < 65_536)
        let length: [UInt8] =
            payload.count < 126
            ? [0x80 | UInt8(payload.count)]
            : [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        let masked = payload.enumerated().map { $1 ^ mask[$0 % 4] }
        try await send([0x80 | opcode] + length + mask + masked)
    }

    func sendText(_ text: String) async throws { try await sendFrame(1, Array(text.utf8)) }
}
