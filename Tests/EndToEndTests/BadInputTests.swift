import Foundation
import TestSupport
import Testing

/// Bad input, as files of the replay exchange, as answers of the exchange, and as circumstances: each gets a message
/// with the value, the reason and a remedy, and the right exit code; nothing is lost.
@Suite("Bad input")
struct BadInputTests {
    private static let good = [
        "1680393600000,10,12,9,11,5.5,1680393659999,60.5,7,2.5,27.5,0",
        "1680393660000,11,12,10,10.5,5.5,1680393719999,60.5,7,2.5,27.5,0",
    ]

    /// What a bad file holds, and words that the message must have.
    struct BadFile: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let words: [String]
        var isPacked = true
        var file = "BTCUSDT-1m.csv.gz"

        var testDescription: String { name }
    }

    private static func lines(_ rows: [String]) -> [UInt8] { Array(rows.map { $0 + "\n" }.joined().utf8) }

    static let files: [BadFile] = [
        BadFile(name: "an empty file", bytes: [], words: ["BTCUSDT-1m"], isPacked: false),
        BadFile(name: "an empty gzip", bytes: [], words: ["BTCUSDT-1m"]),
        BadFile(
            name: "a binary file", bytes: (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 7) },
            words: ["BTCUSDT-1m"]),
        BadFile(
            name: "a binary file that is no gzip",
            bytes: (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 11) },
            words: ["BTCUSDT-1m"], isPacked: false),
        BadFile(
            name: "rows out of order", bytes: lines(good.reversed()), words: ["line 2", "1680393600000"]),
        BadFile(
            name: "NaN", bytes: lines([good[0], good[1].replacing("10.5", with: "NaN")]),
            words: ["line 2", "NaN"]),
        BadFile(
            name: "a negative price", bytes: lines([good[0], good[1].replacing("10.5", with: "-10.5")]),
            words: ["line 2", "-10.5"]),
        BadFile(
            name: "a high below the low", bytes: lines([good[0].replacing(",12,9,", with: ",8,9,")]),
            words: ["line 1", "8"]),
        BadFile(
            name: "minutes that disagree",
            bytes: lines([good[0], good[0].replacing(",11,5.5", with: ",11.5,5.5")]),
            words: ["line 2", "1680393600000"]),
        BadFile(
            name: "an unknown interval", bytes: lines(good), words: ["7m"], file: "BTCUSDT-7m.csv.gz"),
        BadFile(
            name: "a symbol that is a path", bytes: lines(good), words: ["..x"], file: "..x-1m.csv.gz"),
    ]

    @Test("A bad file of the replay exchange is refused with its place and value", arguments: files)
    func badFile(_ bad: BadFile) async throws {
        let program = try Program()
        let folder = program.folder.appending(path: "klines")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appending(path: bad.file)
        if bad.isPacked { try Gzip.write(bad.bytes, to: url) } else { try Data(bad.bytes).write(to: url) }
        let run = try await program.run(["replay", "--klines", "klines", "--port", "0"])
        #expect(run.code == 65, "\(run.errors)")
        for word in bad.words { #expect(run.errors.contains(word), "\(run.errors) lacks \(word)") }
        try program.remove()
    }

    @Test("A gzip file that was cut off is refused")
    func truncated() async throws {
        let program = try Program()
        let folder = program.folder.appending(path: "klines")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appending(path: "BTCUSDT-1m.csv.gz")
        try Gzip.write(Self.lines(Self.good), to: url)
        let whole = try Data(contentsOf: url)
        try whole.prefix(whole.count - 9).write(to: url)
        let run = try await program.run(["replay", "--klines", "klines", "--port", "0"])
        #expect(run.code == 65 && run.errors.contains("BTCUSDT-1m"), "\(run.errors)")
        try program.remove()
    }

    @Test("A folder that is missing or holds no candles is refused")
    func noFiles() async throws {
        let program = try Program()
        try FileManager.default.createDirectory(
            at: program.folder.appending(path: "empty"), withIntermediateDirectories: true)
        for name in ["empty", "missing"] {
            let run = try await program.run(["replay", "--klines", name, "--port", "0"])
            #expect(run.code == 66 && run.errors.contains(name), "\(run.errors)")
        }
        try program.remove()
    }

    /// An answer about klines, the exit code it must lead to, and words that the message must have.
    struct BadAnswer: Sendable, CustomTestStringConvertible {
        let name: String
        let body: [UInt8]
        let code: Int32
        let words: [String]

        var testDescription: String { name }
    }

    private static func json(_ rows: [String]) -> [UInt8] {
        let quoted = rows.map { row in
            let fields = row.split(separator: ",").enumerated().map { index, field in
                [0, 6, 8].contains(index) ? String(field) : "\"\(field)\""
            }
            return "[" + fields.joined(separator: ",") + "]"
        }
        return Array(("[" + quoted.joined(separator: ",") + "]").utf8)
    }

    /// Rows inside the range that the test asks for, on the grid of minutes.
    private static let minute = [
        "1679999880000,10,12,9,11,5.5,1679999939999,60.5,7,2.5,27.5,0",
        "1679999940000,11,12,10,10.5,5.5,1679999999999,60.5,7,2.5,27.5,0",
    ]

    static let answers: [BadAnswer] = [
        BadAnswer(name: "an empty body", body: [], code: 65, words: ["klines"]),
        BadAnswer(
            name: "a binary body", body: (0..<999).map { UInt8(truncatingIfNeeded: $0) }, code: 65,
            words: ["klines"]),
        BadAnswer(
            name: "a body that was cut off", body: Array(json(minute).dropLast(40)), code: 65,
            words: ["klines"]),
        BadAnswer(name: "rows out of order", body: json(minute.reversed()), code: 65, words: ["2023-03-28"]),
        BadAnswer(
            name: "NaN", body: json([minute[0], minute[1].replacing("10.5", with: "NaN")]), code: 65,
            words: ["row 2", "NaN"]),
        BadAnswer(
            name: "a negative price", body: json([minute[0], minute[1].replacing("10.5", with: "-10.5")]),
            code: 65,
            words: ["row 2", "-10.5"]),
        BadAnswer(
            name: "a high below the low", body: json([minute[0].replacing(",12,9,", with: ",8,9,")]),
            code: 65,
            words: ["row 1", "8"]),
        BadAnswer(
            name: "minutes that disagree",
            body: json([minute[0], minute[0].replacing(",11,5.5", with: ",11.5,5.5")]),
            code: 65, words: ["2023-03-28"]),
    ]

    @Test("A bad answer of the exchange is refused, and nothing is stored", arguments: answers)
    func badAnswer(_ bad: BadAnswer) async throws {
        let program = try Program()
        let exchange = try await CannedExchange.start(klines: bad.body)
        let run = try await program.run(
            [
                "backfill", "BTCUSDT", "--interval", "1m", "--from", "2023-03-28T10:38:00Z", "--to",
                "2023-03-28T10:40:00Z", "--rest-url", exchange.url, "--data-dir", "D", "--attempts", "2",
            ])
        #expect(run.code == bad.code, "\(run.errors)")
        for word in bad.words { #expect(run.errors.contains(word), "\(run.errors) lacks \(word)") }
        let export = try await program.run([
            "export", "BTCUSDT", "--view", "candles", "--data-dir", "D", "--output", "out",
        ])
        #expect(!export.output.contains(" rows") || export.output.contains("  0 rows"), "\(export.output)")
        try await exchange.stop()
        try program.remove()
    }
}
