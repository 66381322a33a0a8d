import Parquet

/// Turns the rows of one table into the bytes of a file, batch by batch.
protocol TableEncoder {
    /// What goes before the first row.
    mutating func head() -> [UInt8]
    /// Some rows, a vector for each column.
    mutating func rows(_ vectors: [ParquetVector]) throws -> [UInt8]
    /// What goes after the last row.
    mutating func tail() -> [UInt8]
}

/// Rows as lines of text: CSV, or a JSON object each.
struct LineEncoder: TableEncoder {
    private let columns: [ExportColumn]
    private let style: TextCells.Style
    /// What goes before the value of each column.
    private let lead: [[UInt8]]
    /// What goes after the last value of a row.
    private let end: [UInt8]

    init(_ columns: [ExportColumn], _ style: TextCells.Style) {
        self.columns = columns
        self.style = style
        switch style {
        case .csv:
            lead = columns.indices.map { $0 == 0 ? [] : Array(",".utf8) }
            end = Array("\n".utf8)
        case .json:
            lead = columns.enumerated().map {
                Array("\($0.offset == 0 ? "{" : ",")\"\($0.element.name)\":".utf8)
            }
            end = Array("}\n".utf8)
        }
    }

    func head() -> [UInt8] {
        style == .csv ? Array((columns.map(\.name).joined(separator: ",") + "\n").utf8) : []
    }

    func rows(_ vectors: [ParquetVector]) -> [UInt8] {
        let cells = columns.indices.map { index in
            TextCells(
                columns[index], vectors[index], style, lead: lead[index],
                end: index == columns.count - 1 ? end : [])
        }
        let rows = vectors.first?.count ?? 0
        let size = cells.reduce(TextCursor.slack) { $0 + ($1.ends.last ?? 0) }
        return [UInt8](unsafeUninitializedCapacity: size) { memory, count in
            guard let base = memory.baseAddress else { return }
            var cursor = TextCursor(base)
            withUnsafeCells(cells) { columns in
                for row in 0..<rows {
                    for column in columns {
                        let start = row == 0 ? 0 : column.ends[row - 1]
                        cursor.append(from: column.bytes + start, count: column.ends[row] - start)
                    }
                }
            }
            count = cursor.position - base
        }
    }

    private typealias UnsafeCells = (bytes: UnsafePointer<UInt8>, ends: UnsafePointer<Int>)

    /// Calls a body with the memory of all columns that have rows.
    private func withUnsafeCells(
        _ cells: [TextCells], _ found: [UnsafeCells] = [], _ body: ([UnsafeCells]) -> Void
    ) {
        guard found.count < cells.count else { return body(found) }
        cells[found.count].bytes.withUnsafeBufferPointer { bytes in
            cells[found.count].ends.withUnsafeBufferPointer { ends in
                guard let bytes = bytes.baseAddress, let ends = ends.baseAddress else { return }
                withUnsafeCells(cells, found + [(bytes, ends)], body)
            }
        }
    }

    func tail() -> [UInt8] { [] }
}

/// Rows as a Parquet file, a row group for every batch.
struct ParquetEncoder: TableEncoder {
    private let columns: [ExportColumn]
    private var writer: ParquetWriter

    init(
        _ columns: [ExportColumn], _ compression: ParquetCompression, metadata: [(key: String, value: String)]
    ) {
        self.columns = columns
        let parts = Context.program.split(separator: " ")
        writer = ParquetWriter(
            columns: columns.map(\.parquet), compression: compression, metadata: metadata,
            creator: parts.count == 2 ? "\(parts[0]) version \(parts[1])" : Context.program)
    }

    func head() -> [UInt8] { [] }

    mutating func rows(_ vectors: [ParquetVector]) throws -> [UInt8] {
        try writer.rowGroup(
            zip(columns, vectors).map { column, vector in
                // A figure that is not a number stays one where the column says that all are known.
                column.isOptional ? vector : ParquetVector(vector.values)
            })
    }

    mutating func tail() -> [UInt8] { writer.finish() }
}
