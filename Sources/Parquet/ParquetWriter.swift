/// Writes a flat table as a Parquet file, a row group at a time.
///
/// The bytes of each call follow those of the call before; what is kept between calls is only what the footer will
/// say, so the memory does not grow with the rows but with the row groups, by about 100 bytes for each column.
///
///     var writer = ParquetWriter(columns: [ParquetColumn("day", .date), ParquetColumn("close", .double)])
///     for batch in batches { file.write(try writer.rowGroup(batch)) }
///     file.write(writer.finish())
///
/// Values are in the PLAIN encoding or, for words, in a dictionary; pages are of the first version, which every
/// reader knows. The same rows in the same groups give the same bytes.
///
/// Source: Apache Parquet format 2.10, parquet.thrift.
public struct ParquetWriter: Sendable {
    private struct RowGroup {
        let rows: Int
        let chunks: [ChunkRecord]
    }

    private static let magic = Array("PAR1".utf8)

    /// The columns, in the order of the file.
    public let columns: [ParquetColumn]
    private let compression: ParquetCompression
    private let metadata: [(key: String, value: String)]
    private let creator: String
    private var groups: [RowGroup] = []
    private var size = 0

    /// A file without rows.
    ///
    /// - Parameters:
    ///   - columns: The columns; at least one, with different names.
    ///   - compression: How the pages are compressed.
    ///   - metadata: What the file says of itself, for readers that look for it.
    ///   - creator: The program that the file is from, with its version.
    public init(
        columns: [ParquetColumn], compression: ParquetCompression = .zstd,
        metadata: [(key: String, value: String)] = [], creator: String = "candlecast"
    ) {
        precondition(
            !columns.isEmpty && Set(columns.map(\.name)).count == columns.count,
            "columns must have different names, were \(columns.map(\.name))")
        self.columns = columns
        self.compression = compression
        self.metadata = metadata
        self.creator = creator
    }

    /// The bytes of the next rows.
    ///
    /// A group should have some 100,000 rows: readers take groups in parallel and skip those whose bounds do not
    /// fit. A group without rows gives no bytes.
    ///
    /// - Parameter vectors: The values of every column, in the order of the columns, equally many of each.
    /// - Returns: What is to be appended to the file.
    /// - Throws: ``ParquetError``; the file is then not to be used.
    /// - Complexity: O(rows).
    public mutating func rowGroup(_ vectors: [ParquetVector]) throws(ParquetError) -> [UInt8] {
        precondition(
            vectors.count == columns.count, "\(columns.count) columns were wanted, was \(vectors.count)")
        let rows = vectors[0].count
        for (column, vector) in zip(columns, vectors) {
            precondition(
                vector.count == rows && vector.fits(column),
                "\(column.name) must have \(rows) values of \(column.kind), was \(vector.count) other ones")
        }
        guard rows > 0 else { return [] }
        var bytes = head()
        var chunks: [ChunkRecord] = []
        for (column, vector) in zip(columns, vectors) {
            let chunk = try ColumnChunk(column, vector, compression)
            chunks.append(chunk.record(at: size + bytes.count))
            bytes += chunk.bytes
        }
        groups.append(RowGroup(rows: rows, chunks: chunks))
        size += bytes.count
        return bytes
    }

    /// The bytes that end the file.
    public mutating func finish() -> [UInt8] {
        var bytes = head()
        let footer = ThriftWriter.structure(writeFooter)
        bytes += footer
        bytes.append32(footer.count)
        bytes += Self.magic
        size += bytes.count
        return bytes
    }

    /// The first bytes of the file, if they are not yet written.
    private func head() -> [UInt8] { size == 0 ? Self.magic : [] }

    private func writeFooter(_ footer: inout ThriftWriter) {
        footer.int32(1, 2)
        footer.list(2, count: columns.count + 1, of: .structure)
        footer.element { root in
            root.text(4, "schema")
            root.int32(5, columns.count)
        }
        for column in columns { footer.element(column.write) }
        footer.int64(3, groups.reduce(0) { $0 + $1.rows })
        footer.list(4, count: groups.count, of: .structure)
        for group in groups { footer.element { write(group, to: &$0) } }
        if !metadata.isEmpty {
            footer.list(5, count: metadata.count, of: .structure)
            for pair in metadata {
                footer.element { entry in
                    entry.text(1, pair.key)
                    entry.text(2, pair.value)
                }
            }
        }
        footer.text(6, creator)
        // Every column is ordered as its type is; without this, readers do not use the bounds.
        footer.list(7, count: columns.count, of: .structure)
        for _ in columns { footer.element { $0.structure(1) } }
    }

    private func write(_ group: RowGroup, to footer: inout ThriftWriter) {
        footer.list(1, count: group.chunks.count, of: .structure)
        for chunk in group.chunks { footer.element(chunk.write) }
        footer.int64(2, group.chunks.reduce(0) { $0 + $1.plainSize })
        footer.int64(3, group.rows)
        if let first = group.chunks.first { footer.int64(5, first.offset) }
        footer.int64(6, group.chunks.reduce(0) { $0 + $1.size })
    }
}
