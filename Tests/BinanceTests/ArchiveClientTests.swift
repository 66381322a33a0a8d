import Archiving
import Candles
import Foundation
import TestSupport
import Testing

@testable import Binance

/// The client's questions to a bulk archive on loopback.
@Suite("Archive client", .timeLimit(.minutes(1)))
struct ArchiveClientTests {
    private static let day = ArchiveFile(Samples.minuteKey, .day(Samples.start.day))
    private static let later = Samples.start + 40 * UTCDay.milliseconds

    /// Rows of one-minute candles in CSV; times in milliseconds times `unit`.
    private static func csv(
        _ minutes: Range<Int>, unit: Int64 = 1, ignored: String = "0", end: String = "\n"
    ) -> String {
        minutes.map { index in
            let open = Samples.start.milliseconds + Int64(index) * Samples.minute
            let close = (open + Samples.minute) * unit - 1
            return "\(open * unit),1.5,3.0,1.0,2.0,10,\(close),20,7,5,10,\(ignored)\(end)"
        }.joined()
    }

    private static func contents(_ answer: ArchiveAnswer) throws -> ArchiveContents {
        guard case .contents(let contents) = answer else {
            Issue.record("no contents: \(answer)")
            throw NeverHeld()
        }
        return contents
    }

    private static func reason(_ answer: ArchiveAnswer) -> String {
        guard case .refused(let reason) = answer else { return "not refused: \(answer)" }
        return reason
    }

    @Test("A file is fetched with its checksum, and its rows are read")
    func whole() async throws {
        try await ArchiveServer.run { client, server, notices, _ in
            let zip = try ArchiveServer.zip(Self.day, Self.csv(0..<1440))
            server.put(Self.day, zip: zip)
            let contents = try Self.contents(await client.archive(Self.day, now: Self.later))
            #expect(contents.columns.count == 1440)
            #expect(contents.columns.vintage == .archive)
            #expect(contents.columns.openTimes.first == Samples.start.milliseconds)
            #expect(contents.columns.closeTimes.last == Self.day.range.end.milliseconds)
            #expect(contents.digest == ArchiveServer.digest(zip))
            #expect(contents.bytes == zip.count)
            #expect(!contents.isCached && !contents.isReissued)
            #expect(contents.requests == 2)
            #expect(client.counters.requests == ["archive file": 1, "archive checksum": 1])
            #expect(client.counters.bytes > zip.count)
            #expect(notices.all.isEmpty)
        }
    }

    @Test(
        "Microseconds, a header, other line ends, quotes and an old last column are understood",
        arguments: [
            csv(0..<3, unit: 1000), csv(0..<3, ignored: "8733.91139481"), csv(0..<3, end: "\r\n"),
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
                + "taker_buy_quote_volume,ignore\n" + csv(0..<3),
            csv(0..<1) + csv(1..<3, unit: 1000), String(csv(0..<3).dropLast()),
        ])
    func forms(csv: String) async throws {
        try await ArchiveServer.run { client, server, _, _ in
            try server.put(Self.day, csv: csv)
            let columns = try Self.contents(await client.archive(Self.day, now: Self.later)).columns
            #expect(columns.openTimes == (0..<3).map { Samples.start.milliseconds + $0 * Samples.minute })
            #expect(columns.closeTimes == (1...3).map { Samples.start.milliseconds + $0 * Samples.minute })
            #expect(columns.trades == [7, 7, 7])
        }
    }

    @Test(
        "Rows that cannot be true are refused with the line",
        arguments: [
            (csv(1..<2) + csv(0..<1), "line 2", "does not follow"),
            (csv(0..<1) + csv(0..<1), "line 2", "does not follow"),
            (csv(1439..<1441), "line 2", "outside"), (csv(-1..<1), "line 1", "outside"),
            (csv(0..<2).replacing(",1.5,", with: ",nan,"), "line 1", "nan"),
            (csv(0..<2).replacing(",3.0,", with: ",0.5,"), "line 1", "0.5"),
            ("open_time\n" + csv(0..<1) + "\n\nx,1", "line 5", "x"),
            (csv(0..<1).replacing("1704067259999", with: "1704067319999"), "line 1", "later than"),
            ("", "it", "no candle"),
            ("open_time,open\n", "it", "no candle"),
        ])
    func badRows(csv: String, line: String, word: String) async throws {
        try await ArchiveServer.run { client, server, _, _ in
            try server.put(Self.day, csv: csv)
            let reason = Self.reason(try await client.archive(Self.day, now: Self.later))
            #expect(reason.contains(line))
            #expect(reason.contains(word))
        }
    }

