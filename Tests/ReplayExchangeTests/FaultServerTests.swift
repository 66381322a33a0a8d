import Archiving
import Candles
import Foundation
import TestSupport
import Testing

@testable import ReplayExchange

/// Faults as a client meets them on the wire, and the journal of them.
@Suite("Faults over sockets", .timeLimit(.minutes(2)))
struct FaultServerTests {
    private static func withServer<R>(
        _ change: (inout ReplayConfiguration) throws -> Void, _ body: (ReplayServer) async throws -> R
    ) async throws -> R {
        try await Samples.withFolder { folder in
            let klines = folder.appending(path: "klines")
            try FileManager.default.createDirectory(at: klines, withIntermediateDirectories: true)
            let market = Samples.twoDays
            for series in market.series {
                let table = try #require(market[series.key])
                try Data(Samples.csv(table).utf8).write(
                    to: klines.appending(path: "\(series.key.symbol)-\(series.key.interval.fileName).csv"))
            }
            let tree = folder.appending(path: "tree")
            var builder = ArchiveBuilder(klines: klines.path(), target: tree.path())
            builder.intervals = [.m1]
            _ = try await builder.build()
            var configuration = ReplayConfiguration(.folder(klines.path()))
            configuration.now = try Samples.time("2024-03-05T12:00:00Z")
            configuration.speed = 0
            configuration.archive = tree.path()
            configuration.pieceEvery = .milliseconds(5)
            configuration.weightPhase = .zero
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

    private static let klines = "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=100"
    private static let file = "/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-03-04.zip"

    /// Everything that comes over one connection until it ends.
    private static func raw(_ server: ReplayServer, _ target: String) async throws -> [UInt8] {
        let client = try await WireClient.connect(server.port)
        try await client.send(
            Array("GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8))
        #expect(await eventually { client.isClosed })
        return client.bytes
    }

    private static func rules(_ texts: String...) throws -> FaultSchedule {
        FaultSchedule(rules: try texts.map { text in try FaultRule(text: text) })
    }

    @Test("A body is cut, by length and by chunk; connections close and break without an answer")
    func broken() async throws {
        let faults = try Self.rules(
            "klines:1:truncated", "klines:2:chunk-cut", "klines:3:close", "klines:4:reset", "zip:1:truncated",
            "zip:2:slow", "zip:3:empty")
        try await Self.withServer({ $0.faults = faults }) { server in
            let cut = String(decoding: try await Self.raw(server, Self.klines), as: UTF8.self)
            let length = try #require(cut.firstMatch(of: /Content-Length: ([0-9]+)/)?.1)
            let body = try #require(cut.firstRange(of: "\r\n\r\n")).upperBound
            #expect(cut.hasPrefix("HTTP/1.1 200") && cut[body...].utf8.count < Int(length) ?? 0)
            let chunked = String(decoding: try await Self.raw(server, Self.klines), as: UTF8.self)
            #expect(chunked.lowercased().contains("transfer-encoding: chunked"))
            #expect(!chunked.hasSuffix("0\r\n\r\n"))
            #expect(try await Self.raw(server, Self.klines).isEmpty)
            #expect(try await Self.raw(server, Self.klines).isEmpty)
            #expect(try await WireClient.request(server.port, Self.klines).status == 200)
            let part = try await Self.raw(server, Self.file)
            let slow = try await WireClient.request(server.port, Self.file)
            #expect(try await WireClient.request(server.port, Self.file).body.isEmpty)
            let whole = try await WireClient.request(server.port, Self.file)
            #expect(slow.body == whole.body && part.count < whole.body.count)
            #expect(whole.headers["x-mbx-used-weight-1m"] == nil)
            #expect(whole.headers["x-candlecast-source"] == "recorded")
            #expect(
                server.journal.map { $0.fault } == [
                    .truncated, .chunkCut, .close, .reset, nil, .truncated, .slow, .empty, nil,
                ])
            #expect(server.journal.map { $0.status } == [200, 200, nil, nil, 200, 200, 200, 200, 200])
            #expect(server.faultCounts[.truncated] == 2)
            let status = try await WireClient.request(server.port, "/replay/status")
            #expect(status.text.contains("\"faults\":{\"chunk-cut\":1,\"close\":1"))
        }
    }

    @Test("A request without an answer hangs until its client leaves, and disturbs nobody else")
    func hang() async throws {
        try await Self.withServer({ $0.faults = try Self.rules("klines:1:hang") }) { server in
            let client = try await WireClient.connect(server.port)
            try await client.send(Array("GET \(Self.klines) HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            #expect(await eventually { server.journal.count == 1 })
            #expect(try await WireClient.request(server.port, Self.klines).status == 200)
            #expect(client.bytes.isEmpty && !client.isClosed)
            try await client.close()
        }
    }

    @Test("The journal tells who came too early, and who was told to wait for what reason")
    func journal() async throws {
        let change: (inout ReplayConfiguration) throws -> Void = {
            $0.faults = try Self.rules("klines:2:429=600", "time:1:418=900")
            $0.weightLimit = 1000
            $0.patience = 2
        }
        try await Self.withServer(change) { server in
            var statuses: [Int] = []
            for target in [Self.klines, Self.klines, Self.klines, "/api/v3/time", Self.klines, Self.file] {
                statuses.append(try await WireClient.request(server.port, target).status)
            }
            #expect(statuses == [200, 429, 429, 418, 418, 200])
            let journal = server.journal
            #expect(journal.map(\.number) == [1, 2, 3, 4, 5, 6])
            #expect(journal.map(\.isEarly) == [false, false, true, true, true, false])
            #expect(journal.map(\.weight) == [2, 2, 2, 1, 2, 0])
            #expect(journal.map(\.usedWeight) == [2, 4, 6, 7, 9, nil])
            #expect(journal[1].retryAfter == 600 && journal[1].fault == .rateLimited)
            #expect(journal[2].fault == nil && !journal[2].isOverLimit)
            #expect(zip(journal, journal.dropFirst()).allSatisfy { $0.elapsed <= $1.elapsed })
        }
    }

    @Test("Over the limit is told apart from a 429 on purpose, and the limits' clock may run faster")
    func overLimit() async throws {
        try await Self.withServer({
            $0.weightLimit = 3
            $0.limitSpeed = 1000
            $0.weightWindow = .seconds(1000)
            $0.patience = 100_000
        }) { server in
            var refused = 0
            for _ in 0..<2 where try await WireClient.request(server.port, Self.klines).status == 429 {
                refused += 1
            }
            #expect(refused == server.journal.count { $0.isOverLimit })
            let answer = try await WireClient.request(server.port, "/api/v3/time")
            #expect(HTTPDate.time(answer.headers["date"] ?? "") != nil)
            #expect(
                await eventually {
                    let status = try? await WireClient.request(server.port, Self.klines).status
                    return status == 200
                })
            #expect(server.journal.contains { $0.isOverLimit })
        }
    }

    @Test("The journal's file has a line of JSON for every request")
    func journalFile() async throws {
        try await Samples.withFolder { folder in
            let path = folder.appending(path: "journal.jsonl").path()
            try await Self.withServer({
                $0.journalFile = path
                $0.journalLimit = 1
                $0.faults = try Self.rules("klines:2:503")
            }) { server in
                for _ in 0..<3 { _ = try await WireClient.request(server.port, Self.klines) }
                #expect(server.journal.count == 1 && server.journalFailure == nil)
            }
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3)
            let second = try #require(JSONValue(parsing: Array(lines[1].utf8)))
            #expect(second["schema"] == .string("candlecast.replay-request/1"))
            #expect(second["status"] == .number("503") && second["fault"] == .string("503"))
            #expect(second["number"] == .number("2") && second["target"] == .string(Self.klines))
        }
        await #expect(throws: ReplayError.self) {
            try await Self.withServer({ $0.journalFile = "/no/such/folder/journal" }) { _ in }
        }
    }

    @Test("Symbols are listed, halted and delisted when the settings say so")
    func calendar() async throws {
        let bitcoin = try Symbol("BTCUSDT")
        let ether = try Symbol("ETHUSDT")
        let later = try Samples.time("2024-03-06")
        let earlier = try Samples.time("2024-03-05")
        try await Self.withServer({
            $0.statuses = [
                SymbolChange(bitcoin, "HALT"), SymbolChange(bitcoin, "BREAK", from: earlier),
                SymbolChange(bitcoin, "TRADING", from: later),
            ]
            $0.listings = [ether: later]
        }) { server in
            let info = try await WireClient.request(server.port, "/api/v3/exchangeInfo")
            #expect(info.text.contains(#""symbol":"BTCUSDT","status":"BREAK""#))
            #expect(!info.text.contains("ETHUSDT"))
            let ether = try await WireClient.request(
                server.port, "/api/v3/klines?symbol=ETHUSDT&interval=1d")
            #expect(ether.status == 400 && ether.text.contains("-1121"))
            #expect(try await WireClient.request(server.port, Self.klines).status == 200)
            func tickers(_ query: String) async throws -> WireClient.Answer {
                try await WireClient.request(server.port, "/api/v3/ticker/24hr?\(query)")
            }
            #expect(try await tickers("symbolStatus=TRADING").text == "[]")
            #expect(try await tickers("symbolStatus=BREAK").text.contains("BTCUSDT"))
            #expect(try await tickers("symbol=BTCUSDT&symbolStatus=HALT").text.contains("-1220"))
            let all = try await tickers("type=MINI")
            #expect(all.text.contains("BTCUSDT") && !all.text.contains("ETHUSDT"))
        }
    }

    @Test("Bad settings of limits and faults are refused")
    func refuses() async throws {
        let changes: [(inout ReplayConfiguration) -> Void] = [
            { $0.foreignWeight = -1 }, { $0.patience = -1 }, { $0.limitSpeed = 0 }, { $0.faults.rate = 2 },
            { $0.weightPhase = .seconds(60) }, { $0.pieceEvery = .zero }, { $0.faultRetryAfter = -1 },
        ]
        for change in changes {
            let error = await #expect(throws: ReplayError.self) { try await Self.withServer(change) { _ in } }
            #expect(error?.kind == .usage)
        }
    }

    @Test("The date of an answer shows where the minutes of the limit begin", arguments: [nil, 0, 17])
    func dates(phase: Int?) throws {
        var configuration = ReplayConfiguration(.simulated(seed: 1, symbols: 1))
        configuration.weightPhase = phase.map { .seconds($0) }
        let wall = try Samples.time("2024-03-04T10:11:42Z")
        let date = configuration.date(startedAt: wall)
        #expect("\(date)" == "2024-03-04T10:11:\(phase.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "42")Z")
        // The window ends when that date reaches a whole minute.
        let rest = Duration.milliseconds(60_000 - date.milliseconds % 60_000)
        var meter = configuration.meter(startedAt: wall)
        #expect(meter.request(weight: 5, at: rest - .milliseconds(1)) == .admitted(used: 5))
        #expect(meter.request(weight: 5, at: rest) == .admitted(used: 5))
    }
}
