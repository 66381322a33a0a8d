import Candles
import Foundation

/// Numbers as people read them in a terminal; files use ``Decimal`` instead.
enum NumberText {
    /// A price with thousands separators and about five significant digits.
    static func price(_ value: Double) -> String {
        let magnitude = value > 0 ? Int(log10(value).rounded(.down)) : 0
        return grouped(value, places: min(8, max(0, 4 - magnitude)))
    }

    /// A whole number with thousands separators.
    static func count(_ value: some BinaryInteger) -> String { grouped(Double(value), places: 0) }

    /// A fraction as a percentage.
    static func percent(_ fraction: Double, places: Int = 1) -> String {
        grouped(fraction * 100, places: places) + " %"
    }

    /// A number with a fixed number of decimals.
    static func grouped(_ value: Double, places: Int) -> String {
        guard value.isFinite else { return "-" }
        let text = String(format: "%.\(places)f", abs(value))
        let whole = text.prefix { $0 != "." }
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return (value < 0 && text.contains { $0 != "0" && $0 != "." } ? "-" : "") + result
            + text.dropFirst(whole.count)
    }
}
