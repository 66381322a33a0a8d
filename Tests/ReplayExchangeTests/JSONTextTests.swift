import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("JSON text")
struct JSONTextTests {
    private static func decimal(_ value: Double) -> String {
        var json = JSONText()
        json.decimal(value)
        return String(decoding: json.bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    @Test(
        "Prices and volumes have eight decimals",
        arguments: [
            (0, "0.00000000"), (22199.84, "22199.84000000"), (0.00000638, "0.00000638"),
            (11_149_791.7438784, "11149791.74387840"), (3_454_770_050.73206, "3454770050.73206000"),
            (16_000_000, "16000000.00000000"), (-0.5, "-0.50000000"), (1e-9, "0.000000001"),
            (17_465_302_102.98765, "17465302102.98765000"), (99_999_999_999_999.5, "99999999999999.50000000"),
            (1e22, "10000000000000000000000.00000000"),
        ])
    func decimals(value: Double, text: String) {
        let written = Self.decimal(value)
        #expect(written.hasPrefix(text), "\(written)")
        #expect(Decimal.parse(written) == value)
    }

    @Test("What is written reads back as the same number", arguments: 0..<50 as Range<UInt64>)
    func roundTrips(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let units = Int64.random(in: 0...(1 << Int64.random(in: 1...60, using: &random)), using: &random)
            let value = Decimal.parse(
                "\(units / 100_000_000).\(String(100_000_000 + units % 100_000_000).dropFirst())")
            #expect(value.flatMap { Decimal.parse(Self.decimal($0)) } == value)
        }
    }

    @Test("Figures that we compute are rounded")
    func rounded() {
        var json = JSONText()
        json.rounded(-1.23456, decimals: 3)
        json.rounded(-0.0001, decimals: 3)
        json.rounded(12, decimals: 8)
        #expect(String(decoding: json.bytes, as: UTF8.self) == "\"-1.235\"\"0.000\"\"12.00000000\"")
    }

    @Test("Strings are escaped, and negative numbers written")
    func strings() {
        var json = JSONText()
        json.string("a\"\\\n币")
        json.number(-12)
        json.number(0)
        #expect(String(decoding: json.bytes, as: UTF8.self) == "\"a\\\"\\\\\\u000a币\"-120")
    }

    @Test("JSON of clients is parsed strictly")
    func parses() {
        func parse(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }
        #expect(
            parse(#" {"a":[1,-2.5e3,"x\u0041\n\ud83d\ude00",true,false,null],"b":{}} "#)
                == .object([
                    "a": .array([
                        .number("1"), .number("-2.5e3"), .string("xA\n😀"), .bool(true), .bool(false), .null,
                    ]),
                    "b": .object([:]),
                ]))
        let bad = [
            "", "{", "[1,]", "{\"a\"}", "\"x", "tru", "01x", "[1] 2", "\"\\q\"", "\"\\ud83d\"", "\"\u{1}\"",
            "nan", "-",
            String(repeating: "[", count: 100_000),
        ]
        for text in bad { #expect(parse(text) == nil, "\(text.prefix(20))") }
    }
}
