import Candles
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Binance

/// The client's questions against a server that answers with given bytes.
@Suite("REST client", .timeLimit(.minutes(1)))
struct RestClientTests {
    /// Runs a client against a server that sends one answer after the other; the last one is repeated.
    @discardableResult
    static func run<R: Sendable>(
        _ answers: [[UInt8]], _ change: (inout BinanceConfiguration) -> Void = { _ in },
        body: @escaping @Sendable (BinanceClient, RawServer, TestClock, Notices) async throws -> R
    ) async throws -> R {
        let next = Mutex(0)
        var configuration = BinanceConfiguration(seed: 1)
        change(&configuration)
        let settings = configuration
        return try await RawServer.run { connection in
            while true {
                _ = try await connection.request()
                let answer = next.withLock { next in
                    defer { next += 1 }
                    return answers[min(next, answers.count - 1)]
                }
                try await connection.write(answer)
                // An answer that is shorter than it says ends with its connection.
                if answer.count < 4 || answer.firstRange(of: Array("Content-Length: 9999".utf8)) != nil {
                    return
                }
            }
        } body: { server in
            var settings = settings
            settings.restURL = "http://127.0.0.1:\(server.port)"
            let clock = TestClock()
            let notices = Notices()
            let client = BinanceClient(
                configuration: settings, notice: { notices.add($0) }, clock: clock.clock)
            let result = try await body(client, server, clock, notices)
            try await client.shutdown()
            return result
        }
    }

