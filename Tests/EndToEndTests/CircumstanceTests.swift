import Candles
import Foundation
import GRDB
import TestSupport
import Testing

/// What can be wrong around the program: names, ports, folders, locks, versions.
@Suite("Bad circumstances")
struct CircumstanceTests {
    /// A command's arguments for an exchange that nobody answers for.
    private static let offline = ["BTCUSDT", "--rest-url", "http://127.0.0.1:9", "--attempts", "1"]

    @Test("A symbol that is a path is refused before anything is asked or written")
    func symbol() async throws {
        let program = try Program()
        for command in ["run", "backfill", "stream", "export", "merge"] {
            let run = try await program.run([command, "../../x", "--data-dir", "D"])
            #expect(run.code == 64 || run.code == 66, "\(command): \(run.errors)")
        }
        let run = try await program.run(["backfill", "../../x", "--data-dir", "D"])
        #expect(run.code == 64 && run.errors.contains("../../X"), "\(run.errors)")
        try program.remove()
    }

    @Test("A command that does not exist is answered with the one that was meant")
    func hint() async throws {
        let program = try Program()
        let run = try await program.run(["backfil"])
        #expect(run.code == 64 && run.errors.contains("candlecast backfill"))
        try program.remove()
    }

    @Test("An exchange that nobody answers for is reported with its address")
    func unreachable() async throws {
        let program = try Program()
        let run = try await program.run(
            ["backfill", "BTCUSDT", "--rest-url", "http://127.0.0.1:9", "--data-dir", "D", "--attempts", "1"])
        #expect(run.code == 69 && run.errors.contains("127.0.0.1:9"), "\(run.errors)")
        try program.remove()
    }

    @Test("An unknown symbol is named")
    func unknownSymbol() async throws {
        let program = try Program()
        let replay = try await ReplayProcess.start(program, ["--simulate", "1", "--symbols", "1"])
        defer { replay.stop() }
        let run = try await program.run(["backfill", "NOSUCHCOIN", "--data-dir", "D"] + replay.options)
        #expect(run.code == 64 && run.errors.contains("NOSUCHCOIN"), "\(run.errors)")
        try program.remove()
    }

