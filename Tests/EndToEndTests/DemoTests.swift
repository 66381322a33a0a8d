import Foundation
import TestSupport
import Testing

/// The demo on the simulated exchange.
@Suite("The demo")
struct DemoTests {
    /// The bytes of every file below a folder, by path.
    private func bytes(_ folder: URL) throws -> [String: Data] {
        let found =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        var result: [String: Data] = [:]
        for case let url as URL in found where url.pathExtension == "csv" {
            result[String(url.path().dropFirst(folder.path().count))] = try Data(contentsOf: url)
        }
        return result
    }

    @Test("The same seed gives the same days and the same forecasts, byte for byte")
    func deterministic() async throws {
        var outputs: [[String: Data]] = []
        for _ in 0..<2 {
            let program = try Program()
            let demo = try await program.run([
                "demo", "--seed", "1", "--cutoffs", "2", "--horizon", "7", "--data-dir", "D",
            ])
            #expect(demo.code == 0, "\(demo.errors)")
            #expect(demo.output.contains("SIMULATED"))
            #expect(demo.output.contains("report: D/reports/"))
            let export = try await program.run([
                "export", "--view", "daily", "--view", "forecasts", "--view", "results", "--view", "candles",
                "--no-provenance", "--data-dir", "D", "--output", "out",
            ])
            #expect(export.code == 0, "\(export.errors)")
            outputs.append(try bytes(program.folder.appending(path: "out")))
            try program.remove()
        }
        #expect(outputs[0].count >= 12)
        #expect(outputs[0] == outputs[1])
    }

    @Test("Simulated and other candles are never mixed")
    func mixed() async throws {
        let program = try Program()
        let arguments = ["demo", "--symbols", "1", "--cutoffs", "2", "--horizon", "7", "--data-dir", "D"]
        #expect(try await program.run(arguments + ["--seed", "1"]).code == 0)
        let other = try await program.run(arguments + ["--seed", "2"])
        #expect(other.code == 78, "\(other.errors)")
        #expect(other.errors.contains("seed=1") && other.errors.contains("seed=2"))
        try program.remove()
    }
}
