import Foundation
import TestSupport
import Testing

/// Where the `prophet` commands write, and what they leave alone.
@Suite("prophet output")
struct ProphetOutputTests {
    private static let command = [
        "prophet", "predict", "sales.csv", "--periods", "3", "--no-include-history", "--uncertainty-samples",
        "0",
    ]

    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("A link stays, and the file behind it keeps its mode")
    func link() async throws {
        let program = try SampleSeries.program()
        try SampleSeries.write("", "real.csv", program)
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: program.path("real.csv"))
        for (link, target) in [("link.csv", "real.csv"), ("new.csv", "later.csv")] {
            try files.createSymbolicLink(atPath: program.path(link), withDestinationPath: target)
            let run = try await program.run(Self.command + ["-o", link])
            #expect(run.code == 0, "\(run.errors)")
            #expect(try files.destinationOfSymbolicLink(atPath: program.path(link)) == target)
            #expect(try SampleSeries.read(target, program).split(separator: "\n").count == 4)
        }
        #expect(try Self.mode(program.path("real.csv")) == 0o600)
        #expect(
            try files.contentsOfDirectory(atPath: program.folder.path()).allSatisfy { !$0.hasPrefix(".") })
        try program.remove()
    }

    @Test("A pipe is written to and stays a pipe")
    func pipe() async throws {
        let program = try SampleSeries.program()
        let path = program.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        // A reader that is there before the program: the rows fit into the pipe.
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        #expect(reader >= 0)
        let run = try await program.run(Self.command + ["-o", "pipe"])
        #expect(run.code == 0, "\(run.errors)")
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(reader, &bytes, bytes.count)
        close(reader)
        #expect(String(decoding: bytes[..<max(0, count)], as: UTF8.self).hasPrefix("ds,trend,"))
        let kind = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        #expect(kind != .typeRegular)
        try program.remove()
    }

    @Test("A hyphen is stdout, which then gets nothing else")
    func hyphen() async throws {
        let program = try SampleSeries.program()
        let run = try await program.run(Self.command + ["-o", "-"])
        let plain = try await program.run(Self.command)
        #expect(run.code == 0 && run.output == plain.output && run.output.hasPrefix("ds,trend,"))
        #expect(!FileManager.default.fileExists(atPath: program.path("-")))
        try program.remove()
    }

    @Test("What a reader should know of is said once, on stderr")
    func notes() async throws {
        let program = try SampleSeries.program()
        let events = ["DTSTART:20210301T100000", "DTSTART;VALUE=DATE:19210301"]
            .map { "BEGIN:VEVENT\nSUMMARY:Fair\n\($0)\nEND:VEVENT\n" }.joined()
        try SampleSeries.write(events, "days.ics", program)
        let noted = try await program.run([
            "prophet", "predict", "sales.csv", "--periods", "3", "--freq", "W", "--growth", "LOGISTIC",
            "--cap",
            "400", "--intervals", "exact", "--holidays", "days.ics",
        ])
        #expect(noted.code == 0)
        for words in [
            "days.ics: 1 event with a time of day", "no exact intervals", "no effect: Fair",
            "yearly and daily seasonality are off", "--daily-seasonality true",
        ] {
            #expect(noted.errors.components(separatedBy: words).count == 2, "\(noted.errors) lacks \(words)")
        }
        try program.remove()
    }
}
