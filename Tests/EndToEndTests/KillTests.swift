import Candles
import Foundation
import TestSupport
import Testing

/// The short forms of the kill and fault tests; the long ones are run by `make test-slow`.
@Suite("Kills and faults", .serialized)
struct KillTests {
    private static let until = "2025-06-30T00:05:00Z"

    /// Runs the main job against a fresh replay of one market, killed once when it says something.
    private func views(killedAt marker: String?) async throws -> [String: String] {
        let program = try Program()
        let replay = try await ReplayProcess.start(
            program,
            [
                "--simulate", "3", "--symbols", "2", "--now", "2025-06-29T23:55:00Z", "--until", Self.until,
                "--speed",
                "200",
            ])
        defer { replay.stop() }
        let job = [
            "run", "BTCUSDT", "ETHUSDT", "--data-dir", "D", "--until", Self.until, "--cutoffs", "2", "-v",
        ]
        if let marker {
            let running = try program.start(job + replay.options)
            let isThere = await eventually { running.errors.contains(marker) || !running.isRunning }
            running.kill()
            #expect(isThere && running.errors.contains(marker), "\(running.errors)")
            _ = await running.wait()
        }
        let run = try await program.run(job + replay.options)
        #expect(run.code == 0, "\(run.errors)")
        let arguments = ["--no-provenance", "--data-dir", "D", "--output", "out"]
        for view in ["daily", "candles", "gaps", "prophet-input"] {
            #expect(try await program.run(["export", "--view", view] + arguments).code == 0)
        }
        var texts: [String: String] = [:]
        let folder = program.folder.appending(path: "out")
        let found =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        for case let url as URL in found where url.pathExtension == "csv" {
            texts[String(url.path().dropFirst(folder.path().count))] = try String(
                contentsOf: url, encoding: .utf8)
        }
        try program.remove()
        return texts
    }

    @Test("A run that was killed leaves, after one more run, what an undisturbed run leaves")
    func killedRuns() async throws {
        let expected = try await views(killedAt: nil)
        #expect(expected.count == 12)
        for marker in ["1/5 backfill", "candles in", "stream: connected", "candles changed,", "4/5 forecast"]
        {
            let found = try await views(killedAt: marker)
            #expect(found == expected, "killed at \"\(marker)\"")
        }
    }

    @Test(
        "A stream that is cut, falls silent and is killed leaves every minute right",
        .enabled(if: SharedData.isAvailable, SharedData.hint))
    func faultyStream() async throws {
        let program = try Program()
        let until = "2023-04-02T03:00:00Z"
        let replay = try await ReplayProcess.start(
            program,
            [
                "--klines", try SharedData.url("data/replay").path(), "--now", "2023-04-01T23:50:00Z",
                "--until", until,
                "--speed", "600", "--cut-at", "2023-04-02T00:30:10Z", "--stall-at", "2023-04-02T01:20:20Z",
            ])
        defer { replay.stop() }
        let follow =
            ["stream", "BTCUSDT", "--data-dir", "D", "--until", until, "--idle-timeout", "1s"]
            + replay.options
        let running = try program.start(follow)
        _ = await eventually { running.errors.contains("connection 2") || !running.isRunning }
        running.kill()
        _ = await running.wait()
        let run = try await program.run(follow)
        #expect(run.code == 0, "\(run.errors)")
        let export = ["export", "--view", "candles", "--interval", "1m", "--data-dir", "D", "--output", "-"]
        let lines = try await program.run(export).output.split(separator: "\n").dropFirst()
        var found: [OpenTime: CandleValues] = [:]
        for line in lines where line.hasSuffix(",1") {
            let row = try KlineRow(csv: line.split(separator: ",").prefix(12).joined(separator: ","))
            found[row.openTime] = row.values
        }
        let range = TimeRange(try OpenTime(text: "2023-04-01"), try OpenTime(text: until))
        let recorded = try Gzip.lines(of: SharedData.url("data/replay/BTCUSDT-1m.csv.gz")).map {
            try KlineRow(csv: $0)
        }
        .filter { range.contains($0.openTime) }
        #expect(found == Dictionary(uniqueKeysWithValues: recorded.map { ($0.openTime, $0.values) }))
        #expect(recorded.count == 27 * 60)
        try program.remove()
    }

    @Test("A consumer that is started first waits for its producer, and stores what it writes")
    func consumerFirst() async throws {
        let program = try Program()
        let replay = try await ReplayProcess.start(
            program,
            [
                "--simulate", "3", "--symbols", "1", "--now", "2025-06-29T23:55:00Z", "--until", Self.until,
                "--speed",
                "200",
            ])
        defer { replay.stop() }
        let consumer = try program.start(["consume", "--data-dir", "D"])
        #expect(await eventually { consumer.errors.contains("Waiting for a producer") })
        let produce = ["produce", "BTCUSDT", "--data-dir", "D", "--until", Self.until] + replay.options
        let produced = try await program.run(produce)
        #expect(produced.code == 0, "\(produced.errors)")
        let isRead = await eventually {
            let waiting = try? await program.run(["consume", "--dry-run", "--data-dir", "D"])
            return waiting?.output == "0 records wait in the log\n"
        }
        #expect(isRead)
        consumer.interrupt()
        #expect(await consumer.wait().code == 130)
        let export = try await program.run(["export", "--view", "daily", "--data-dir", "D", "--output", "-"])
        #expect(
            export.output.contains("BTCUSDT,2025-06-29,") && export.output.contains("stream_closed,speed,1"))
        try program.remove()
    }
}
