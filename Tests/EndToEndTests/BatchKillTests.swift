import Foundation
import TestSupport
import Testing

/// The short form of the kills of backfill, import and merge; the long one is run by `make test-slow`.
@Suite(
    "Kills of the batch layer", .serialized, .enabled(if: SharedData.isAvailable, SharedData.hint))
struct BatchKillTests {
    private static let kills = 10

    /// What is killed, and what has to be there before it starts.
    private enum Job: String, CaseIterable {
        case backfill
        case imports = "import"
        case merge

        func arguments(_ replay: ReplayProcess, data: String) -> [String] {
            switch self {
            case .backfill:
                ["backfill", "BTCUSDT", "--interval", "1m", "--interval", "1d", "--from", "2023-03-20"]
                    + ["--to", "2023-03-28", "--archive-url", replay.url, "--data-dir", data] + replay.options
            case .imports:
                ["import", "old.csv", "--symbol", "BTCUSDT", "--interval", "1m", "--data-dir", data]
            case .merge: ["merge", "--data-dir", data]
            }
        }
    }

    /// A program with a replay exchange of two recorded series and their archive beside it.
    private func prepared() async throws -> (Program, ReplayProcess) {
        let program = try Program()
        let klines = program.folder.appending(path: "klines")
        try FileManager.default.createDirectory(at: klines, withIntermediateDirectories: true)
        for name in ["BTCUSDT-1m.csv.gz", "BTCUSDT-1d.csv.gz"] {
            try FileManager.default.createSymbolicLink(
                at: klines.appending(path: name), withDestinationURL: SharedData.url("data/replay/\(name)"))
        }
        let tree = try await program.run(["replay", "archive", "--klines", "klines", "--to", "tree"])
        #expect(tree.code == 0, "\(tree.errors)")
        let rows = try Gzip.lines(of: SharedData.url("data/replay/BTCUSDT-1m.csv.gz")).prefix(12_000)
        var text = "timestamp,open,high,low,close,volume\n"
        for (index, row) in rows.enumerated() {
            let fields = row.split(separator: ",")
            let seconds = (Int64(fields[0]) ?? 0) / 1000
            text += "\(seconds)," + fields[1...5].joined(separator: ",") + "\n"
            // Some rows come once more, a day late.
            if index.isMultiple(of: 50), index > 1440 {
                let late = rows[index - 1440].split(separator: ",")
                text += "\((Int64(late[0]) ?? 0) / 1000)," + late[1...5].joined(separator: ",") + "\n"
            }
        }
        try Data(text.utf8).write(to: program.folder.appending(path: "old.csv"))
        let replay = try await ReplayProcess.start(
            program,
            ["--klines", "klines", "--archive", "tree", "--now", "2023-05-01T12:00:00Z", "--speed", "0"])
        return (program, replay)
    }

    private func bytes(_ program: Program, _ data: String) -> Int {
        ["candlecast.db", "candlecast.db-wal"].reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: program.path("\(data)/\(name)"))
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }

    private func views(_ program: Program, _ data: String) async throws -> [String: Data] {
        var files: [String: Data] = [:]
        for view in ["daily", "candles", "gaps"] {
            let export = try await program.run([
                "export", "--view", view, "--no-provenance", "--data-dir", data, "--output", data + ".views",
            ])
            #expect(export.code == 0, "\(export.errors)")
        }
        let folder = program.folder.appending(path: data + ".views")
        let found =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        for case let url as URL in found where url.pathExtension == "csv" {
            files[String(url.path().dropFirst(folder.path().count))] = try Data(contentsOf: url)
        }
        return files
    }

    @Test("A job that was killed leaves, after one more run, what an undisturbed one leaves")
    func killed() async throws {
        let (program, replay) = try await prepared()
        defer { replay.stop() }
        var generator = SeededGenerator(seed: 20)
        var whole = ""
        for job in Job.allCases {
            func begin(_ data: String) throws {
                guard job == .merge else { return }
                try FileManager.default.copyItem(atPath: program.path(whole), toPath: program.path(data))
            }
            let expectedData = "whole-\(job.rawValue)"
            try begin(expectedData)
            let before = bytes(program, expectedData)
            let undisturbed = try await program.run(job.arguments(replay, data: expectedData))
            #expect(undisturbed.code == 0, "\(undisturbed.errors)")
            let expected = try await views(program, expectedData)
            #expect(!expected.isEmpty)
            if job == .backfill { whole = expectedData }
            let growth = max(1, bytes(program, expectedData) - before)
            for kill in 0..<Self.kills {
                let data = "\(job.rawValue)-\(kill)"
                try begin(data)
                // The store grows with the work, so its size is a clock that needs no waiting.
                let threshold = bytes(program, data) + Int.random(in: 0...growth, using: &generator)
                let running = try program.start(job.arguments(replay, data: data))
                _ = await eventually { bytes(program, data) >= threshold || !running.isRunning }
                running.kill()
                _ = await running.wait()
                let again = try await program.run(job.arguments(replay, data: data))
                #expect(again.code == 0, "\(job) killed at \(threshold) bytes: \(again.errors)")
                #expect(try await views(program, data) == expected, "\(job) killed at \(threshold) bytes")
            }
        }
        try program.remove()
    }
}