    @Test("REST of one market and the stream of another are never mixed")
    func mixedSources() async throws {
        let program = try Program()
        let first = try await ReplayProcess.start(program, ["--simulate", "1", "--symbols", "1"])
        let second = try await ReplayProcess.start(program, ["--simulate", "2", "--symbols", "1"])
        defer {
            first.stop()
            second.stop()
        }
        let urls = ["--rest-url", first.url, "--stream-url", second.stream, "--data-dir", "D"]
        for command in ["stream", "produce", "run"] {
            let run = try await program.run([command, "BTCUSDT", "--follow", "1s"] + urls)
            #expect(
                run.code == 64 && run.errors.contains("seed=1") && run.errors.contains("seed=2"),
                "\(run.errors)")
        }
        try program.remove()
    }

    @Test("A command that works on what is held makes nothing where nothing is held")
    func nothingHeld() async throws {
        let program = try Program()
        for command in ["merge", "forecast", "report", "export", "status", "gaps"] {
            let run = try await program.run([command, "BTCUSDT", "--data-dir", "mistyped"])
            #expect(run.code == 66 && run.errors.contains("mistyped"), "\(command): \(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: program.path("mistyped")))
        try program.remove()
    }

    @Test("A port in use is named")
    func port() async throws {
        let program = try Program()
        let replay = try await ReplayProcess.start(program, ["--simulate", "1", "--symbols", "1"])
        defer { replay.stop() }
        let port = replay.url.split(separator: ":").last.map(String.init) ?? ""
        let run = try await program.run(["replay", "--simulate", "1", "--symbols", "1", "--port", port])
        #expect(run.code == 69 && run.errors.contains(port), "\(run.errors)")
        try program.remove()
    }

    @Test("A data directory that cannot be written is named")
    func unwritable() async throws {
        let program = try Program()
        // A path below a file cannot be written by anyone, not even by an administrator.
        try Data().write(to: program.folder.appending(path: "file"))
        for command in ["backfill", "stream", "run"] {
            let run = try await program.run([command] + Self.offline + ["--data-dir", "file/D"])
            #expect(run.code == 73 && run.errors.contains("file/D"), "\(run.errors)")
        }
        try program.remove()
    }

    @Test("A store of a newer version is refused and left alone")
    func newerVersion() async throws {
        let program = try Program()
        #expect(try await program.run(["backfill"] + Self.offline + ["--data-dir", "D"]).code == 69)
        let path = program.path("D/candlecast.db")
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 4711") }
        for command in ["merge", "status", "export"] {
            let run = try await program.run([command, "BTCUSDT", "--data-dir", "D"])
            #expect(run.code == 78 && run.errors.contains("4711"), "\(command): \(run.errors)")
        }
        #expect(
            try await DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
                == 4711)
        try program.remove()
    }

    @Test("A file that is no store is refused and left alone")
    func noStore() async throws {
        let program = try Program()
        let folder = program.folder.appending(path: "D")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = Data(repeating: 0x41, count: 8192)
        try text.write(to: folder.appending(path: "candlecast.db"))
        let run = try await program.run(["merge", "BTCUSDT", "--data-dir", "D"])
        #expect(run.code == 65 && run.errors.contains("candlecast.db"), "\(run.errors)")
        #expect(try Data(contentsOf: folder.appending(path: "candlecast.db")) == text)
        try program.remove()
    }

    /// Both a migration, which holds the lock throughout, and a write that takes too long look the same from outside.
    @Test(
        "A lock that is held for more than 10 s is reported with process and command",
        arguments: [true, false])
    func lock(isFirstOpening: Bool) async throws {
        let program = try Program()
        let folder = program.folder.appending(path: "D")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if !isFirstOpening {
            #expect(try await program.run(["backfill"] + Self.offline + ["--data-dir", "D"]).code == 69)
        }
        let lock = try HeldLock(
            folder.appending(path: "candlecast.lock").path(), pid: 4242, command: "candlecast import")
        let clock = ContinuousClock()
        let start = clock.now
        let run = try await program.run(["backfill"] + Self.offline + ["--data-dir", "D"])
        #expect(
            run.code == 75 && run.errors.contains("4242") && run.errors.contains("candlecast import"),
            "\(run.errors)")
        #expect(clock.now - start >= .seconds(10))
        lock.release()
        #expect(try await program.run(["backfill"] + Self.offline + ["--data-dir", "D"]).code == 69)
        try program.remove()
    }

    @Test("A damaged chunk is reported with symbol and day, and fetched again")
    func damagedChunk() async throws {
        let program = try Program()
        let replay = try await ReplayProcess.start(program, ["--simulate", "1", "--symbols", "1"])
        defer { replay.stop() }
        let fetch = ["backfill", "BTCUSDT", "--data-dir", "D"] + replay.options
        #expect(try await program.run(fetch).code == 0)
        let export = ["export", "BTCUSDT", "--view", "candles", "--data-dir", "D", "--output", "-"]
        let before = try await program.run(export).output
        #expect(before.utf8.count > 10_000)
        try await DatabaseQueue(path: program.path("D/candlecast.db")).write { db in
            let id = try Int64.fetchOne(db, sql: "SELECT MAX(id) FROM chunk")
            try db.execute(
                sql:
                    "UPDATE chunk SET data = CAST(substr(data, 1, 40) || x'FFFFFF' || substr(data, 44) AS BLOB) WHERE id = ?",
                arguments: [id])
        }
        let doctor = try await program.run(["doctor", "--data-dir", "D"] + replay.options)
        #expect(doctor.code == 1 && doctor.output.contains("BTCUSDT"), "\(doctor.output)")
        let read = try await program.run(export)
        #expect(
            read.code == 65 && read.errors.contains("BTCUSDT") && read.errors.contains("20"), "\(read.errors)"
        )
        let again = try await program.run(fetch)
        #expect(again.code == 0 && again.errors.contains("damaged"), "\(again.errors)")
        #expect(try await program.run(export).output == before)
        try program.remove()
    }
}
