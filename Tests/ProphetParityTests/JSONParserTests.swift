import ProphetInterchange
import Testing

@testable import ProphetParity

@Suite("JSON parser")
struct JSONParserTests {
    @Test(
        "Numbers are read to the last bit",
        arguments: [
            "0", "-0.0", "1e-320", "1.7976931348623157e308", "0.1", "123456789.12345678", "2.5E+3", "-7",
        ])
    func numbers(text: String) throws {
        #expect(try JSONValue.parse(text.utf8) == .number(#require(Double(text))))
    }

    @Test("Names keep their order, and texts their escapes")
    func objects() throws {
        let json = try JSONValue.parse(#" {"b": [true, null], "a": "\u00e9\ud83d\ude00\n\"", "c": {}} "#.utf8)
        #expect(json.members.map(\.name) == ["b", "a", "c"])
        #expect(json["a"] == .text("é😀\n\""))
        #expect(json["b"] == .array([.bool(true), .null]))
        #expect(json["d"] == .null)
    }

    @Test("Python's words for odd numbers are numbers")
    func oddNumbers() throws {
        let numbers = try JSONValue.parse("[NaN, Infinity, -Infinity]".utf8).numbers("")
        #expect(numbers[0].isNaN)
        #expect(Array(numbers[1...]) == [.infinity, -.infinity])
    }

    @Test(
        "What is not JSON is refused",
        arguments: [
            "", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":1,}", "\"a", "tru", "1 2", "-", "1.2.3", "[1 2]",
            "\"\\u12\"", "\"\\",
            "+1", "{a:1}",
        ])
    func refused(text: String) {
        #expect(throws: ParityError.self) { try JSONValue.parse(text.utf8) }
    }

    @Test("Deep nesting is refused instead of exhausting the stack")
    func nesting() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: ParityError.self) { try JSONValue.parse(text.utf8) }
    }
}
