import Candles
import NIOCore
import Synchronization
import Testing

@testable import Binance

/// Every trap that a WebSocket client can fall into, against a server that sets it.
@Suite("Stream client", .timeLimit(.minutes(1)))
struct StreamClientTests {
    private static let names: [StreamName] = [.miniTicker(Samples.symbol()), .kline(Samples.minuteKey)]

    /// Runs a client against a script.
    @discardableResult
    private static func run<R: Sendable>(
        _ script: @escaping RawServer.Script, idleTimeout: Duration = .seconds(45),
        connectTimeout: Duration = .seconds(10), notices: Notices = Notices(),
        body: @escaping @Sendable (BinanceClient, RawServer) async throws -> R
    ) async throws -> R {
        try await RawServer.run(script: script) { server in
            let configuration = BinanceConfiguration(
                streamURL: "ws://127.0.0.1:\(server.port)", connectTimeout: connectTimeout,
                idleTimeout: idleTimeout)
            let client = BinanceClient(
                configuration: configuration, notice: { notices.add($0) }, clock: TestClock().clock)
            let result = try await body(client, server)
            try await client.shutdown()
            return result
        }
    }

    /// Reads last prices until the stream ends, and says how it ended.
    private static func follow(_ client: BinanceClient) async throws -> (prices: [Double], end: BinanceError?)
    {
        try await client.withStream(names) { events in
            var prices: [Double] = []
            do throws(BinanceError) {
                for try await event in events {
                    if case .miniTicker(let ticker) = event { prices.append(ticker.last) }
                }
            } catch {
                return (prices, error)
            }
            return (prices, nil)
        }
    }

    private static func closedReason(_ error: BinanceError?) -> String? {
        if case .streamClosed(_, let reason)? = error { reason } else { nil }
    }

    private static let two = WireBytes.text(WireBytes.miniTicker(1)) + WireBytes.text(WireBytes.miniTicker(2))

    @Test("Frames that come in one segment with the upgrade are all seen", arguments: 0..<40)
    func sameSegment(repetition: Int) async throws {
        try await Self.run { connection in
            try await connection.upgrade(followedBy: Self.two + WireBytes.close(1001, "bye"))
            try await connection.untilClosed()
        } body: { client, _ in
            let (prices, end) = try await Self.follow(client)
            #expect(prices == [1, 2])
            #expect(Self.closedReason(end)?.contains("1001 (bye)") == true)
        }
    }

    @Test("Frames that follow the upgrade at once are all seen", arguments: 0..<40)
    func atOnce(repetition: Int) async throws {
        try await Self.run { connection in
            try await connection.upgrade()
            for byte in Self.two { try await connection.write([byte]) }
            try await connection.write(WireBytes.close(1000))
            try await connection.untilClosed()
        } body: { client, _ in
            let prices = try await Self.follow(client).prices
            #expect(prices == [1, 2])
        }
    }

    @Test("Frames are seen although the connection ends in the same instant", arguments: 0..<40)
    func endsAtOnce(repetition: Int) async throws {
        try await Self.run { connection in
            let goodbye = repetition.isMultiple(of: 2) ? WireBytes.close(1013, "later") : []
            try await connection.upgrade(followedBy: Self.two + goodbye)
        } body: { client, _ in
            let (prices, end) = try await Self.follow(client)
            #expect(prices == [1, 2])
            #expect(Self.closedReason(end)?.contains("1013 (later)") == repetition.isMultiple(of: 2))
        }
    }

    @Test("The request names host and port, streams and version")
    func request() async throws {
        try await Self.run { connection in
            try await connection.upgrade(followedBy: WireBytes.close(1000))
        } body: { client, server in
            _ = try await Self.follow(client)
            let head = try #require(server.requests.first)
            #expect(WireBytes.target(of: head) == "/stream?streams=btcusdt@miniTicker/btcusdt@kline_1m")
            #expect(WireBytes.header("Host", of: head) == "127.0.0.1:\(server.port)")
            #expect(WireBytes.header("Sec-WebSocket-Version", of: head) == "13")
            #expect(WireBytes.header("Upgrade", of: head)?.lowercased() == "websocket")
            #expect(WireBytes.header("Sec-WebSocket-Extensions", of: head) == nil)
        }
    }

