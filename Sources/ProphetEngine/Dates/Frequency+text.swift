extension Frequency: CustomStringConvertible {
    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// The units without an anchor.
    private static let plainUnits: [String: Unit] = [
        "ms": .millisecond, "L": .millisecond, "s": .second, "S": .second, "min": .minute, "T": .minute,
        "h": .hour, "H": .hour, "D": .day, "d": .day, "B": .businessDay,
        "MS": .month(.first), "M": .month(.last), "ME": .month(.last),
        "BMS": .month(.firstBusinessDay), "BM": .month(.lastBusinessDay), "BME": .month(.lastBusinessDay),
    ]

    /// The day of the quarters and years that an alias stands for.
    private static func anchoredDay(_ alias: Substring) -> DayInMonth? {
        switch alias {
        case "Q", "QE", "Y", "YE", "A": .last
        case "QS", "YS", "AS": .first
        case "BQ", "BQE", "BY", "BYE", "BA": .lastBusinessDay
        case "BQS", "BYS", "BAS": .firstBusinessDay
        default: nil
        }
    }

    /// Reads a frequency as pandas writes it.
    ///
    /// Known are `ms`, `s`, `min`, `h`, `D`, `B` (Monday to Friday), `W` and `W-MON` to `W-SUN` (`W` is
    /// `W-SUN`), `MS` and `M` or `ME` (month start and end), `QS` and `Q` or `QE`, `YS` and `Y` or `YE`, the
    /// last four also with a month, such as `QS-FEB`; `BMS`, `BME`, `BQS`, `BQE`, `BYS`, `BYE` for business
    /// days, and `WOM-3TUE` for the third Tuesday of the month. A whole number before it multiplies.
    ///
    /// - Throws: ``ProphetError/frequency(_:)`` for any other text.
    public init(_ text: String) throws(ProphetError) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let count = digits.isEmpty ? 1 : Int(digits) ?? 0
        guard (1...Self.largestCount).contains(count),
            let unit = Self.unit(text.dropFirst(digits.count))
        else { throw .frequency(text) }
        self.init(unit, count: count)
    }

    private static func unit(_ text: Substring) -> Unit? {
        if let unit = plainUnits[String(text)] { return unit }
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let alias = parts.first else { return nil }
        let anchor = parts.count > 1 ? String(parts[1]) : nil
        if alias == "W" {
            guard let anchor else { return .week(.sunday) }
            return Weekday(rawValue: anchor).map { .week($0) }
        }
        if alias == "WOM", let anchor, let number = anchor.first.flatMap({ Int(String($0)) }),
            (1...4).contains(number)
        {
            return Weekday(rawValue: String(anchor.dropFirst())).map { .month(.weekday(number, $0)) }
        }
        guard let day = anchoredDay(alias) else { return nil }
        let isStart = day == .first || day == .firstBusinessDay
        let name = anchor ?? (isStart ? "JAN" : "DEC")
        guard let month = monthNames.firstIndex(of: name) else { return nil }
        let isQuarter = alias.contains("Q")
        return isQuarter ? .quarter(day, month: month + 1) : .year(day, month: month + 1)
    }

    /// The frequency as pandas writes it.
    public var description: String {
        (count > 1 ? "\(count)" : "") + Self.text(unit)
    }

    private static func text(_ unit: Unit) -> String {
        switch unit {
        case .millisecond: "ms"
        case .second: "s"
        case .minute: "min"
        case .hour: "h"
        case .day: "D"
        case .businessDay: "B"
        case .week(let weekday): "W-\(weekday.rawValue)"
        case .month(.weekday(let number, let weekday)): "WOM-\(number)\(weekday.rawValue)"
        case .month(let day): text(day, of: "M")
        case .quarter(let day, let month): "\(text(day, of: "Q"))-\(monthNames[month - 1])"
        case .year(let day, let month): "\(text(day, of: "Y"))-\(monthNames[month - 1])"
        }
    }

    private static func text(_ day: DayInMonth, of unit: String) -> String {
        switch day {
        case .first: "\(unit)S"
        case .last: "\(unit)E"
        case .firstBusinessDay: "B\(unit)S"
        case .lastBusinessDay: "B\(unit)E"
        case .weekday(let number, let weekday): "\(unit)-\(number)\(weekday.rawValue)"
        }
    }
}