    @Test("A file with a candle that still runs is refused")
    func running() async throws {
        try await ArchiveServer.run { client, server, _, _ in
            try server.put(Self.day, csv: Self.csv(0..<3))
            let now = Samples.start + 3 * Samples.minute
            let reason = Self.reason(try await client.archive(Self.day, now: now - 1))
            #expect(reason.contains("line 3") && reason.contains("not over yet"))
            _ = try Self.contents(await client.archive(Self.day, now: now))
        }
    }

    @Test("A file that is not there is absent")
    func absent() async throws {
        try await ArchiveServer.run { client, _, notices, _ in
            guard case .absent = try await client.archive(Self.day, now: Self.later) else {
                Issue.record("it should be absent")
                return
            }
            #expect(client.counters.retries == 0)
            #expect(notices.all.isEmpty)
        }
    }

    @Test("A file without checksum is not believed, nor one whose checksum is none")
    func noChecksum() async throws {
        try await ArchiveServer.run { client, server, _, _ in
            try server.put(Self.day, csv: Self.csv(0..<3))
            let path = Self.day.path + ".CHECKSUM"
            server.put(path, nil)
            #expect(Self.reason(try await client.archive(Self.day, now: Self.later)).contains("no checksum"))
            for text in ["", "zz  \(Self.day)", String(repeating: "a", count: 64) + "  other.zip"] {
                server.put(path, Array(text.utf8))
                #expect(Self.reason(try await client.archive(Self.day, now: Self.later)).contains("is none"))
            }
            server.put(path, [UInt8](repeating: 0x61, count: 10_000))
            #expect(Self.reason(try await client.archive(Self.day, now: Self.later)).contains("is none"))
        }
    }

    @Test("A file that does not match its checksum is fetched once more and then refused, with both digests")
    func mismatch() async throws {
        try await ArchiveServer.run { client, server, notices, _ in
            let zip = try ArchiveServer.zip(Self.day, Self.csv(0..<3))
            server.put(Self.day, zip: zip)
            let other = String(repeating: "ab", count: 32)
            server.put(Self.day.path + ".CHECKSUM", Array("\(other)  \(Self.day)\n".utf8))
            let reason = Self.reason(try await client.archive(Self.day, now: Self.later))
            #expect(reason.contains(other) && reason.contains(ArchiveServer.digest(zip)))
            #expect(server.paths.filter { $0 == Self.day.path }.count == 2)
            #expect(notices.all.count == 1)
        }
    }

    @Test("What is no zip, or holds something else, is refused")
    func wrongZip() async throws {
        try await ArchiveServer.run { client, server, _, _ in
            let csv = Array(Self.csv(0..<3).utf8)
            let right = try ArchiveServer.zip(Self.day, Self.csv(0..<3))
            let bad: [[UInt8]] = [
                Array("<html>".utf8), [], Array(right.dropLast(30)),
                try ZipWriter.archive([("other.csv", csv)]), try ZipWriter.archive([]),
                try ZipWriter.archive([(Self.day.name + ".csv", csv), ("more.csv", csv)]),
            ]
            for zip in bad {
                server.put(Self.day, zip: zip)
                let answer = try await client.archive(Self.day, now: Self.later)
                #expect(!Self.reason(answer).hasPrefix("not refused"))
            }
        }
    }

    @Test("A file that is too long is refused before it is taken in")
    func tooLong() async throws {
        try await ArchiveServer.run { client, server, _, _ in
            try server.put(Self.day, csv: Self.csv(0..<3))
            server.put(
                Self.day.path, answer: WireBytes.answer(200, bytes: [1, 2, 3], statedLength: 99_999_999_999))
            #expect(Self.reason(try await client.archive(Self.day, now: Self.later)).contains("too long"))
            #expect(client.counters.retries == 0)
        }
    }

