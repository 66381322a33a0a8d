import Candles
import TestSupport
import Testing

@Suite("Decimal text")
struct DecimalTests {
    /// Property: the reader agrees with the standard library, which is correctly rounded, on every kind of text.
    @Test("Reading is correctly rounded", arguments: 0..<100 as Range<UInt64>)
    func reading(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let whole = (0..<Int.random(in: 1...14, using: &random)).map { _ in
                String(Int.random(in: 0...9, using: &random))
            }
            let places = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                String(Int.random(in: 0...9, using: &random))
            }
            let text = whole.joined() + (places.isEmpty ? "" : "." + places.joined())
            #expect(Decimal.parse(text) == Double(text), "\(text)")
            #expect(Decimal.parse("-" + text) == Double("-" + text), "-\(text)")
        }
    }

    @Test(
        "Texts of many digits are read to the nearest double",
        arguments: [
            "173305102.53489936", "9007199254740993", "9007199254740993.00000001", "0.1234567890123456789",
            "18446744073709551615", "123456789012345678901234567890", "0.00000000000000000000000001",
            "1.0000000000000002",
        ])
    func long(text: String) {
        #expect(Decimal.parse(text) == Double(text))
    }

    @Test(
        "Anything but plain decimal text is refused",
        arguments: ["", ".", "-", "nan", "inf", "1e5", "0x1p3", "1,5", " 1", "1 ", "+1", "1.2.3", "--1"])
    func refused(text: String) {
        #expect(Decimal.parse(text) == nil)
    }

    /// Property: writing then reading gives the same bits, and text of 15 digits comes back unchanged.
    @Test("Writing round-trips in plain notation", arguments: 0..<100 as Range<UInt64>)
    func writing(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let number = Double(
                sign: .plus, exponent: .random(in: -60...70, using: &random),
                significand: .random(in: 1..<2, using: &random))
            let text = Decimal.text(number)
            #expect(Double(text) == number)
            #expect(!text.contains("e") && !text.hasSuffix(".0"), "\(text)")
            let mantissa = Int.random(in: 1..<1_000_000_000_000_000, using: &random)
            let places = Int.random(in: 0...12, using: &random)
            let padded =
                String(repeating: "0", count: max(0, places + 1 - "\(mantissa)".count)) + "\(mantissa)"
            var plain = String(padded.dropLast(places)) + (places == 0 ? "" : "." + padded.suffix(places))
            if places > 0 {
                while plain.hasSuffix("0") { plain.removeLast() }
                if plain.hasSuffix(".") { plain.removeLast() }
            }
            #expect(Decimal.parse(plain).map(Decimal.text) == plain)
        }
    }

    @Test("Small and large numbers are written without an exponent")
    func plain() {
        #expect(Decimal.text(0.00001234) == "0.00001234")
        #expect(Decimal.text(1e22) == "10000000000000000000000")
        #expect(Decimal.text(-1.5e-7) == "-0.00000015")
        #expect(Decimal.text(0) == "0")
        #expect(Decimal.text(1_000_000) == "1000000")
    }

    /// Property: a sum of eight-decimal volumes is the exact sum, rounded once.
    @Test("Volumes are added exactly", arguments: 0..<50 as Range<UInt64>)
    func volumes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var sum = VolumeSum()
        var units: UInt64 = 0
        for _ in 0..<1_440 {
            let unit = UInt64.random(in: 0..<1_000_000_000_000_000, using: &random)
            units += unit
            let text =
                String(unit / 100_000_000) + "."
                + String(String(100_000_000 + unit % 100_000_000).dropFirst())
            sum.add(Decimal.parse(text) ?? .nan)
        }
        let exact =
            String(units / 100_000_000) + "." + String(String(100_000_000 + units % 100_000_000).dropFirst())
        #expect(sum.total == Double(exact))
    }
}
