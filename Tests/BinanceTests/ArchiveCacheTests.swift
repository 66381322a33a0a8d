import Candles
import Foundation
import Testing

@testable import Binance

/// Files of the bulk archive that are kept in a folder.
@Suite("Archive cache", .timeLimit(.minutes(1)))
struct ArchiveCacheTests {
    private static let file = ArchiveFile(
        SeriesKey(Samples.symbol(), .d1), .month(year: 2024, month: 1))
    private static let later = Samples.start + 40 * UTCDay.milliseconds

    private static func csv(_ days: Int) -> String {
        (0..<days).map { index in
            let open = Samples.start.milliseconds + Int64(index) * UTCDay.milliseconds
            return "\(open),1.5,3.0,1.0,2.0,10,\(open + UTCDay.milliseconds - 1),20,7,5,10,0\n"
        }.joined()
    }

    /// Runs a client with a cache in a new folder, which is taken away again.
    private static func run(
        _ body: @escaping @Sendable (BinanceClient, ArchiveServer, String, Notices) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID().uuidString)")
            .path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await ArchiveServer.run({ $0.archiveCache = folder }) { client, server, notices, _ in
            try await body(client, server, folder, notices)
        }
    }

    private static func contents(_ client: BinanceClient) async throws -> ArchiveContents {
        guard case .contents(let contents) = try await client.archive(file, now: later) else {
            throw NeverHeld()
        }
        return contents
    }

    @Test("A kept file is used again after its checksum was asked for")
    func kept() async throws {
        try await Self.run { client, server, folder, _ in
            try server.put(Self.file, csv: Self.csv(31))
            let first = try await Self.contents(client)
            let second = try await Self.contents(client)
            #expect(!first.isCached && second.isCached)
            #expect(second.requests == 1)
            #expect(second.digest == first.digest)
            #expect(second.columns.openTimes == first.columns.openTimes)
            #expect(server.paths.filter { $0 == Self.file.path }.count == 1)
            let text = try String(
                contentsOfFile: folder + "/" + Self.file.path + ".CHECKSUM", encoding: .utf8)
            #expect(text == "\(first.digest)  BTCUSDT-1d-2024-01.zip\n")
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(!names.contains { $0.hasSuffix(".partial") })
        }
    }

    @Test("A reissued file is fetched again")
    func reissued() async throws {
        try await Self.run { client, server, _, _ in
            try server.put(Self.file, csv: Self.csv(30))
            _ = try await Self.contents(client)
            try server.put(Self.file, csv: Self.csv(31))
            let second = try await Self.contents(client)
            #expect(!second.isCached && second.columns.count == 31)
            let third = try await Self.contents(client)
            #expect(third.isCached && third.digest == second.digest)
        }
    }

    @Test("A damaged or truncated file is fetched again", arguments: [true, false])
    func damaged(isTruncated: Bool) async throws {
        try await Self.run { client, server, folder, _ in
            try server.put(Self.file, csv: Self.csv(31))
            _ = try await Self.contents(client)
            let url = URL(filePath: folder + "/" + Self.file.path)
            var data = try Data(contentsOf: url)
            if isTruncated { data.removeLast(10) } else { data[data.count / 2] ^= 1 }
            try data.write(to: url)
            let second = try await Self.contents(client)
            #expect(!second.isCached && second.columns.count == 31)
            let third = try await Self.contents(client)
            #expect(third.isCached)
        }
    }

    @Test("A file that the archive has withdrawn is absent, whatever is kept")
    func withdrawn() async throws {
        try await Self.run { client, server, _, _ in
            try server.put(Self.file, csv: Self.csv(31))
            _ = try await Self.contents(client)
            server.put(Self.file.path, nil)
            server.put(Self.file.path + ".CHECKSUM", nil)
            guard case .absent = try await client.archive(Self.file, now: Self.later) else {
                Issue.record("it should be absent")
                return
            }
        }
    }

    @Test("A folder that cannot be written to is said once, and the file is used all the same")
    func readOnly() async throws {
        let blocker = FileManager.default.temporaryDirectory.appending(path: "file-\(UUID().uuidString)")
        try Data([1]).write(to: blocker)
        defer { try? FileManager.default.removeItem(at: blocker) }
        let folder = blocker.path() + "/cache"
        try await ArchiveServer.run({ $0.archiveCache = folder }) { client, server, notices, _ in
            try server.put(Self.file, csv: Self.csv(31))
            let contents = try await Self.contents(client)
            #expect(contents.columns.count == 31)
            #expect(notices.all.count == 1)
        }
    }
}
