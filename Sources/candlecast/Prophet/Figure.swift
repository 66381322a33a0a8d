import Foundation

/// Numbers of unknown size as people read them in a terminal.
enum Figure {
    /// A number with six significant digits, or a dash for what is none.
    static func text(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "-" }
        let size = abs(value)
        if size != 0, size < 1e-4 || size >= 1e12 { return String(format: "%.4g", value) }
        let whole = size >= 1 ? Int(log10(size)) + 1 : 0
        return NumberText.grouped(value, places: min(6, max(0, 6 - whole)))
    }

    /// A number that somebody chose, with all its digits.
    static func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A number of things: `1 row`, `1,200 rows`.
    static func count(_ number: Int, _ noun: String) -> String {
        NumberText.count(number) + " " + (number == 1 ? noun : noun + "s")
    }

    /// An R-hat, of which the third decimal is the last that matters.
    static func rHat(_ value: Double) -> String {
        value.isFinite ? NumberText.grouped(value, places: 3) : "-"
    }

    /// The number, unless it is none.
    static func finite(_ value: Double?) -> Double? {
        value.flatMap { $0.isFinite ? $0 : nil }
    }
}
