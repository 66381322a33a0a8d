import Candles
import Foundation
import TestSupport
import Testing

@testable import ReplayExchange

/// The server over real sockets: few tests, since what it says is tested without them.
@Suite("Replay server", .timeLimit(.minutes(2)))
struct ReplayServerTests {
    /// Runs a server with two days of candles, which starts in the middle of the first.
    private static func withServer<R>(
        now: String = "2024-03-04T12:00:00Z", speed: Double = 0, market: Market = Samples.twoDays,
        _ change: (inout ReplayConfiguration) throws -> Void = { _ in },
        _ body: (ReplayServer) async throws -> R
    ) async throws -> R {
        try await Samples.withFolder { folder in
            for series in market.series {
                let table = try #require(market[series.key])
                try Data(Samples.csv(table).utf8).write(
                    to: folder.appending(path: "\(series.key.symbol)-\(series.key.interval.fileName).csv"))
            }
            var configuration = ReplayConfiguration(.folder(folder.path()))
            configuration.now = try Samples.time(now)
            configuration.speed = speed
            configuration.waitsForStream = true
            try change(&configuration)
            let server = try await ReplayServer.start(configuration)
            let result: Result<R, any Error>
            do {
                result = .success(try await body(server))
            } catch {
                result = .failure(error)
            }
            await server.stop()
            return try result.get()
        }
    }

    private static func closed(_ messages: [String]) -> [Int64] {
        messages.filter { $0.contains("\"x\":true") }.compactMap { message in
            guard case .number(let text)? = JSONValue(parsing: Array(message.utf8))?["k"]?["t"] else {
                return nil
            }
            return Int64(text)
        }
    }

    private static func eventTimes(_ messages: [String]) -> [Int64] {
        messages.compactMap { message in
            guard case .number(let text)? = JSONValue(parsing: Array(message.utf8))?["E"] else { return nil }
            return Int64(text)
        }
    }