    static let time = WireBytes.answer(200, #"{"serverTime":1704067200000}"#)
    private static let end = Samples.start + 1000 * Samples.minute

    @Test("The exchange's time is read")
    func serverTime() async throws {
        try await Self.run([Self.time]) { client, server, _, _ in
            let time = try await client.serverTime()
            #expect(time == Samples.start)
            #expect(client.requestCounts == ["/api/v3/time": 1])
            #expect(server.requests.first.map(WireBytes.target) == "/api/v3/time")
        }
    }

    @Test(
        "The source of the answers is read from the header",
        arguments: [
            ([:], .exchange), (["X-Candlecast-Source": "recorded"], .recorded),
            (["x-candlecast-source": "simulated; seed=7"], .simulated(seed: 7)),
        ] as [([String: String], ExchangeSource)])
    func source(headers: [String: String], source: ExchangeSource) async throws {
        let answer = WireBytes.answer(200, #"{"serverTime":1704067200000}"#, headers: headers)
        try await Self.run([answer]) { client, _, _, _ in
            let found = try await client.source()
            #expect(found == source)
        }
    }

    @Test("A page is asked for with the right fields and split by time")
    func page() async throws {
        try await Self.run([WireBytes.answer(200, Samples.rows(0..<3))]) { client, server, _, _ in
            let now = Samples.start + 150_000
            let page = try await client.klines(
                Samples.minuteKey, from: Samples.start, to: nil, limit: 500, now: now)
            #expect(page.closed.count == 2)
            #expect(page.running?.openTime == Samples.start + 120_000)
            #expect(
                server.requests.first.map(WireBytes.target)
                    == "/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1704067200000"
                    + "&endTime=\(now.milliseconds)&limit=500")
        }
    }

    @Test("Nothing is asked about the future")
    func future() async throws {
        try await Self.run([Self.time]) { client, _, _, _ in
            let page = try await client.klines(Samples.minuteKey, from: Self.end, to: nil, now: Samples.start)
            #expect(page == KlinePage(closed: [], running: nil))
            #expect(client.requestCounts.isEmpty)
        }
    }

    @Test("An empty page is an answer")
    func empty() async throws {
        try await Self.run([WireBytes.answer(200, "[]")]) { client, _, _, _ in
            let page = try await client.klines(Samples.minuteKey, from: nil, to: nil, now: Self.end)
            #expect(page.closed.isEmpty && page.running == nil)
        }
    }

    @Test(
        "A row that cannot be true is refused at once, with its number and its value",
        arguments: [
            (Samples.rows(0..<2).replacing("\"1.5\"", with: "\"NaN\""), "row 1", "NaN"),
            (
                "[\(Samples.row(0)),\(Samples.row(1).replacing("\"1.5\"", with: "\"-4.25\""))]", "row 2",
                "-4.25"
            ),
            ("[\(Samples.row(0)),\(Samples.row(1).replacing("\"3.0\"", with: "\"0.25\""))]", "row 2", "0.25"),
            ("[\(Samples.row(1)),\(Samples.row(0))]", "row 2", "2024-01-01T00:00:00Z"),
        ])
    func badRows(body: String, row: String, value: String) async throws {
        try await Self.run([WireBytes.answer(200, body)]) { client, _, _, _ in
            let error = await #expect(throws: BinanceError.self) {
                try await client.klines(Samples.minuteKey, from: nil, to: nil, now: Self.end)
            }
            #expect(error?.kind == .badData)
            #expect(error?.problem.contains(row) == true)
            #expect(error?.problem.contains(value) == true)
            #expect(client.counters.retries == 0)
        }
    }

    @Test(
        "A body that was cut or is no JSON is fetched again",
        arguments: [
            WireBytes.answer(200, String(Samples.rows(0..<3).dropLast(20))),
            WireBytes.answer(200, "<html>busy"),
            WireBytes.answer(200, Samples.rows(0..<2), statedLength: 9999), WireBytes.answer(200, ""),
            WireBytes.answer(503, "busy"), WireBytes.answer(400, #"{"code":-1008,"msg":"busy"}"#), [0x0A],
        ])
    func brokenBody(first: [UInt8]) async throws {
        try await Self.run([first, WireBytes.answer(200, Samples.rows(0..<3))]) { client, _, clock, notices in
            let page = try await client.klines(Samples.minuteKey, from: nil, to: nil, now: Self.end)
            #expect(page.closed.count == 3)
            #expect(client.counters.retries == 1)
            #expect(client.requestCounts["/api/v3/klines"] == 2)
            #expect(clock.sleeps.count == 1)
            #expect(notices.all.count == 1)
        }
    }

    @Test("A body that stays broken ends as a bad answer")
    func staysBroken() async throws {
        try await Self.run([WireBytes.answer(200, "[[")], { $0.attempts = 3 }) { client, _, clock, _ in
            let error = await #expect(throws: BinanceError.self) {
                try await client.klines(Samples.minuteKey, from: nil, to: nil, now: Self.end)
            }
            #expect(error?.kind == .badData)
            #expect(client.requestCounts["/api/v3/klines"] == 3)
            #expect(clock.sleeps.count == 2)
        }
    }

    @Test("A server that keeps failing is named as unreachable, with its last words")
    func staysDown() async throws {
        try await Self.run([WireBytes.answer(502, "bad gateway")], { $0.attempts = 2 }) { client, _, _, _ in
            let error = await #expect(throws: BinanceError.self) { try await client.serverTime() }
            guard case .unreachable(_, let reason)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("502") && reason.contains("bad gateway"))
        }
    }

    @Test("After 429 the client waits as long as the exchange says, and then goes on")
    func rateLimit() async throws {
        let limited = WireBytes.answer(
            429, #"{"code":-1003,"msg":"Too many"}"#, headers: ["Retry-After": "12"])
        try await Self.run([limited, Self.time]) { client, _, clock, notices in
            let time = try await client.serverTime()
            #expect(time == Samples.start)
            #expect(clock.sleeps == [.seconds(12)])
            #expect(notices.all.contains { $0.contains("12 s") })
        }
    }

    @Test("A ban ends the work with its end, and further questions are not sent")
    func ban() async throws {
        let banned = WireBytes.answer(
            418, #"{"code":-1003,"msg":"Way too much; IP banned until 1704067800000."}"#,
            headers: ["Retry-After": "600", "Date": "Mon, 01 Jan 2024 00:00:00 GMT"])
        try await Self.run([banned, Self.time]) { client, _, clock, _ in
            for _ in 0..<2 {
                let error = await #expect(throws: BinanceError.self) { try await client.serverTime() }
                #expect(
                    error
                        == .banned(
                            host: "127.0.0.1", until: Samples.start + 600_000, retryAfter: .seconds(600)))
                #expect(error?.problem.contains("2024-01-01T00:10:00Z") == true)
            }
            #expect(client.requestCounts == ["/api/v3/time": 1])
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("A ban that one client met holds all clients of the process with the same clock")
    func sharedBan() async throws {
        let banned = WireBytes.answer(418, "{}", headers: ["Retry-After": "600"])
        try await Self.run([banned, Self.time]) { client, server, clock, _ in
            _ = try? await client.serverTime()
            let other = BinanceClient(configuration: client.configuration, clock: clock.clock)
            let stranger = BinanceClient(configuration: client.configuration, clock: TestClock().clock)
            let error = await #expect(throws: BinanceError.self) { try await other.serverTime() }
            #expect(error?.kind == .rateLimited)
            #expect(other.requestCounts.isEmpty)
            let time = try await stranger.serverTime()
            #expect(time == Samples.start)
            try await other.shutdown()
            try await stranger.shutdown()
        }
    }

    @Test("All tasks of a client pause together after one of them met the limit")
    func pauseTogether() async throws {
        let limited = WireBytes.answer(429, "{}", headers: ["Retry-After": "30"])
        try await Self.run([limited, Self.time]) { client, _, clock, _ in
            _ = try await client.serverTime()
            #expect(clock.sleeps == [.seconds(30)])
            try await withThrowingTaskGroup(of: OpenTime.self) { group in
                for _ in 0..<10 { group.addTask { try await client.serverTime() } }
                for try await time in group { #expect(time == Samples.start) }
            }
            #expect(client.requestCounts == ["/api/v3/time": 12])
            #expect(clock.sleeps == [.seconds(30)])
        }
    }

    @Test("The used weight in the answers slows the client down before the limit is met")
    func usedWeight() async throws {
        let heavy = WireBytes.answer(
            200, #"{"serverTime":1704067200000}"#, headers: ["x-mbx-used-weight-1m": "5999"])
        let light = WireBytes.answer(
            200, #"{"serverTime":1704067200000}"#, headers: ["x-mbx-used-weight-1m": "1"])
        try await Self.run([heavy, light]) { client, _, clock, notices in
            _ = try await client.serverTime()
            _ = try await client.serverTime()
            #expect(clock.sleeps.reduce(.zero, +) >= .seconds(60))
            #expect(client.counters.waits == 1)
            #expect(client.counters.waited >= .seconds(60))
            #expect(notices.all.contains { $0.contains("request limit") })
            let weight = try client.requestWeight
            #expect(weight == (1, 6000))
        }
    }

    @Test("Published limits hold from then on")
    func publishedLimits() async throws {
        let limits =
            #"{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":40},"#
            + #"{"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":40}],"symbols":[]}"#
        let answers = [WireBytes.answer(200, limits), Self.time]
        try await Self.run(answers) { client, _, clock, _ in
            _ = try await client.symbols([])
            for _ in 0..<16 { _ = try await client.serverTime() }
            #expect(clock.sleeps.isEmpty)
            // Nine tenths of 40 are used: 20 by the first question, 16 since.
            _ = try await client.serverTime()
            #expect(clock.sleeps.reduce(.zero, +) >= .seconds(60))
        }
    }

    @Test("A place that is not served is told so, with the way round")
    func geoBlocked() async throws {
        let body = #"{"code": 0, "msg": "Service unavailable from a restricted location"}"#
        try await Self.run([WireBytes.answer(451, body)]) { client, _, _, _ in
            let error = await #expect(throws: BinanceError.geoBlocked(host: "127.0.0.1")) {
                try await client.serverTime()
            }
            #expect(error?.remedy.contains("data-api.binance.vision") == true)
            #expect(client.requestCounts == ["/api/v3/time": 1])
        }
    }

    @Test("The firewall's page of HTML does not end up in the message")
    func firewall() async throws {
        try await Self.run([WireBytes.answer(403, "<html>secret</html>")]) { client, _, clock, _ in
            await #expect(throws: BinanceError.firewall(host: "127.0.0.1")) { try await client.serverTime() }
            #expect(clock.sleeps == [.seconds(120), .seconds(120)])
        }
    }

    @Test("An answer that stops in the middle is given up after the stall timeout")
    func stalled() async throws {
        try await Self.stopsInTheMiddle("stalled") {
            BinanceConfiguration(restURL: $0, attempts: 1, stallTimeout: .milliseconds(100))
        }
    }

    /// Asks a server that stops in the middle of its answer, and looks for words in the error.
    private static func stopsInTheMiddle(
        _ words: String, _ configuration: @escaping @Sendable (String) -> BinanceConfiguration
    ) async throws {
        try await RawServer.run { connection in
            _ = try await connection.request()
            try await connection.write(WireBytes.answer(200, "{", statedLength: 100))
            try await connection.untilClosed()
        } body: { server in
            let client = BinanceClient(
                configuration: configuration("http://127.0.0.1:\(server.port)"), clock: TestClock().clock)
            let error = await #expect(throws: BinanceError.self) { try await client.serverTime() }
            #expect(error?.problem.contains(words) == true)
            try await client.shutdown()
        }
    }

    @Test("A pause calls back requests that are under way, and they are sent again after it")
    func recall() async throws {
        let next = Mutex(0)
        try await RawServer.run { connection in
            while true {
                _ = try await connection.request()
                let number = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                switch number {
                case 0: continue
                case 1: try await connection.write(WireBytes.answer(429, "{}", headers: ["Retry-After": "9"]))
                default: try await connection.write(Self.time)
                }
            }
        } body: { server in
            let clock = TestClock()
            let client = BinanceClient(
                configuration: BinanceConfiguration(restURL: "http://127.0.0.1:\(server.port)"),
                clock: clock.clock)
            async let first = client.serverTime()
            try await waitUntil { server.requests.count == 1 }
            async let second = client.serverTime()
            let times = try await [first, second]
            #expect(times == [Samples.start, Samples.start])
            // The unanswered one, the refused one, and both again.
            #expect(client.requestCounts == ["/api/v3/time": 4])
            #expect(client.counters.retries == 1)
            #expect(!clock.sleeps.isEmpty)
            try await client.shutdown()
        }
    }

    @Test(
        "Unknown symbols are named, with what is close", .enabled(if: SharedData.isAvailable, SharedData.hint)
    )
    func unknownSymbol() async throws {
        let all = try Gzip.bytes(of: SharedData.url("data/api_recorded/exchangeInfo_2021-10-12.json.gz"))
        let answers = [
            WireBytes.answer(400, #"{"code":-1121,"msg":"Invalid symbol."}"#),
            WireBytes.answer(200, String(decoding: all, as: UTF8.self)),
        ]
        try await Self.run(answers) { client, server, _, _ in
            let error = await #expect(throws: BinanceError.self) {
                try await client.symbols([Samples.symbol(), Samples.symbol("BTCUSD")])
            }
            guard case .unknownSymbol(["BTCUSD"], let near)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(near.first == "BTCUSDT")
            #expect(error?.kind == .usage)
            #expect(server.requests.first?.contains("symbols=%5B%22BTCUSDT%22%2C%22BTCUSD%22%5D") == true)
        }
    }

    @Test("A symbol that the answer leaves out is unknown, the others come in the asked order")
    func missingSymbol() async throws {
        let body =
            #"{"rateLimits":[],"symbols":[{"symbol":"ETHUSDT","status":"BREAK","baseAsset":"ETH","#
            + #""quoteAsset":"USDT"},{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","#
            + #""quoteAsset":"USDT"}]}"#
        try await Self.run([WireBytes.answer(200, body)]) { client, _, _, _ in
            let found = try await client.symbols([Samples.symbol(), Samples.symbol("ETHUSDT")])
            #expect(found.map(\.symbol.name) == ["BTCUSDT", "ETHUSDT"])
            #expect(found.map(\.isTrading) == [true, false])
            await #expect(throws: BinanceError.unknownSymbol(["ETHUSDC"], nearMatches: ["ETHUSDT"])) {
                try await client.symbols([Samples.symbol("ETHUSDC")])
            }
        }
    }

    @Test("An unknown symbol of a series is named")
    func unknownSeries() async throws {
        let body = #"{"code":-1121,"msg":"Invalid symbol."}"#
        try await Self.run([WireBytes.answer(400, body)]) { client, _, _, _ in
            await #expect(throws: BinanceError.unknownSymbol(["BTCUSDT"], nearMatches: [])) {
                try await client.klines(Samples.minuteKey, from: nil, to: nil, now: Self.end)
            }
        }
    }

    @Test("A body beyond the limit is not taken in")
    func tooLong() async throws {
        let body = "[" + String(repeating: " ", count: 10_000) + "]"
        try await Self.run(
            [WireBytes.answer(200, body)],
            {
                $0.bodyLimit = 1000; $0.attempts = 1
            }
        ) { client, _, _, _ in
            let error = await #expect(throws: BinanceError.self) {
                try await client.klines(Samples.minuteKey, from: nil, to: nil, now: Self.end)
            }
            #expect(error?.problem.contains("too long") == true)
        }
    }

    @Test("A refused port is named as such, after all tries")
    func refusedPort() async throws {
        let port = try await RawServer.run { _ in
        } body: {
            $0.port
        }
        let clock = TestClock()
        let configuration = BinanceConfiguration(restURL: "http://127.0.0.1:\(port)", attempts: 3, seed: 1)
        let client = BinanceClient(configuration: configuration, clock: clock.clock)
        let error = await #expect(throws: BinanceError.self) { try await client.serverTime() }
        #expect(error?.problem.contains("connection refused") == true)
        #expect(error?.isRetriable == true)
        #expect(clock.sleeps.count == 2)
        try await client.shutdown()
    }

    @Test("An answer that drips without end is given up after the request timeout")
    func slowBody() async throws {
        try await Self.stopsInTheMiddle("200 ms") {
            BinanceConfiguration(restURL: $0, attempts: 1, requestTimeout: .milliseconds(200))
        }
    }

    @Test("A cancelled question ends as cancelled")
    func cancelled() async throws {
        try await RawServer.run { connection in
            _ = try await connection.request()
            try await connection.untilClosed()
        } body: { server in
            let client = BinanceClient(
                configuration: BinanceConfiguration(restURL: "http://127.0.0.1:\(server.port)"))
            let asking = Task { () throws(BinanceError) in try await client.serverTime() }
            try await waitUntil { !server.requests.isEmpty }
            asking.cancel()
            await #expect(throws: BinanceError.cancelled) { try await asking.value }
            try await client.shutdown()
        }
    }

    @Test("A wrong address shows with the first question, and a forgotten shutdown does not trap")
    func wrongAddress() async {
        let client = BinanceClient(configuration: BinanceConfiguration(restURL: "nonsense"))
        let error = await #expect(throws: BinanceError.self) { try await client.serverTime() }
        #expect(error?.kind == .usage)
    }
}
