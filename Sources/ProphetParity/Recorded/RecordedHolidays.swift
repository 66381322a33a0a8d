import ProphetEngine
import ProphetInterchange

/// Reads a recorded table of holidays: an object of columns, or an array of rows.
enum RecordedHolidays {
    /// Reads the holidays; null is none.
    static func read(_ json: JSONValue) throws(ParityError) -> [Holiday] {
        if json.isNull { return [] }
        if let rows = json.elements {
            var holidays: [Holiday] = []
            for row in rows {
                holidays.append(
                    try holiday(
                        name: row.member("holiday"), ds: row.member("ds"), lower: row["lower_window"],
                        upper: row["upper_window"], scale: row["prior_scale"]))
            }
            return holidays
        }
        let names = try json.member("holiday").array("holidays.holiday")
        let times = try json.member("ds").array("holidays.ds")
        let lower = try column(json["lower_window"], "lower_window", count: names.count)
        let upper = try column(json["upper_window"], "upper_window", count: names.count)
        let scales = try column(json["prior_scale"], "prior_scale", count: names.count)
        guard times.count == names.count else {
            throw .malformed("holidays.ds must have \(names.count) rows, had \(times.count)")
        }
        var holidays: [Holiday] = []
        for row in names.indices {
            holidays.append(
                try holiday(
                    name: names[row], ds: times[row], lower: lower[row], upper: upper[row], scale: scales[row]
                ))
        }
        return holidays
    }

    private static func column(
        _ json: JSONValue, _ what: String, count: Int
    ) throws(ParityError) -> [JSONValue] {
        guard !json.isNull else { return [JSONValue](repeating: .null, count: count) }
        let values = try json.array("holidays.\(what)")
        guard values.count == count else {
            throw .malformed("holidays.\(what) must have \(count) rows, had \(values.count)")
        }
        return values
    }

    private static func holiday(
        name: JSONValue, ds: JSONValue, lower: JSONValue, upper: JSONValue, scale: JSONValue
    ) throws(ParityError) -> Holiday {
        let scale = try scale.optionalNumber("holidays.prior_scale")
        return Holiday(
            try name.text("holidays.holiday"),
            ds: try RecordedTime(ds, "holidays.ds").milliseconds,
            lowerWindow: try window(lower, "holidays.lower_window"),
            upperWindow: try window(upper, "holidays.upper_window"),
            priorScale: scale.flatMap { $0.isNaN ? nil : $0 })
    }

    /// A window in days; missing counts as 0.
    private static func window(_ json: JSONValue, _ what: String) throws(ParityError) -> Int {
        if case .number(let number) = json, number.isNaN { return 0 }
        return json.isNull ? 0 : try json.integer(what)
    }
}
