public import ProphetEngine

extension ProphetCSV {
    /// Writes a forecast: `ds` and the columns that Prophet has, in Prophet's order.
    ///
    /// Times at midnight throughout are written as dates. Numbers read back exactly.
    ///
    /// - Complexity: O(n) for n values.
    public static func encode(forecast: ProphetForecast) -> String {
        let columns = forecast.columns
        return encode(
            names: ["ds"] + columns.map(\.name),
            columns: [.times(forecast.ds)] + columns.map { .numbers($0.values) })
    }

    /// Writes a table of columns of equal length.
    ///
    /// - Parameters:
    ///   - names: The names of the columns.
    ///   - columns: As many columns.
    /// - Returns: The table with commas, each line ended by a line feed.
    /// - Complexity: O(n) for n values.
    public static func encode(names: [String], columns: [CSVValues]) -> String {
        let rows = columns.first?.count ?? 0
        precondition(
            names.count == columns.count && columns.allSatisfy { $0.count == rows },
            "\(names.count) columns of \(rows) rows must be given, were \(columns.map(\.count))")
        var bytes: [UInt8] = []
        for (index, name) in names.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(name, to: &bytes)
        }
        bytes.append(0x0A)
        let precisions = columns.map { column -> DateText.Precision in
            if case .times(let times) = column { DateText.Precision(for: times) } else { .day }
        }
        for row in 0..<rows {
            for (index, column) in columns.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                switch column {
                case .times(let times):
                    DateText.append(times[row], precisions[index], separator: 0x20, to: &bytes)
                case .numbers(let numbers) where numbers[row].isNaN: continue
                case .numbers(let numbers): NumberText.append(numbers[row], to: &bytes)
                case .texts(let texts): append(texts[row], to: &bytes)
                }
            }
            bytes.append(0x0A)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a text, in quotes if it would not read back without.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let needsQuotes =
            text.utf8.contains { [UInt8]("\",;\t\r\n".utf8).contains($0) } || text.hasPrefix(" ")
            || text.hasSuffix(" ")
        guard needsQuotes else { return bytes.append(contentsOf: text.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
