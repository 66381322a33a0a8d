import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TCP server on loopback that writes exactly the bytes a test tells it to.
///
/// It knows neither HTTP nor WebSocket, so a test can also send what no proper server would. Every connection
/// runs the script once; when the script returns the connection is closed.
final class RawServer: Sendable {
    private let listening = Mutex(0)
    private let heads = Mutex<[String]>([])
    private let tasks = Mutex<[Task<Void, Never>]>([])

    typealias Script = @Sendable (inout RawConnection) async throws -> Void
    typealias Bytes = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// The port that the server listens at.
    var port: Int { listening.withLock { $0 } }

    /// The request heads received so far, over all connections.
    var requests: [String] { heads.withLock { $0 } }

    func note(_ head: String) {
        heads.withLock { $0.append(head) }
    }

    /// Runs a server for as long as `body` runs.
    static func run<R: Sendable>(
        tls: NIOSSLContext? = nil, script: @escaping Script, body: @Sendable (RawServer) async throws -> R
    ) async throws -> R {
        let server = RawServer()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    server.serve(try Bytes(wrappingChannelSynchronously: channel), script)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        server.listening.withLock { $0 = listener.localAddress?.port ?? 0 }
        do {
            let result = try await body(server)
            try await server.stop(listener)
            return result
        } catch {
            try await server.stop(listener)
            throw error
        }
    }

    /// Starts the script of a new connection; the task belongs to the server, which ends it.
    private func serve(_ bytes: Bytes, _ script: @escaping Script) {
        tasks.withLock { tasks in
            let index = tasks.count
            let task = Task<Void, Never> {
                // A client that goes away in the middle is what many tests are about.
                try? await bytes.executeThenClose { inbound, outbound in
                    var connection = RawConnection(
                        inbound: inbound.makeAsyncIterator(), outbound: outbound, channel: bytes.channel,
                        index: index, server: self)
                    try await script(&connection)
                }
            }
            tasks.append(task)
        }
    }

    private func stop(_ listener: any Channel) async throws {
        try await listener.close().get()
        let tasks = tasks.withLock { $0 }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
