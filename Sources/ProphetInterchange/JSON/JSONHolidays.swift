import ProphetEngine

/// The table of holidays in a saved model.
enum JSONHolidays {
    /// Reads the holidays.
    static func holidays(_ field: JSONField) throws(InterchangeError) -> [Holiday] {
        let table = try JSONTable(field)
        let names = try table.column("holiday")
        let times = try table.column("ds")
        let lower = table.optionalColumn("lower_window")
        let upper = table.optionalColumn("upper_window")
        let scales = table.optionalColumn("prior_scale")
        var result: [Holiday] = []
        result.reserveCapacity(names.count)
        for row in names.indices {
            var holiday = Holiday(try names[row].text(), ds: try times[row].time())
            // A row that lacks either window has none.
            if let lower = lower?[row], let upper = upper?[row], !isMissing(lower), !isMissing(upper) {
                holiday.lowerWindow = try lower.integer()
                holiday.upperWindow = try upper.integer()
            }
            if let scale = scales?[row], !isMissing(scale) { holiday.priorScale = try scale.number() }
            result.append(holiday)
        }
        return result
    }

    private static func isMissing(_ field: JSONField) -> Bool {
        if case .number(let number) = field.value { return number.isNaN }
        return field.isNull
    }

    /// Writes the holidays, or null if there are none.
    static func write(_ holidays: [Holiday], to writer: inout JSONWriter) throws(InterchangeError) {
        guard !holidays.isEmpty else { return writer.null() }
        let hasWindows = holidays.contains { $0.lowerWindow != 0 || $0.upperWindow != 0 }
        let hasScales = holidays.contains { $0.priorScale != nil }
        var columns: [JSONColumn] = [
            .init("holiday", .text) { $1.text(holidays[$0].name) },
            .init("ds", .datetime) { $1.time(midnight(holidays[$0].ds)) },
        ]
        if hasWindows {
            columns += [
                .init("lower_window", .integer) { $1.integer(holidays[$0].lowerWindow) },
                .init("upper_window", .integer) { $1.integer(holidays[$0].upperWindow) },
            ]
        }
        if hasScales {
            columns.append(
                .init("prior_scale", .number) { row, writer in
                    if let scale = holidays[row].priorScale { writer.number(scale) } else { writer.null() }
                })
        }
        try JSONColumn.writeTable(columns, rows: holidays.count, to: &writer)
    }

    private static func midnight(_ time: Int64) -> Int64 {
        CivilDate.floorDivide(time, CivilDate.milliseconds) * CivilDate.milliseconds
    }
}
