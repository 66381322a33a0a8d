import Candles
import TestSupport
import Testing

@testable import Reporting

@Suite("Text of numbers, days and markup")
struct TextTests {
    @Test(
        "Numbers are rounded, grouped and signed as people write them",
        arguments: [
            (0, 0, "0"), (-0.001, 2, "0.00"), (1234.5, 1, "1,234.5"), (107_146.5, 2, "107,146.50"),
            (-1_234_567.891, 2, "−1,234,567.89"), (0.5722, 4, "0.5722"), (999.995, 1, "1,000.0"),
            (1e15, 4, "1,000,000,000,000,000"),
            (.nan, 2, "–"), (.infinity, 2, "–"), (1e20, 2, "100000000000000000000"),
        ])
    func fixed(value: Double, decimals: Int, expected: String) {
        #expect(NumberText.fixed(value, decimals) == expected)
    }

    @Test("A plus is written where it is asked for, never before 0")
    func plus() {
        #expect(NumberText.percent(1.236, 2, isSigned: true) == "+1.24\u{A0}%")
        #expect(NumberText.percent(-5.53, 2, isSigned: true) == "−5.53\u{A0}%")
        #expect(NumberText.percent(0, 1, isSigned: true) == "0.0\u{A0}%")
    }

    @Test("Large numbers get a unit, and marks of an axis lose trailing zeros")
    func units() {
        #expect(NumberText.compact(89_512) == "89.5\u{A0}K")
        #expect(NumberText.compact(1_300_000_000) == "1.30\u{A0}B")
        #expect(NumberText.compact(12.3456) == "12.3")
        #expect(NumberText.tick(50_000, isCompact: true) == "50\u{A0}K")
        #expect(NumberText.tick(50_000) == "50,000")
        #expect(NumberText.tick(0.2) == "0.2")
        #expect(NumberText.scientific(3.14e-9) == "3.1e-9")
        #expect(NumberText.scientific(0) == "0")
    }

    @Test(
        "Coordinates are tenths without needless digits",
        arguments: [
            (1.0, "1"), (1.04, "1"), (1.05, "1.1"), (-0.26, "-0.3"), (-12.34, "-12.3"), (.nan, "0"),
        ])
    func coordinates(value: Double, expected: String) {
        #expect(NumberText.coordinate(value) == expected)
    }

    @Test("Prices have as many decimals as the closes have")
    func prices() {
        let price = PriceText([108_356.93, 107_146.5])
        #expect(price.full(107_146.5) == "107,146.50")
        #expect(price.short(107_146.5) == "107,147")
        #expect(price.range(100_234, 119_111) == "100.2 – 119.1\u{A0}K")
        #expect(PriceText([0.5722]).full(0.5722) == "0.5722")
        #expect(PriceText([0.5722]).range(0.4776, 0.6978) == "0.4776 – 0.6978")
    }

    @Test("Days and times carry month names and UTC")
    func days() throws {
        let day = try UTCDay(text: "2025-06-30")
        #expect(DateText.full(day) == "Mon 30 Jun 2025")
        #expect(DateText.minute(try OpenTime(text: "2025-06-30T04:05:59Z")) == "30 Jun 2025, 04:05 UTC")
    }

    @Test("Text put into markup is escaped, markup is not")
    func escaping() {
        let evil = "<script>alert('x')</script> & \"quotes\" \u{1}"
        let inner: Markup = "<b>\(evil)</b>"
        let outer: Markup = "<p title=\"\(evil)\">\(inner)</p>"
        #expect(!outer.text.contains("<script"))
        #expect(
            outer.text.contains(
                "<b>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes&quot; \u{FFFD}</b>"))
    }

    @Test("JSON strings hold nothing that could end a script")
    func json() {
        #expect(
            JSONText.string("</script><!-- \"a\"\\\n\u{7}")
                == #""\u003c/script\u003e\u003c!-- \"a\"\\\n\u0007""#)
        #expect(JSONText.number(.nan) == "null" && JSONText.number(nil) == "null")
        #expect(JSONText.number(107_146.5) == "107146.5")
    }
}
