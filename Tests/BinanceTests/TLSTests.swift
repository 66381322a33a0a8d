import NIOSSL
import Testing

@testable import Binance

@Suite("Encrypted connections", .timeLimit(.minutes(1)))
struct TLSTests {
    private static func context(_ certificate: String, _ key: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }

    /// Serves both interfaces: a server time, and a stream that ends with two messages.
    private static func run(
        _ context: NIOSSLContext?, host: String, trusting pem: String?,
        body: @escaping @Sendable (BinanceClient) async throws -> Void
    ) async throws {
        try await RawServer.run(tls: context) { connection in
            let head = try await connection.request()
            if WireBytes.target(of: head).hasPrefix("/stream") {
                try await connection.write(
                    WireBytes.upgraded(head) + WireBytes.text(WireBytes.miniTicker(1)) + WireBytes.close(1001)
                )
            } else {
                try await connection.write(WireBytes.answer(200, #"{"serverTime":1704067200000}"#))
            }
            try await connection.untilClosed()
        } body: { server in
            let configuration = BinanceConfiguration(
                restURL: "https://\(host):\(server.port)", streamURL: "wss://\(host):\(server.port)",
                trustedCertificates: pem)
            let client = BinanceClient(configuration: configuration, clock: TestClock().clock)
            try await body(client)
            try await client.shutdown()
        }
    }

    private static func firstEvent(_ client: BinanceClient) async throws -> StreamEvent? {
        try await client.withStream([.miniTicker(Samples.symbol())]) { events in
            var events = events.makeAsyncIterator()
            return try await events.next()
        }
    }

    @Test("A trusted server is spoken to, by name and by number", arguments: ["localhost", "127.0.0.1"])
    func trusted(host: String) async throws {
        let context = try Self.context(TestCertificates.localhost, TestCertificates.localhostKey)
        try await Self.run(context, host: host, trusting: TestCertificates.localhost) { client in
            let time = try await client.serverTime()
            #expect(time == Samples.start)
            let event = try await Self.firstEvent(client)
            #expect(event != nil)
        }
    }

    @Test("A server that nobody vouches for is refused at once, in clear words")
    func untrusted() async throws {
        let context = try Self.context(TestCertificates.localhost, TestCertificates.localhostKey)
        try await Self.run(context, host: "localhost", trusting: nil) { client in
            try await Self.expectRefusal(client, "not signed")
            #expect(client.counters.retries == 0)
        }
    }

    @Test("A certificate for another name is refused", arguments: ["localhost", "127.0.0.1"])
    func wrongName(host: String) async throws {
        let context = try Self.context(TestCertificates.other, TestCertificates.otherKey)
        try await Self.run(context, host: host, trusting: TestCertificates.other) { client in
            try await Self.expectRefusal(client, "another name")
        }
    }

    @Test("A server that does not speak TLS is refused")
    func plain() async throws {
        try await RawServer.run { connection in
            try await connection.write(WireBytes.answer(400, "plain"))
            try await connection.untilClosed()
        } body: { server in
            let configuration = BinanceConfiguration(
                restURL: "https://localhost:\(server.port)", streamURL: "wss://localhost:\(server.port)")
            let client = BinanceClient(configuration: configuration, clock: TestClock().clock)
            try await Self.expectRefusal(client, "TLS")
            try await client.shutdown()
        }
    }

    @Test("Certificates that are no PEM are a mistake of usage")
    func noPEM() async throws {
        let client = BinanceClient(configuration: BinanceConfiguration(trustedCertificates: "nonsense"))
        let error = await #expect(throws: BinanceError.self) { try await client.serverTime() }
        #expect(error?.kind == .usage)
    }

    private static func expectRefusal(_ client: BinanceClient, _ reason: String) async throws {
        let rest = await #expect(throws: BinanceError.self) { try await client.serverTime() }
        let stream = await #expect(throws: BinanceError.self) { try await firstEvent(client) }
        for error in [rest, stream] {
            guard case .tls(_, let text)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(text.contains(reason))
            #expect(error?.isRetriable == false)
        }
    }
}