    @Test("A ping is answered at once with a masked pong of the same payload")
    func ping() async throws {
        let answers = Mutex<[RawConnection.Frame]>([])
        try await Self.run { connection in
            try await connection.upgrade(followedBy: WireBytes.frame(9, Array("1754676".utf8)))
            let pong = try await connection.frame()
            try await connection.write(WireBytes.frame(9, []))
            let second = try await connection.frame()
            answers.withLock { $0 = [pong, second] }
            try await connection.write(Self.two + WireBytes.close(1000))
        } body: { client, _ in
            let prices = try await Self.follow(client).prices
            #expect(prices == [1, 2])
            let frames = answers.withLock { $0 }
            #expect(
                frames == [
                    RawConnection.Frame(opcode: 10, isMasked: true, payload: Array("1754676".utf8)),
                    RawConnection.Frame(opcode: 10, isMasked: true, payload: []),
                ])
        }
    }

    @Test("A close message is echoed with its code, masked, and ends the stream as an error")
    func closeEcho() async throws {
        let echo = Mutex<RawConnection.Frame?>(nil)
        try await Self.run { connection in
            try await connection.upgrade(followedBy: WireBytes.close(1008, "24 h"))
            let frame = try await connection.frame()
            echo.withLock { $0 = frame }
        } body: { client, _ in
            let end = try await Self.follow(client).end
            #expect(Self.closedReason(end)?.contains("1008 (24 h)") == true)
            #expect(end?.isRetriable == true)
            try await waitUntil { echo.withLock { $0 != nil } }
            #expect(
                echo.withLock { $0 } == RawConnection.Frame(opcode: 8, isMasked: true, payload: [0x03, 0xF0]))
        }
    }

    @Test("A close message without a code ends the stream as well")
    func bareClose() async throws {
        try await Self.run { connection in
            try await connection.upgrade(followedBy: Self.two + WireBytes.frame(8, []))
            try await connection.untilClosed()
        } body: { client, _ in
            let (prices, end) = try await Self.follow(client)
            #expect(prices == [1, 2])
            #expect(Self.closedReason(end) != nil)
        }
    }

    @Test("A connection that ends without a close message is a failure", arguments: [false, true])
    func vanished(aborts: Bool) async throws {
        try await Self.run { connection in
            try await connection.upgrade()
            try await connection.write(Self.two)
            // The pong proves that the client has read what came before the end.
            try await connection.write(WireBytes.frame(9, []))
            _ = try await connection.frame()
            if aborts { try await connection.abort() }
        } body: { client, _ in
            let (prices, end) = try await Self.follow(client)
            #expect(prices == [1, 2])
            #expect(Self.closedReason(end) != nil)
        }
    }

    @Test("Silence on an open connection is a failure")
    func silent() async throws {
        try await Self.run(
            { connection in
                try await connection.upgrade(followedBy: Self.two)
                try await connection.untilClosed()
            }, idleTimeout: .milliseconds(150)
        ) { client, _ in
            let (prices, end) = try await Self.follow(client)
            #expect(prices == [1, 2])
            #expect(end == .streamSilent(url: client.configuration.streamURL, for: .milliseconds(150)))
            #expect(end?.isRetriable == true)
        }
    }

    @Test("Fragments are put together, also with a ping between them")
    func fragments() async throws {
        let text = Array(WireBytes.miniTicker(5).utf8)
        try await Self.run { connection in
            try await connection.upgrade(
                followedBy: WireBytes.frame(1, Array(text[..<1]), isFinal: false)
                    + WireBytes.frame(0, Array(text[1..<20]), isFinal: false) + WireBytes.frame(9, [1])
                    + WireBytes.frame(0, Array(text[20...])) + WireBytes.close(1000))
            try await connection.untilClosed()
        } body: { client, _ in
            let prices = try await Self.follow(client).prices
            #expect(prices == [5])
        }
    }

    @Test("A long message arrives whole", arguments: [20_000, 100_000, 900_000])
    func long(size: Int) async throws {
        let message = WireBytes.miniTicker(6) + String(repeating: " ", count: size)
        try await Self.run { connection in
            try await connection.upgrade(followedBy: WireBytes.text(message) + WireBytes.close(1000))
            try await connection.untilClosed()
        } body: { client, _ in
            let prices = try await Self.follow(client).prices
            #expect(prices == [6])
        }
    }

    @Test(
        "A frame against the protocol ends the stream as an error and tells the server why",
        arguments: [
            (WireBytes.frame(1, [UInt8](repeating: 32, count: (1 << 20) + 1)), "too long", [0x03, 0xF1]),
            (WireBytes.frame(1, [1], reserved: 4), "extension", [0x03, 0xEA]),
            (WireBytes.frame(0, [1]), "fragments", [0x03, 0xEA]),
            (WireBytes.frame(1, [1], isFinal: false) + WireBytes.frame(1, [1]), "fragments", [0x03, 0xEA]),
            (WireBytes.frame(9, [UInt8](repeating: 1, count: 126)), "malformed", [0x03, 0xEA]),
            (WireBytes.frame(3, [1]), "unknown kind", [0x03, 0xEA]),
        ] as [([UInt8], String, [UInt8])])
    func protocolBroken(frame: [UInt8], reason: String, code: [UInt8]) async throws {
        let goodbye = Mutex<RawConnection.Frame?>(nil)
        try await Self.run { connection in
            try await connection.upgrade(followedBy: Self.two + frame)
            let frame = try await connection.frame()
            goodbye.withLock { $0 = frame }
        } body: { client, _ in
            let (prices, end) = try await Self.follow(client)
            #expect(prices == [1, 2])
            #expect(Self.closedReason(end)?.contains(reason) == true)
            try await waitUntil { goodbye.withLock { $0 != nil } }
            #expect(goodbye.withLock { $0 } == RawConnection.Frame(opcode: 8, isMasked: true, payload: code))
        }
    }

    @Test(
        "A refused upgrade has the meaning of its status",
        arguments: [
            (403, [:], .firewall(host: "127.0.0.1")), (451, [:], .geoBlocked(host: "127.0.0.1")),
            (429, ["Retry-After": "9"], .rateLimited(host: "127.0.0.1", retryAfter: .seconds(9))),
            (
                418, ["Retry-After": "900"],
                .banned(host: "127.0.0.1", until: nil, retryAfter: .seconds(900))
            ),
            (
                404, [:],
                .refused(
                    path: "/stream?streams=btcusdt@miniTicker/btcusdt@kline_1m", status: 404, code: -7,
                    message: "no")
            ),
        ] as [(Int, [String: String], BinanceError)])
    func refused(status: Int, headers: [String: String], error: BinanceError) async throws {
        try await Self.run { connection in
            _ = try await connection.request()
            try await connection.write(WireBytes.answer(status, #"{"code":-7,"msg":"no"}"#, headers: headers))
            try await connection.untilClosed()
        } body: { client, _ in
            await #expect(throws: error) { try await Self.follow(client) }
        }
    }

    @Test("A server error at the upgrade is worth another try")
    func serverError() async throws {
        try await Self.run { connection in
            _ = try await connection.request()
            try await connection.write(WireBytes.answer(503, "busy"))
        } body: { client, _ in
            let error = await #expect(throws: BinanceError.self) { try await Self.follow(client) }
            #expect(error?.isRetriable == true)
            #expect(error?.problem.contains("503") == true)
        }
    }

    @Test(
        "An answer that is none, or a wrong one, is told",
        arguments: [
            [], Array("nonsense\r\n\r\n".utf8), WireBytes.upgraded("GET /\r\nSec-WebSocket-Key: other\r\n"),
            WireBytes.answer(200, "hello"),
        ])
    func noUpgrade(answer: [UInt8]) async throws {
        try await Self.run { connection in
            _ = try await connection.request()
            if !answer.isEmpty { try await connection.write(answer) }
        } body: { client, _ in
            let error = await #expect(throws: BinanceError.self) { try await Self.follow(client) }
            #expect(error?.kind == .unavailable)
        }
    }

    @Test("A server that never answers the upgrade is given up")
    func handshakeTimeout() async throws {
        try await Self.run(
            { try await $0.untilClosed() }, connectTimeout: .milliseconds(200)
        ) { client, _ in
            let error = await #expect(throws: BinanceError.self) { try await Self.follow(client) }
            #expect(error?.problem.contains("200 ms") == true, "\(String(describing: error))")
        }
    }

    @Test("A refusal whose body never comes is given up")
    func refusalTimeout() async throws {
        try await Self.run(
            { connection in
                _ = try await connection.request()
                try await connection.write(WireBytes.answer(400, "{", statedLength: 100))
                try await connection.untilClosed()
            }, connectTimeout: .milliseconds(200)
        ) { client, _ in
            await #expect(throws: BinanceError.self) { try await Self.follow(client) }
        }
    }

    @Test("A refused port is named as such")
    func refusedPort() async throws {
        let port = try await RawServer.run { _ in
        } body: {
            $0.port
        }
        let client = BinanceClient(configuration: BinanceConfiguration(streamURL: "ws://127.0.0.1:\(port)"))
        let error = await #expect(throws: BinanceError.self) { try await Self.follow(client) }
        #expect(error?.problem.contains("connection refused") == true)
        #expect(error?.isRetriable == true)
    }

    @Test("A message that cannot be read is dropped and counted, the others go on")
    func dropped() async throws {
        let notices = Notices()
        let odd =
            WireBytes.text("{nonsense") + WireBytes.text(#"{"e":"novelty"}"#)
            + WireBytes.text(#"{"result":null,"id":1}"#)
        try await Self.run(
            { connection in
                try await connection.upgrade(followedBy: odd + Self.two + WireBytes.close(1000))
            }, notices: notices
        ) { client, _ in
            let prices = try await Self.follow(client).prices
            #expect(prices == [1, 2])
            #expect(client.counters.droppedMessages == 1)
            #expect(client.counters.ignoredMessages == 1)
            #expect(client.counters.events == 2)
            #expect(notices.all.contains { $0.contains("{nonsense") })
        }
    }

    @Test("Ten unreadable messages in a row end the stream as a bad answer")
    func onlyNonsense() async throws {
        let odd = (0..<10).flatMap { _ in WireBytes.text("nonsense") }
        try await Self.run { connection in
            try await connection.upgrade(followedBy: Self.two + odd + Self.two)
            try await connection.untilClosed()
        } body: { client, _ in
            let (prices, end) = try await Self.follow(client)
            #expect(prices == [1, 2])
            #expect(end?.kind == .badData)
        }
    }

    @Test("A refused subscription ends the stream")
    func refusedSubscription() async throws {
        try await Self.run { connection in
            try await connection.upgrade(followedBy: WireBytes.text(#"{"code":2,"msg":"Invalid request"}"#))
            try await connection.untilClosed()
        } body: { client, _ in
            let end = try await Self.follow(client).end
            guard case .refused(_, _, 2?, "Invalid request")? = end else {
                Issue.record("\(String(describing: end))")
                return
            }
        }
    }

    @Test("Streams that do not fit into the address are subscribed to by message")
    func subscriptions() async throws {
        let symbols = (0..<500).map { Samples.symbol("COIN\($0)USDT") }
        let names = symbols.map { StreamName.ticker($0) }
        let asked = Mutex<[String]>([])
        try await Self.run { connection in
            try await connection.upgrade()
            var count = 0
            while count < 2 {
                let text = String(decoding: try await connection.frame().payload, as: UTF8.self)
                asked.withLock { $0.append(text) }
                count += 1
            }
            try await connection.write(Self.two)
            try await connection.untilClosed()
        } body: { client, server in
            let first = try await client.withStream(names) { events in
                var events = events.makeAsyncIterator()
                return try await events.next()
            }
            guard case .miniTicker? = first else {
                Issue.record("no event")
                return
            }
            let address = WireBytes.target(of: try #require(server.requests.first))
            #expect(address.utf8.count < 4100)
            let messages = asked.withLock { $0 }
            let mentioned = names.filter { name in
                address.contains(name.text) || messages.contains { $0.contains("\"\(name.text)\"") }
            }
            #expect(mentioned.count == 500)
            #expect(messages.allSatisfy { $0.hasPrefix(#"{"method":"SUBSCRIBE","params":["#) })
        }
    }

    @Test("No stream at all, or too many, is a mistake of usage", arguments: [0, 1025])
    func counts(count: Int) async {
        let client = BinanceClient(configuration: BinanceConfiguration())
        let names = [StreamName](repeating: .ticker(Samples.symbol()), count: count)
        await #expect(throws: BinanceError.streamCount(count)) { try await client.withStream(names) { _ in } }
    }

    @Test("When the reader returns, the server gets a masked goodbye")
    func goodbye() async throws {
        let last = Mutex<RawConnection.Frame?>(nil)
        try await Self.run { connection in
            try await connection.upgrade(followedBy: Self.two)
            let frame = try await connection.frame()
            last.withLock { $0 = frame }
        } body: { client, _ in
            try await client.withStream(Self.names) { _ in }
            try await waitUntil { last.withLock { $0 != nil } }
            #expect(
                last.withLock { $0 } == RawConnection.Frame(opcode: 8, isMasked: true, payload: [0x03, 0xE8]))
        }
    }

    @Test("A cancelled reader's events end without an error")
    func cancelled() async throws {
        try await Self.run { connection in
            try await connection.upgrade(followedBy: Self.two)
            try await connection.untilClosed()
        } body: { client, _ in
            let reading = Task { try await Self.follow(client) }
            try await waitUntil { client.counters.events >= 2 }
            reading.cancel()
            let (prices, end) = try await reading.value
            #expect(prices == [1, 2])
            #expect(end == nil)
        }
    }

    @Test("Thirty thousand messages come through in order")
    func throughput() async throws {
        let count = 30_000
        try await Self.run { connection in
            try await connection.upgrade()
            for start in stride(from: 0, to: count, by: 1000) {
                try await connection.write(
                    (start..<start + 1000).flatMap { WireBytes.text(WireBytes.miniTicker($0)) })
            }
            try await connection.write(WireBytes.close(1000))
            try await connection.untilClosed()
        } body: { client, _ in
            let prices = try await Self.follow(client).prices
            #expect(prices.count == count)
            #expect(prices == (0..<count).map(Double.init))
        }
    }
}
