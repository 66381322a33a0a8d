import Candles
import RealModule

/// Numbers as people read them: grouped by thousands, a real minus sign, a dash for what is no number.
enum NumberText {
    /// What stands where there is no number.
    static let none = "–"

    /// A number with a fixed number of decimals.
    ///
    /// - Parameters:
    ///   - value: The number.
    ///   - decimals: The decimals; fewer are written where a `Double` does not have them.
    ///   - isSigned: Whether a plus is written as well.
    /// - Returns: The text, or a dash for what is no number.
    static func fixed(_ value: Double, _ decimals: Int, isSigned: Bool = false) -> String {
        guard value.isFinite else { return none }
        var decimals = max(0, decimals)
        var scaled = (abs(value) * power(decimals)).rounded()
        // Beyond 2^53 a decimal says nothing about the number any more.
        while scaled > 9e15, decimals > 0 {
            decimals -= 1
            scaled = (abs(value) * power(decimals)).rounded()
        }
        guard scaled <= 9e15 else { return sign(value, isSigned) + Decimal.text(abs(value)) }
        let digits = String(Int64(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = grouped(padded.dropLast(decimals))
        let fraction = decimals > 0 ? "." + padded.suffix(decimals) : ""
        return (scaled == 0 ? "" : sign(value, isSigned)) + whole + fraction
    }

    /// A number with at least some significant digits, and no decimals that add more.
    static func significant(_ value: Double, _ digits: Int) -> String {
        fixed(value, decimals(value, digits))
    }

    /// A share of 100 with its sign of percent.
    static func percent(_ value: Double, _ decimals: Int = 1, isSigned: Bool = false) -> String {
        value.isFinite ? fixed(value, decimals, isSigned: isSigned) + "\u{A0}%" : none
    }

    /// A large number in thousands, millions or more.
    static func compact(_ value: Double) -> String {
        let units: [(Double, String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")]
        guard value.isFinite, let (size, name) = units.first(where: { abs(value) >= $0.0 }) else {
            return significant(value, 3)
        }
        return significant(value / size, 3) + "\u{A0}" + name
    }

    /// A mark of an axis: a few significant digits, in thousands or more where asked for, without trailing
    /// zeros.
    static func tick(_ value: Double, isCompact: Bool = false) -> String {
        let text = isCompact ? compact(value) : significant(value, 3)
        let parts = text.split(separator: "\u{A0}", maxSplits: 1).map(String.init)
        guard var number = parts.first, number.contains(".") else { return text }
        while number.last == "0" { number.removeLast() }
        if number.last == "." { number.removeLast() }
        return ([number] + parts.dropFirst()).joined(separator: "\u{A0}")
    }

    /// A number in the form of exponents, for residuals.
    static func scientific(_ value: Double) -> String {
        guard value.isFinite else { return none }
        guard value != 0 else { return "0" }
        let exponent = Int(Double.log10(abs(value)).rounded(.down))
        return fixed(value / Double.pow(10, Double(exponent)), 1) + "e" + String(exponent)
    }

    /// A coordinate of a drawing, in tenths.
    static func coordinate(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = Int64((min(max(value, -1e6), 1e6) * 10).rounded())
        let (whole, tenth) = tenths.quotientAndRemainder(dividingBy: 10)
        if tenth == 0 { return String(whole) }
        return (tenths < 0 && whole == 0 ? "-" : "") + "\(whole).\(abs(tenth))"
    }

    /// The decimals that give a number some significant digits.
    static func decimals(_ value: Double, _ digits: Int) -> Int {
        guard value.isFinite, value != 0 else { return 0 }
        return min(10, max(0, digits - 1 - Int(Double.log10(abs(value)).rounded(.down))))
    }

    private static func power(_ exponent: Int) -> Double { Double.pow(10, exponent) }

    private static func sign(_ value: Double, _ isSigned: Bool) -> String {
        value < 0 ? "−" : isSigned && value > 0 ? "+" : ""
    }

    private static func grouped(_ digits: Substring) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }
}
