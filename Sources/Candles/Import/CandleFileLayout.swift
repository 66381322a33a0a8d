/// How the rows of a candle file are to be read: its columns, its separator, the unit of its times.
///
///     let layout = try CandleFileLayout(sample: firstBytes, isWhole: false)
///     print(layout)  // 6 columns separated by commas, with a header: timestamp in seconds, open, high, low, ...
public struct CandleFileLayout: Hashable, Sendable {
    /// What each column says; nil for one that is left out.
    public let fields: [CandleField?]
    /// The names of the columns: the header's, or those of the fields.
    public let names: [String]
    /// The numbers of fields that a row may have.
    public let fieldCounts: ClosedRange<Int>
    /// The byte between two fields.
    public let separator: UInt8
    /// The unit of the times if it was said; nil if each time shows it by its size, or is a date.
    public let timeUnit: FileTimeUnit?
    /// The line with the names, without its end; empty if there is none.
    public let header: [UInt8]
    /// The number of bytes before the first row.
    public let dataOffset: Int
    /// The number of lines before the first row.
    public let dataLine: Int
    /// The first time as the file writes it.
    let firstTime: String
    /// The unit of the first time, nil if it is a date.
    let firstUnit: FileTimeUnit?

    /// The columns that are left out, by name.
    public var ignored: [String] { zip(fields, names).filter { $0.0 == nil }.map(\.1) }

    /// Whether a field has a column.
    public func has(_ field: CandleField) -> Bool { fields.contains(field) }
}

extension CandleFileLayout: CustomStringConvertible {
    /// What was understood, in one sentence without its end.
    public var description: String {
        let mark =
            switch separator {
            case 0x2C: "commas"
            case 0x3B: "semicolons"
            default: "tabs"
            }
        let columns = zip(fields, names).compactMap { field, name -> String? in
            guard let field else { return nil }
            let known = name == field.name || name.isEmpty ? field.name : "\(name) (\(field.name))"
            guard field == .openTime else { return known }
            return known + (firstUnit.map { " in \($0.name)" } ?? " as a date in UTC")
        }
        let rest = ignored.isEmpty ? "" : "; left out: \(ignored.joined(separator: ", "))"
        return
            "\(fields.count) columns separated by \(mark), \(header.isEmpty ? "no header" : "with a header"): "
            + columns.joined(separator: ", ") + rest
    }
}
