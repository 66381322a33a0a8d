import Candles
import Parquet

/// One table of an export: where it belongs, its columns, and where its rows come from.
struct ExportTable: Sendable {
    /// Where rows come from.
    enum Source: Sendable {
        /// They are here, a vector for each column.
        case held([ParquetVector])
        /// They are the candles of a series, read from the store a stretch at a time.
        case candles(CandleQuery)
    }

    /// The path below the export folder without the ending of the format, such as `daily_filled/BTCUSDT`.
    let path: String
    /// The columns that are written.
    let columns: [ExportColumn]
    /// Where the rows come from.
    let source: Source
    /// The number of rows, where it is known without reading them.
    var rows: Int?
    /// Whether a table without rows makes no file.
    var leavesOutEmpty = false

    /// A table of candles that stay in the store until they are written.
    init(path: String, columns: [ExportColumn], candles: CandleQuery, rows: Int? = nil) {
        self.path = path
        self.columns = columns
        source = .candles(candles)
        self.rows = rows
    }

    /// A table of columns that are here, with or without those that say where a row comes from.
    init(path: String, hasProvenance: Bool = true, _ fields: [(column: ExportColumn, values: ParquetVector)])
    {
        let kept = fields.filter { hasProvenance || !$0.column.isProvenance }
        self.path = path
        columns = kept.map(\.column)
        source = .held(kept.map(\.values))
        rows = kept.first?.values.count ?? 0
    }
}

extension ParquetVector {
    /// Numbers that may be unknown.
    static func numbers(_ values: [Double?]) -> ParquetVector { .known(values.map { $0 ?? .nan }) }

    /// Whole numbers that may be unknown.
    static func wholes(_ values: [Int64?]) -> ParquetVector {
        ParquetVector(
            .int64s(values.map { $0 ?? 0 }), present: values.contains(nil) ? values.map { $0 != nil } : nil)
    }

    /// Days.
    static func days(_ values: [UTCDay]) -> ParquetVector { ParquetVector(.int32s(values.map(\.number))) }

    /// Instants.
    static func times(_ values: [OpenTime]) -> ParquetVector {
        ParquetVector(.int64s(values.map(\.milliseconds)))
    }

    /// Words that come again and again.
    static func words(_ values: [String]) -> ParquetVector {
        var words: [String] = []
        var indexes: [String: Int32] = [:]
        let rows = values.map { value -> Int32 in
            if let index = indexes[value] { return index }
            indexes[value] = Int32(words.count)
            words.append(value)
            return Int32(words.count - 1)
        }
        return ParquetVector(.words(rows, of: words))
    }

    /// One word in every row.
    static func word(_ value: String, count: Int) -> ParquetVector {
        ParquetVector(.words([Int32](repeating: 0, count: count), of: [value]))
    }
}
