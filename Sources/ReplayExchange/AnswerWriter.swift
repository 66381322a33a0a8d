import Foundation
import NIOCore
import NIOHTTP1

/// Writes one answer to a connection: whole, in pieces, or broken on purpose.
struct AnswerWriter: Sendable {
    /// The bytes of a file that are in memory at a time.
    private static let blockSize = 256 << 10

    private let channel: any Channel
    private let isKeepAlive: Bool
    private let isHead: Bool
    private let isOld: Bool

    /// A writer of the answer to a request.
    init(_ channel: any Channel, to head: HTTPRequestHead) {
        self.channel = channel
        isKeepAlive = head.isKeepAlive
        isHead = head.method == .HEAD
        isOld = head.version.minor == 0
    }

    /// Writes an answer; must be called on the connection's event loop.
    func write(_ answer: RestAnswer) {
        switch answer.delivery {
        case .never:
            return
        case .close:
            channel.close(promise: nil)
        case .reset:
            reset()
        case .whole:
            send(head(of: answer))
            if isHead || answer.bodySize == 0 {
                end()
            } else if let file = answer.file {
                stream(file)
            } else {
                send(body: answer.body[...])
                end()
            }
        case .cut(let count):
            send(head(of: answer))
            cut(answer.body.prefix(count))
        case .cutChunk(let count):
            send(head(of: answer, isChunked: true))
            cut(answer.body.prefix(count))
        case .pieces(let count, let pause):
            send(head(of: answer))
            channel.flush()
            trickle(answer.body[...], size: max(1, (answer.body.count + count - 1) / count), pause)
        }
    }

    private func head(of answer: RestAnswer, isChunked: Bool = false) -> HTTPServerResponsePart {
        var headers = HTTPHeaders(answer.headers.map { ($0.name, $0.value) })
        headers.add(name: "Content-Type", value: answer.contentType)
        if isChunked {
            headers.add(name: "Transfer-Encoding", value: "chunked")
        } else if answer.status != 304 {
            headers.add(name: "Content-Length", value: "\(answer.bodySize)")
        }
        if !isKeepAlive {
            headers.add(name: "Connection", value: "close")
        } else if isOld {
            headers.add(name: "Connection", value: "keep-alive")
        }
        return .head(
            HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers))
    }

    private func send(_ part: HTTPServerResponsePart) { channel.write(part, promise: nil) }

    private func send(body bytes: ArraySlice<UInt8>) {
        if !bytes.isEmpty { send(.body(.byteBuffer(ByteBuffer(bytes: bytes)))) }
    }

    private func end() {
        let written = channel.writeAndFlush(HTTPServerResponsePart.end(nil))
        if !isKeepAlive { closeAfter(written) }
    }

    private func closeAfter(_ written: EventLoopFuture<Void>) {
        let channel = channel
        written.whenComplete { _ in channel.close(promise: nil) }
    }

    private func cut(_ bytes: ArraySlice<UInt8>) {
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes)))
        closeAfter(channel.writeAndFlush(part))
    }

    /// Ends the connection so that the other side sees a reset instead of an end.
    private func reset() {
        let channel = channel
        guard let options = channel as? any SocketOptionProvider else {
            channel.close(promise: nil)
            return
        }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    private func trickle(_ bytes: ArraySlice<UInt8>, size: Int, _ pause: Duration) {
        guard channel.isActive else { return }
        guard !bytes.isEmpty, !isHead else {
            end()
            return
        }
        let delay = TimeAmount.nanoseconds(Int64(pause.milliseconds * 1_000_000))
        channel.eventLoop.scheduleTask(in: delay) {
            send(body: bytes.prefix(size))
            channel.flush()
            trickle(bytes.dropFirst(size), size: size, pause)
        }
    }

    /// Sends a part of a file block by block; a file that cannot be read to its end cuts the connection.
    private func stream(_ part: RestAnswer.FilePart) {
        do {
            guard let file = FileHandle(forReadingAtPath: part.path) else {
                throw CocoaError(.fileReadNoSuchFile)
            }
            try file.seek(toOffset: UInt64(part.offset))
            stream(NIOLoopBound(file, eventLoop: channel.eventLoop), left: part.count)
        } catch {
            channel.close(promise: nil)
        }
    }

    private func stream(_ file: NIOLoopBound<FileHandle>, left: Int) {
        guard left > 0 else {
            end()
            return
        }
        let block: Data
        do {
            block = try file.value.read(upToCount: min(left, Self.blockSize)) ?? Data()
        } catch {
            block = Data()
        }
        guard !block.isEmpty else {
            channel.close(promise: nil)
            return
        }
        let part = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: block)))
        // The next block is read when this one is on its way, so a slow reader costs one block of memory.
        channel.writeAndFlush(part).whenSuccess { stream(file, left: left - block.count) }
    }
}
