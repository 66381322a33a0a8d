public import ProphetEngine

/// Tables of text with a header: histories, rows to forecast, holidays, forecasts.
///
/// Cells are separated by commas, semicolons or tabs, whichever the header has, and may be quoted as RFC 4180
/// says; the text is UTF-8. Empty cells and the words that pandas takes for it (`NaN`, `NA`, `null`, …) are
/// missing values. Dates are written as ``DateText`` says.
public enum ProphetCSV {
    /// Reads a history: the columns of times and values, and whatever else has a role.
    ///
    /// - Parameters:
    ///   - bytes: The table. Missing values become NaN; missing times are an error.
    ///   - columns: Which columns are what.
    /// - Returns: The rows in the order of the table.
    /// - Throws: ``InterchangeError`` with the line, the column and the value of what cannot be used.
    /// - Complexity: O(n) for n bytes; memory only for the values.
    public static func decodeHistory(
        _ bytes: [UInt8], columns: CSVColumns = .init()
    ) throws(InterchangeError) -> ProphetHistory {
        let table = try bytes.withUnsafeBufferPointer { (buffer) throws(InterchangeError) in
            try CSVTable(buffer, columns: columns, needsValue: true)
        }
        return ProphetHistory(table.frame, y: table.values(columns.value) ?? [])
    }

    /// Reads rows to forecast: the column of times, and whatever else has a role.
    ///
    /// - Parameters:
    ///   - bytes: The table; a column of values is passed over.
    ///   - columns: Which columns are what.
    /// - Returns: The rows in the order of the table.
    /// - Throws: ``InterchangeError`` with the line, the column and the value of what cannot be used.
    /// - Complexity: O(n) for n bytes; memory only for the values.
    public static func decodeFrame(
        _ bytes: [UInt8], columns: CSVColumns = .init()
    ) throws(InterchangeError) -> ProphetFrame {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InterchangeError) in
            try CSVTable(buffer, columns: columns, needsValue: false).frame
        }
    }

    /// The names of the columns of a table; empty for a column without name.
    ///
    /// - Throws: ``InterchangeError`` when there is no header or two columns have one name.
    public static func header(_ bytes: [UInt8]) throws(InterchangeError) -> [String] {
        try bytes.withUnsafeBufferPointer { (buffer) throws(InterchangeError) in
            try CSVReader(buffer).header
        }
    }
}
