import Parquet

/// A column of an exported table: what it is called and how its values are written.
struct ExportColumn: Hashable, Sendable {
    /// What the values are, whatever the format.
    enum Kind: Hashable, Sendable {
        /// Words without commas, quotes or line ends.
        case text
        /// A whole number.
        case whole
        /// A number; the shortest decimal text that reads back as the same.
        case number
        /// True or false; 1 or 0 in CSV.
        case flag
        /// A UTC day, `YYYY-MM-DD`.
        case day
        /// An instant, in milliseconds in CSV, as the exchange has it; ISO 8601 in JSON.
        case milliseconds
        /// An instant in ISO 8601.
        case instant
    }

    /// The name.
    let name: String
    /// What the values are.
    let kind: Kind
    /// Whether a value may be unknown.
    var isOptional = false
    /// Whether the column says where a row comes from, and so may be left out.
    var isProvenance = false

    /// A column whose values are always known.
    init(_ name: String, _ kind: Kind, isOptional: Bool = false, isProvenance: Bool = false) {
        self.name = name
        self.kind = kind
        self.isOptional = isOptional
        self.isProvenance = isProvenance
    }

    /// The same column of a Parquet file.
    var parquet: ParquetColumn {
        let parquetKind: ParquetColumn.Kind =
            switch kind {
            case .text: .string
            case .whole: .int64
            case .number: .double
            case .flag: .boolean
            case .day: .date
            case .milliseconds, .instant: .timestamp
            }
        return ParquetColumn(name, parquetKind, isOptional: isOptional)
    }
}
