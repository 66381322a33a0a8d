import Foundation
import ProphetInterchange
import TestSupport
import Testing

@testable import ProphetParity

@Suite("Odd recorded files")
struct OddInputTests {
    @Test(
        "A document that is no case gives one failed report",
        arguments: [
            "{}", "[]", "null", "3", "\"text\"", #"{"history": {}, "setup": {}}"#,
            #"{"history": {"ds": ["2020-01-01"], "y": [1, 2]}, "setup": {}}"#,
            #"{"history": {"ds": ["2020-01-01", "2020-01-02"], "y": ["a", "b"]}, "setup": {}}"#,
            #"{"history": {"ds": ["banana"], "y": [1]}, "setup": {}}"#,
            #"{"history": {"ds": ["2020-01-01"], "y": [1]}, "setup": {}}"#,
        ])
    func noCase(text: String) throws {
        let report = ParityFile.report(name: "case", isAuxiliary: false, json: try JSONValue.parse(text.utf8))
        #expect(!report.passed)
        #expect(!report.failures.isEmpty)
        #expect(!report.line.contains("\n"))
    }

    @Test("An auxiliary file of any kind that holds nothing useful fails", arguments: AuxiliaryKind.allCases)
    func emptyAuxiliary(kind: AuxiliaryKind) throws {
        for text in ["{}", "[]", "null", "[{}]", #"{"a": {}}"#, #"{"a": {"ds": [], "cases": [{}]}}"#] {
            #expect(!kind.report(name: "x", json: try JSONValue.parse(text.utf8)).passed, "\(kind) \(text)")
        }
    }

    @Test("An auxiliary file whose name tells no kind fails")
    func unknownKind() {
        let report = ParityFile.report(name: "unknown_kind", isAuxiliary: true, json: .object([]))
        #expect(!report.passed)
        #expect(report.failures[0].contains("percentiles"))
    }

    @Test(
        "No change of a recorded case stops the program",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: 0..<60 as Range<UInt64>)
    func mutatedCase(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let names = ["tiny_05", "tiny_03", "constant_zero"]
        let name = names[Int(seed % 3)]
        var document = try RecordedFiles.document(name)
            .changing(["intervals_at_map", "samples"]) { _ in .number(100) }
        document = mutated(document, &random)
        let report = RecordedFiles.report(name, document)
        #expect(!report.line.isEmpty)
    }

    @Test(
        "No change of an auxiliary file stops the program",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: 0..<60 as Range<UInt64>)
    func mutatedAuxiliary(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let names = ["metrics_regular", "percentiles", "trend_shift_matrix", "fourier", "serialized_rich"]
        let name = "aux/" + names[Int(seed % UInt64(names.count))]
        let document = mutated(try RecordedFiles.document(name), &random)
        #expect(!RecordedFiles.report(name, document).line.isEmpty)
    }

    /// The document with a few values replaced by odd ones.
    private func mutated(_ document: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        let odd: [JSONValue] = [
            .null, .bool(true), .number(-1), .number(0), .number(1e300), .number(.nan), .number(.infinity),
            .number(0.5), .text(""), .text("2020-01-01"), .text("9999-12-31 23:59:59.999999"), .array([]),
            .object([]), .array([.null]),
        ]
        var document = document
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard let path = document.paths().randomElement(using: &random),
                let value = odd.randomElement(using: &random)
            else { continue }
            document = document.changing(path) { _ in value }
        }
        return document
    }
}