    @Test("Requests are answered with their headers, and counted")
    func rest() async throws {
        try await Self.withServer { server in
            let answer = try await WireClient.request(
                server.port, "/api/v3/klines?symbol=BTCUSDT&interval=1h",
                headers: ["x-mbx-time-unit: MICROSECOND"])
            #expect(answer.status == 200)
            let rows = try KlineRow.rows(json: answer.body)
            #expect(rows.count == 13 && answer.text.hasPrefix("[[1709510400000000,"))
            #expect(answer.headers["x-candlecast-source"] == "recorded")
            #expect(answer.headers["x-mbx-used-weight-1m"] == "2")
            #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
            #expect(try await WireClient.request(server.port, "/nothing").status == 404)
            #expect(try await WireClient.request(server.port, "/api/v3/time", method: "POST").status == 405)
            #expect(server.requestCount("/api/v3/klines") == 1)
            let status = try await WireClient.request(server.port, "/replay/status")
            #expect(status.text.contains(#""now":"2024-03-04T12:00:00Z","speed":0,"stopped":true"#))
            #expect(status.text.contains(#""/api/v3/klines":1"#))
            #expect(
                server.contents.map(\.key.description) == [
                    "BTCUSDT 1m", "BTCUSDT 1h", "BTCUSDT 1d", "ETHUSDT 1d",
                ])
        }
    }

    @Test("A connection is kept open, and requests in one go are answered in order")
    func keepAlive() async throws {
        try await Self.withServer { server in
            let client = try await WireClient.connect(server.port)
            let requests = ["ping", "time", "nothing", "time"].map {
                "GET /api/v3/\($0) HTTP/1.1\r\nHost: x\r\n\r\n"
            }
            try await client.send(Array(requests.joined().utf8))
            #expect(await eventually { client.answers.count == 4 })
            #expect(client.answers.map(\.status) == [200, 200, 404, 200])
            #expect(!client.isClosed)
            try await client.close()
        }
    }

    @Test("A stream tells every close once, and its last message has the time at which the clock stops")
    func stream() async throws {
        let until = try Samples.time("2024-03-04T18:00:30Z")
        try await Self.withServer(speed: 3600, { $0.until = until }) { server in
            let client = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1m/btcusdt@miniTicker")
            #expect(client.answers.first?.status == 101)
            #expect(client.answers.first?.headers["x-candlecast-source"] == "recorded")
            #expect(
                await eventually {
                    Self.eventTimes(client.messages).filter { $0 == until.milliseconds }.count >= 2
                })
            let closes = Self.closed(client.messages)
            let last = until.milliseconds - 90_000
            let first = try Samples.time("2024-03-04T12:00:00Z").milliseconds
            #expect(closes == Array(stride(from: first, through: last, by: 60_000)))
            #expect(server.virtualNow == until && server.status.isStopped)
            let times = Self.eventTimes(client.messages)
            #expect(times == times.sorted())

            // Who comes later is told how things stand.
            let late = try await WireClient.stream(
                server.port, "/stream?streams=btcusdt@kline_1d/btcusdt@ticker/x@ticker")
            #expect(await eventually { late.messages.count == 2 })
            #expect(
                late.messages[0].hasPrefix(
                    #"{"stream":"btcusdt@kline_1d","data":{"e":"kline","E":\#(until.milliseconds),"#))
            #expect(late.messages[1].hasPrefix(#"{"stream":"btcusdt@ticker","data":{"e":"24hrTicker","#))
            try await client.close()
            try await late.close()
        }
    }

    @Test("Streams are subscribed to and left by message")
    func subscribes() async throws {
        try await Self.withServer { server in
            let client = try await WireClient.stream(server.port, "/ws")
            try await client.sendText(#"{"method":"SUBSCRIBE","params":["btcusdt@kline_1h"],"id":1}"#)
            #expect(await eventually { client.messages.count == 2 })
            #expect(client.messages[0] == #"{"result":null,"id":1}"#)
            #expect(client.messages[1].contains(#""e":"kline""#))
            try await client.sendText(#"{"method":"LIST_SUBSCRIPTIONS","id":2}"#)
            #expect(await eventually { client.messages.count == 3 })
            #expect(client.messages[2] == #"{"result":["btcusdt@kline_1h"],"id":2}"#)
            try await client.close()
        }
    }

    @Test("Pings are sent and answered, a close frame is echoed")
    func control() async throws {
        try await Self.withServer({ $0.pingEvery = .milliseconds(100) }) { server in
            let client = try await WireClient.stream(server.port, "/ws/btcusdt@ticker")
            #expect(await eventually { client.frames.contains { $0.opcode == 9 } })
            let ping = try #require(client.frames.first { $0.opcode == 9 })
            #expect(!ping.payload.isEmpty)
            try await client.sendFrame(10, ping.payload)
            try await client.sendFrame(9, [1, 2, 3])
            #expect(
                await eventually { client.frames.contains(WireClient.Frame(opcode: 10, payload: [1, 2, 3])) })
            try await client.sendFrame(8, [0x03, 0xE8, 0x41])
            #expect(await eventually { client.isClosed })
            #expect(client.frames.last == WireClient.Frame(opcode: 8, payload: [0x03, 0xE8]))
        }
    }

    @Test("A client that leaves pings unanswered, and one that sends too much, are disconnected")
    func disconnects() async throws {
        try await Self.withServer({
            $0.pingEvery = .milliseconds(50)
            $0.pongLimit = .milliseconds(300)
        }) { server in
            let silent = try await WireClient.stream(server.port, "/ws/btcusdt@ticker")
            #expect(await eventually { silent.isClosed })
            let loud = try await WireClient.stream(server.port, "/ws")
            for _ in 0..<6 { try await loud.sendFrame(9, []) }
            #expect(await eventually { loud.isClosed })
            #expect(loud.frames.filter { $0.opcode == 10 }.count == 5)
        }
    }

    @Test("At a cut everything up to it has been told, and no close frame is sent")
    func cut() async throws {
        let cut = try Samples.time("2024-03-04T18:00:00Z")
        try await Self.withServer(speed: 7200, { $0.cutAt = [cut] }) { server in
            let client = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1m")
            #expect(await eventually { client.isClosed })
            #expect(Self.closed(client.messages).count == 360)
            #expect(Self.closed(client.messages).last == cut.milliseconds - 60_000)
            #expect(!client.frames.contains { $0.opcode == 8 })
            let next = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1m")
            #expect(await eventually { !Self.closed(next.messages).isEmpty })
            try await next.close()
        }
    }

    @Test("After a stall nothing comes on the old connection, which stays open, and all is well on a new one")
    func stall() async throws {
        let stall = try Samples.time("2024-03-04T18:00:00Z")
        try await Self.withServer(speed: 7200, { $0.stallAt = [stall] }) { server in
            let client = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1m")
            #expect(await eventually { Self.closed(client.messages).last == stall.milliseconds - 60_000 })
            #expect(await eventually { server.virtualNow > stall + 600_000 })
            let next = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1m")
            try await client.sendFrame(9, [7])
            #expect(await eventually { Self.closed(next.messages).count > 3 })
            #expect(Self.closed(client.messages).last == stall.milliseconds - 60_000)
            #expect(Self.eventTimes(client.messages).allSatisfy { $0 <= stall.milliseconds })
            #expect(!client.isClosed && !client.frames.contains { $0.opcode == 10 })
            #expect(server.status.connections >= 1)
            try await client.close()
            try await next.close()
        }
    }

    @Test("A connection is cut at the end of its life, after a warning")
    func life() async throws {
        try await Self.withServer({
            $0.cutAfter = .milliseconds(800)
            $0.announcesCut = true
        }) { server in
            let client = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1d")
            let combined = try await WireClient.stream(server.port, "/stream")
            #expect(await eventually { client.isClosed && combined.isClosed })
            #expect(client.messages.last?.hasPrefix(#"{"e":"serverShutdown","E":"#) == true)
            #expect(
                combined.messages.last?.hasPrefix(
                    #"{"stream":"!serverShutdown","data":{"e":"serverShutdown""#) == true)
        }
    }

    @Test("A reader that does not read is cut instead of filling memory, and others miss nothing")
    func slowReader() async throws {
        let market = try Samples.market(days: 6)
        try await Self.withServer(
            now: "2024-03-04", speed: 43_200, market: market, { $0.backlogLimit = 20_000 }
        ) { server in
            let good = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1m")
            let bad = try await WireClient.stream(server.port, "/ws/btcusdt@kline_1m", reads: false)
            #expect(await eventually { server.status.isStopped })
            #expect(await eventually { server.status.connections == 1 })
            #expect(
                await eventually { Self.eventTimes(good.messages).last == server.virtualNow.milliseconds })
            #expect(Self.closed(good.messages).count == 6 * 1440 - 10)
            try await bad.close()
            try await good.close()
        }
    }

    @Test("Files of the archive are served, and nothing outside it")
    func archive() async throws {
        try await Samples.withFolder { folder in
            let tree = folder.appending(path: "archive/data/spot/daily")
            try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
            try Data("secret".utf8).write(to: folder.appending(path: "secret.zip"))
            try Data([0, 1, 2]).write(to: tree.appending(path: "x.zip"))
            try FileManager.default.createSymbolicLink(
                at: tree.appending(path: "link.zip"), withDestinationURL: folder.appending(path: "secret.zip")
            )
            try await Self.withServer({ $0.archive = folder.appending(path: "archive").path() }) { server in
                let file = try await WireClient.request(server.port, "/data/spot/daily/x.zip")
                #expect(
                    file.status == 200 && file.body == [0, 1, 2] && file.headers["content-length"] == "3")
                for path in [
                    "/data/spot/daily/none.zip", "/data/spot/daily", "/data/spot/daily/link.zip",
                    "/data/../../secret.zip", "/data/%2e%2e/%2e%2e/secret.zip",
                    "/data/spot/daily/..%2f..%2fx",
                ] {
                    #expect(try await WireClient.request(server.port, path).status == 404, "\(path)")
                }
            }
        }
    }

    @Test("A port in use, a missing folder and bad settings are refused")
    func refuses() async throws {
        try await Self.withServer { server in
            var second = ReplayConfiguration(.simulated(seed: 1, symbols: 1))
            second.port = server.port
            let error = await #expect(throws: ReplayError.self) { try await ReplayServer.start(second) }
            #expect(error == .portInUse(host: "127.0.0.1", port: server.port))
            #expect(error?.kind == .portInUse)
        }
        let missing = await #expect(throws: ReplayError.self) {
            try await ReplayServer.start(ReplayConfiguration(.folder("/no/such/folder")))
        }
        #expect(missing?.kind == .noInput)
        let changes: [(inout ReplayConfiguration) -> Void] = [
            { $0.speed = -1 }, { $0.port = 70_000 }, { $0.weightLimit = 0 }, { $0.pingEvery = .zero },
            { $0.until = OpenTime(milliseconds: 1_700_000_000_000) }, { $0.trades = "x.csv" },
        ]
        for change in changes {
            var configuration = ReplayConfiguration(.simulated(seed: 1, symbols: 1))
            change(&configuration)
            let error = await #expect(throws: ReplayError.self) {
                try await ReplayServer.start(configuration)
            }
            #expect(error?.kind == .usage)
        }
    }

    @Test("A simulated market is served under its own name, with its trades")
    func simulated() async throws {
        var configuration = ReplayConfiguration(.simulated(seed: 42, symbols: 2))
        configuration.speed = 600
        let server = try await ReplayServer.start(configuration)
        let answer = try await WireClient.request(server.port, "/api/v3/aggTrades?symbol=BTCUSDT&limit=2")
        #expect(answer.headers["x-candlecast-source"] == "simulated; seed=42")
        #expect(answer.text.hasPrefix("[{\"a\":"))
        let client = try await WireClient.stream(server.port, "/ws/btcusdt@aggTrade")
        #expect(await eventually { client.messages.count > 20 })
        let times = Self.eventTimes(client.messages)
        #expect(times == times.sorted())
        try await client.close()
        await server.stop()
        await server.stop()
    }
}
