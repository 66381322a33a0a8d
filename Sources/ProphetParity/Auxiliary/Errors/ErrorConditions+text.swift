import ProphetEngine
import ProphetInterchange

extension ErrorConditions {
    /// Conditions of data files, as the reader of CSV files meets them.
    static let textConditions: [String: ErrorCondition] = [
        "missing y": table("ds,z", ds: day, y: number),
        "NaT ds": table(ds: { $0 == 4 ? "" : day($0) }, y: number),
        "timezone ds": table(ds: { day($0) + "T00:00:00+01:00" }, y: number),
        "unparsable ds": table(ds: { $0 == 4 ? "banana" : day($0) }, y: number),
        "string y unparsable": table(ds: day, y: { $0 == 0 ? "a" : number($0) }),
        "string y numeric": table(ds: day) { "\"" + number($0) + "\"" },
        "int yyyymmdd ds": table(ds: { day($0).filter { $0 != "-" } }, y: number),
        "holidays no ds": holidays("holiday,date", "a,2020-01-05"),
        "holidays NaN": holidays("holiday,ds", "a,"),
        "holidays only lower_window": holidays("holiday,ds,lower_window", "a,2020-01-05,-1"),
        "condition non boolean": .attempt {
            let rows = (0..<30).map { "\(day($0)),\(number($0)),\($0 == 3 ? "2" : "1")" }
            _ = try ProphetCSV.decodeHistory(
                bytes("ds,y,c", rows), columns: CSVColumns(conditions: ["c"]))
        },
    ]

    @Sendable private static func day(_ index: Int) -> String {
        DateText.text(ErrorCondition.times(days: 30)[index], .day)
    }

    @Sendable private static func number(_ index: Int) -> String {
        "\(ErrorCondition.history.y[index])"
    }

    private static func bytes(_ header: String, _ rows: [String]) -> [UInt8] {
        Array(([header] + rows).joined(separator: "\n").utf8)
    }

    /// Reads and fits a table of thirty rows.
    private static func table(
        _ header: String = "ds,y", ds: @escaping @Sendable (Int) -> String,
        y: @escaping @Sendable (Int) -> String
    ) -> ErrorCondition {
        .attempt {
            let rows = (0..<30).map { ds($0) + "," + y($0) }
            _ = try ProphetModel().fit(ProphetCSV.decodeHistory(bytes(header, rows)))
        }
    }

    /// Reads a table of holidays.
    private static func holidays(_ header: String, _ row: String) -> ErrorCondition {
        .attempt { _ = try ProphetCSV.decodeHolidays(bytes(header, [row])) }
    }
}