    @Test("A transfer that was cut is made again")
    func cut() async throws {
        try await ArchiveServer.run({ $0.attempts = 100_000 }) { client, server, notices, clock in
            let zip = try ArchiveServer.zip(Self.day, Self.csv(0..<1440))
            server.put(Self.day, zip: zip)
            server.put(Self.day.path, answer: WireBytes.answer(200, bytes: zip, statedLength: 99_999))
            let asking = Task { try await client.archive(Self.day, now: Self.later) }
            try await waitUntil { !notices.all.isEmpty }
            server.put(Self.day.path, zip)
            let contents = try Self.contents(await asking.value)
            #expect(contents.columns.count == 1440)
            #expect(contents.requests > 2)
            #expect(!clock.sleeps.isEmpty)
        }
    }

    @Test("A busy archive that names a pause is not asked before its end", arguments: [429, 503])
    func busy(status: Int) async throws {
        try await ArchiveServer.run({ $0.attempts = 100_000 }) { client, server, notices, clock in
            try server.put(Self.day, csv: Self.csv(0..<3))
            server.put(Self.day.path, answer: WireBytes.answer(status, "", headers: ["Retry-After": "33"]))
            let asking = Task { try await client.archive(Self.day, now: Self.later) }
            try await waitUntil { !notices.all.isEmpty }
            try server.put(Self.day, csv: Self.csv(0..<3))
            _ = try Self.contents(await asking.value)
            #expect(clock.sleeps.contains { $0 > .seconds(32) && $0 <= .seconds(33) })
        }
    }

    @Test("An archive that cannot be reached is an error, not an absent file")
    func unreachable() async throws {
        try await ArchiveServer.run({ $0.attempts = 2 }) { client, server, _, _ in
            server.put(Self.day.path, answer: WireBytes.answer(500, ""))
            let error = await #expect(throws: BinanceError.self) {
                try await client.archive(Self.day, now: Self.later)
            }
            #expect(error?.kind == .unavailable)
        }
    }

    @Test("A file that trickles is given up as stalled")
    func stalled() async throws {
        try await ArchiveServer.run({
            $0.attempts = 1
            $0.stallTimeout = .milliseconds(100)
        }) { client, server, _, _ in
            try server.put(Self.day, csv: Self.csv(0..<3))
            // The answer says more than it brings, and the connection stays open.
            server.put(Self.day.path, answer: WireBytes.answer(200, bytes: [1, 2, 3], statedLength: 5000))
            let error = await #expect(throws: BinanceError.self) {
                try await client.archive(Self.day, now: Self.later)
            }
            #expect(error?.problem.contains("stalled") == true)
        }
    }

    @Test("The digest alone is one small request")
    func digest() async throws {
        try await ArchiveServer.run { client, server, _, _ in
            let none = try await client.archiveDigest(Self.day)
            #expect(none == nil)
            let zip = try ArchiveServer.zip(Self.day, Self.csv(0..<3))
            server.put(Self.day, zip: zip)
            let digest = try await client.archiveDigest(Self.day)
            #expect(digest == ArchiveServer.digest(zip))
            server.put(Self.day.path + ".CHECKSUM", [0x61])
            await #expect(throws: BinanceError.self) { try await client.archiveDigest(Self.day) }
            #expect(client.requestCounts == ["archive checksum": 3])
        }
    }

    @Test("A reissued file is told from the one read before")
    func reissued() async throws {
        try await ArchiveServer.run { client, server, _, _ in
            try server.put(Self.day, csv: Self.csv(0..<3))
            let first = try Self.contents(await client.archive(Self.day, now: Self.later))
            let again = try Self.contents(
                await client.archive(Self.day, now: Self.later, previousDigest: first.digest))
            #expect(!again.isReissued)
            try server.put(Self.day, csv: Self.csv(0..<5))
            let second = try Self.contents(
                await client.archive(Self.day, now: Self.later, previousDigest: first.digest))
            #expect(second.isReissued && second.digest != first.digest)
        }
    }

    @Test("Symbols with other letters are escaped in the address")
    func escaped() async throws {
        let file = ArchiveFile(SeriesKey(Samples.symbol("币安USDT"), .month), .month(year: 2024, month: 1))
        try await ArchiveServer.run { client, server, _, _ in
            _ = try await client.archive(file, now: Self.later)
            #expect(
                server.paths.contains {
                    $0.hasPrefix("data/spot/monthly/klines/%E5%B8%81%E5%AE%89USDT/1mo/")
                })
        }
    }
}
