extension CandleFileLayout {
    /// Finds out how a file is to be read.
    ///
    /// A header decides by its names; without one, rows of 5 or 6 columns are time, prices and volume, and rows of 11
    /// or 12 columns those of the exchange. Lines in front of the header that have no columns are left out.
    ///
    /// - Parameters:
    ///   - sample: The beginning of the file, cut where a line ends.
    ///   - symbol: The symbol of the candles, which tells `Volume BTC` from `Volume USDT`.
    ///   - columns: The names of all columns if they are known, `-` for one to leave out.
    ///   - timeUnit: The unit of the times if it is known.
    /// - Throws: ``CandleFileError``.
    /// - Complexity: O(bytes of the sample's first lines).
    public init(
        sample: TextBlock, symbol: Symbol? = nil, columns: [String]? = nil, timeUnit: FileTimeUnit? = nil
    ) throws(CandleFileError) {
        let lines = try withExtendedLifetime(sample) { sample throws(CandleFileError) in
            try SampleLines(sample.lines)
        }
        guard let first = lines.rows.first else { throw .empty }
        separator = lines.separator
        let isHeader = first.isHeader(separator)
        let data = isHeader ? lines.rows.dropFirst().first : first
        guard let data else { throw .empty }
        let rows = (isHeader ? lines.rows.dropFirst() : lines.rows[...]).map { $0.fields(lines.separator) }
        let row = data.fields(separator)
        let headerNames = isHeader ? first.fields(separator) : []
        header = isHeader ? first.bytes : []
        dataOffset = data.offset
        dataLine = data.line
        let found: [CandleField?]
        if let columns {
            found = try Self.named(columns, symbol)
            guard columns.count == row.count || columns.count == row.count - 1 && row.last == "" else {
                throw .columnCount(named: columns.count, found: row.count)
            }
            fieldCounts = columns.count...columns.count
        } else if isHeader {
            found = Self.chosen(headerNames, row, symbol)
            fieldCounts = headerNames.count...headerNames.count
        } else if row.count == 11 || row.count == 12 {
            found = CandleField.exchangeRow + (row.count == 12 ? [nil] : [])
            fieldCounts = 11...12
        } else if row.count == 5 || row.count == 6, Self.looksLikePrices(rows) {
            found = Array([.openTime, .open, .high, .low, .close, .baseVolume].prefix(row.count))
            fieldCounts = row.count...row.count
        } else {
            throw .unknownColumns(count: row.count, row: String(data.text.prefix(80)))
        }
        fields = found
        names =
            headerNames.count == found.count
            ? headerNames : found.enumerated().map { $1?.name ?? "column \($0 + 1)" }
        let missing = CandleField.needed.filter { !found.contains($0) }
        guard missing.isEmpty else { throw .missingColumns(found: names, missing: missing) }
        for field in CandleField.allCases where found.count(where: { $0 == field }) > 1 {
            throw .repeatedColumn(field)
        }
        self.timeUnit = timeUnit
        let timeColumn = found.firstIndex(of: .openTime) ?? 0
        firstTime = timeColumn < row.count ? row[timeColumn] : ""
        firstUnit = try Self.unit(firstTime, timeUnit)
    }

    /// The unit of a time in text, nil for a date.
    private static func unit(_ text: String, _ unit: FileTimeUnit?) throws(CandleFileError) -> FileTimeUnit? {
        var text = text
        let answer: FileTimeUnit?? = text.withUTF8 { bytes in
            if ISOTime.milliseconds(bytes) != nil { return .some(nil) }
            guard let start = bytes.baseAddress,
                case .number(let value) = FieldText(start, count: bytes.count).number(),
                value >= 0, value < 9e15
            else { return nil }
            let number = Int64(value)
            if let unit { return unit.milliseconds(number) == nil ? nil : .some(unit) }
            return FileTimeUnit(of: number).map { .some($0) }
        }
        guard let answer else { throw .timeUnit(String(text.prefix(40))) }
        return answer
    }

    /// The fields of a list of names.
    private static func named(
        _ columns: [String], _ symbol: Symbol?
    ) throws(CandleFileError) -> [CandleField?] {
        var result: [CandleField?] = []
        for name in columns {
            if name == "-" || name == "_" || name.isEmpty {
                result.append(nil)
                continue
            }
            let field = CandleField(name: name, symbol: symbol, hasBaseVolume: result.contains(.baseVolume))
            guard let field else { throw .columnName(name) }
            result.append(field)
        }
        return result
    }

    /// The fields of a header.
    ///
    /// Where several columns could be the open time, one named so comes first, then a number
    /// before a date.
    private static func chosen(_ header: [String], _ row: [String], _ symbol: Symbol?) -> [CandleField?] {
        var result: [CandleField?] = []
        for name in header {
            let field = CandleField(name: name, symbol: symbol, hasBaseVolume: result.contains(.baseVolume))
            let isTaken = field.map { $0 != .openTime && result.contains($0) } ?? false
            result.append(isTaken ? nil : field)
        }
        let times = result.indices.filter { result[$0] == .openTime }
        guard times.count > 1 else { return result }
        func rank(_ column: Int) -> Int {
            if CandleField.plain(header[column]).hasPrefix("open") { return 0 }
            return column < row.count && Double(row[column]) != nil ? 1 : 2
        }
        let best = times.min { (rank($0), $0) < (rank($1), $1) }
        for column in times where column != best { result[column] = nil }
        return result
    }

    /// Whether most rows are a time and four prices that enclose each other.
    private static func looksLikePrices(_ rows: [[String]]) -> Bool {
        let fitting = rows.count { row in
            guard row.count >= 5, isTime(row[0]) else { return false }
            let prices = row[1...4].map { number($0) }
            if prices.allSatisfy({ $0 == nil || $0?.isNaN == true }) { return true }
            guard let open = prices[0], let high = prices[1], let low = prices[2], let close = prices[3]
            else { return false }
            return low <= open && low <= close && open <= high && close <= high
        }
        return fitting * 2 > rows.count
    }

    private static func isTime(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return false }
            return ISOTime.milliseconds(bytes) != nil || FieldText(start, count: bytes.count).time(nil) != nil
        }
    }

    private static func number(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return nil }
            if case .number(let value) = FieldText(start, count: bytes.count).number() { return value }
            return nil
        }
    }
}
