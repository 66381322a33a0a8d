public import ProphetEngine

extension ProphetCSV {
    /// Reads holidays: the columns `holiday` and `ds`, both or neither of `lower_window` and `upper_window`,
    /// and `prior_scale` if there is one.
    ///
    /// - Parameter bytes: The table. A row that lacks one of its windows has none; one that lacks its name or
    ///   its date is an error.
    /// - Returns: The holidays in the order of the rows.
    /// - Throws: ``InterchangeError`` with the line, the column and the value of what cannot be used.
    /// - Complexity: O(n) for n bytes.
    public static func decodeHolidays(_ bytes: [UInt8]) throws(InterchangeError) -> [Holiday] {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InterchangeError) in
            var reader = try CSVReader(buffer)
            let header = reader.header
            let name = try index(of: "holiday", in: header)
            let day = try index(of: "ds", in: header)
            let lower = header.firstIndex(of: "lower_window")
            let upper = header.firstIndex(of: "upper_window")
            if lower == nil, upper != nil { throw .columnMissing("lower_window", found: header) }
            if upper == nil, lower != nil { throw .columnMissing("upper_window", found: header) }
            let scale = header.firstIndex(of: "prior_scale")
            var result: [Holiday] = []
            var cells: [CSVCell] = []
            while try reader.nextRow(into: &cells) {
                guard cells.count == header.count else {
                    throw .rowWidth(line: reader.line, cells: cells.count, columns: header.count)
                }
                if CSVValue.isMissing(cells[name].bytes(in: buffer)) {
                    throw reader.fault(.missing, cells[name], column: name)
                }
                let text = cells[name].text(in: buffer)
                let time = try value(day, cells, reader) { (cell) throws(CellFault) in
                    try CSVValue.time(cell.bytes(in: buffer))
                }
                var holiday = Holiday(text, ds: time)
                if let lower, let upper {
                    let first = try value(lower, cells, reader) { (cell) throws(CellFault) in
                        try days(cell.bytes(in: buffer), isBefore: true)
                    }
                    let last = try value(upper, cells, reader) { (cell) throws(CellFault) in
                        try days(cell.bytes(in: buffer), isBefore: false)
                    }
                    if let first, let last {
                        holiday.lowerWindow = first
                        holiday.upperWindow = last
                    }
                }
                if let scale {
                    let number = try value(scale, cells, reader) { (cell) throws(CellFault) in
                        try CSVValue.number(cell.bytes(in: buffer))
                    }
                    holiday.priorScale = number.isNaN ? nil : number
                }
                result.append(holiday)
            }
            return result
        }
    }

    private static func index(of name: String, in header: [String]) throws(InterchangeError) -> Int {
        guard let index = header.firstIndex(of: name) else { throw .columnMissing(name, found: header) }
        return index
    }

    private static func days(
        _ bytes: UnsafeBufferPointer<UInt8>, isBefore: Bool
    ) throws(CellFault) -> Int? {
        guard let days = try CSVValue.days(bytes) else { return nil }
        guard isBefore ? days <= 0 : days >= 0 else { throw .windowSide }
        return days
    }

    private static func value<Value>(
        _ column: Int, _ cells: [CSVCell], _ reader: CSVReader,
        _ read: (CSVCell) throws(CellFault) -> Value
    ) throws(InterchangeError) -> Value {
        do {
            return try read(cells[column])
        } catch {
            throw reader.fault(error, cells[column], column: column)
        }
    }
}
