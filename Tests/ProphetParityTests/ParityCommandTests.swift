import Foundation
import ProphetInterchange
import TestSupport
import Testing

@testable import ProphetParity

@Suite("prophet-parity")
struct ParityCommandTests {
    @Test(
        "No path, an unknown option and a missing file are status 2",
        arguments: [
            [], ["--fast"], ["/no/such/file.json"],
        ] as [[String]])
    func unusable(arguments: [String]) {
        let answer = ParityCommand.run(arguments)
        #expect(answer.status == 2)
        #expect(answer.output.isEmpty)
        #expect(!answer.errors.isEmpty)
    }

    @Test("Help is status 0")
    func help() {
        #expect(ParityCommand.run(["--help"]).status == 0)
        #expect(ParityCommand.run(["--help"]).output[0].hasPrefix("usage: prophet-parity PATH..."))
    }

    @Test("A folder without recorded files is status 2, a broken file is one failed line and status 1")
    func folders() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parity-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(ParityCommand.run([folder.path()]).status == 2)
        try Data("{\"history\": ".utf8).write(to: folder.appending(path: "broken.json"))
        let answer = ParityCommand.run([folder.path()])
        #expect(answer.status == 1)
        #expect(answer.output.count == 3)
        #expect(answer.output[1].hasPrefix("broken"))
        #expect(answer.output[1].contains("FAIL: not JSON"))
        #expect(answer.output[2].hasPrefix("1 files: 0 passed"))
    }

    @Test(
        "Good files are status 0, one line each", .enabled(if: SharedData.isAvailable, SharedData.hint))
    func goodFiles() throws {
        let names = ["tiny_05", "aux/percentiles"]
        let paths = try names.map { try SharedData.url("prophet/goldens/\($0).json").path() }
        let answer = ParityCommand.run(paths)
        #expect(answer.status == 0)
        #expect(answer.output.map { $0.prefix(7) }.dropFirst().dropLast() == ["tiny_05", "aux/per"])
        let last = try #require(answer.output.last)
        #expect(last.hasPrefix("2 files: 2 passed, 0 better than recorded, 0 failed; "))
    }
}
