/// Why a file could not be understood as candles.
public enum CandleFileError: Error, Hashable, Sendable {
    /// There is no row.
    case empty
    /// The bytes are no text in UTF-8; what they look like.
    case notText(String)
    /// The columns were found, but some that are needed are not among them.
    case missingColumns(found: [String], missing: [CandleField])
    /// Two columns say the same.
    case repeatedColumn(CandleField)
    /// There is no header, and the number of columns says nothing.
    case unknownColumns(count: Int, row: String)
    /// A list of columns does not fit the rows.
    case columnCount(named: Int, found: Int)
    /// A name in a list of columns is unknown.
    case columnName(String)
    /// The first time in the file is none between 2009 and 2100.
    case timeUnit(String)
    /// The steps between the rows are no interval of the exchange.
    case unknownInterval(step: Int64?)
    /// The rows are closer to each other than the interval that was named.
    case intervalMismatch(named: Interval, found: Interval)
}

extension CandleFileError: CustomStringConvertible {
    private static let names =
        (CandleField.needed + CandleField.allCases.filter { !CandleField.needed.contains($0) })
        .map(\.name).joined(separator: ", ")

    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .empty: "there is no row in it."
        case .notText(let kind): "it is \(kind), not CSV text in UTF-8."
        case .missingColumns(let found, let missing):
            "the columns are \(found.joined(separator: ", ")); missing \(missing.count == 1 ? "is" : "are")"
                + " \(missing.map(\.name).joined(separator: ", "))."
        case .repeatedColumn(let field): "two columns are \(field.name)."
        case .unknownColumns(let count, let row):
            "it has \(count) column\(count == 1 ? "" : "s") and no header; the first row is \"\(row)\"."
        case .columnCount(let named, let found):
            "\(named) columns were named, but the rows have \(found)."
        case .columnName(let name): "\"\(name)\" is not a column that candles have."
        case .timeUnit(let text): "the first time is \"\(text)\", which is none between 2009 and 2100."
        case .unknownInterval(let step):
            step.map { "the rows are \($0) ms apart, which is no interval." }
                ?? "it has too few rows to tell their interval."
        case .intervalMismatch(let named, let found):
            "its rows are \(found) apart, but the interval was said to be \(named)."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .empty: "Check that the download or the export was complete."
        case .notText: "Give a CSV file, as it is or compressed with gzip or zip."
        case .missingColumns, .unknownColumns, .repeatedColumn:
            "Say what the columns are, for example --columns open_time,open,high,low,close,volume, with - for"
                + " one to leave out. Needed are \(CandleField.needed.map(\.name).joined(separator: ", "))."
        case .columnCount: "Name every column, with - for one to leave out."
        case .columnName: "The names are \(Self.names), and - for a column to leave out."
        case .timeUnit: "Say the unit with --time-unit s, ms or us, or which column it is with --columns."
        case .unknownInterval, .intervalMismatch:
            "Say the interval with --interval, for example --interval 1m."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
