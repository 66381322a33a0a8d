/// What the footer says of one column in one row group.
struct ChunkRecord {
    let column: ParquetColumn
    let codec: Int
    let encodings: [Int]
    let rows: Int
    /// Where its first byte stands in the file.
    let offset: Int
    let size: Int
    let plainSize: Int
    let dictionarySize: Int?
    let statistics: ColumnStatistics

    /// Writes the fields of the format's ColumnChunk.
    func write(to footer: inout ThriftWriter) {
        // The old field for metadata that stands apart from the footer; there is none.
        footer.int64(2, 0)
        footer.structure(3) { meta in
            meta.int32(1, column.kind.physicalType)
            meta.list(2, count: encodings.count, of: .int32)
            for encoding in encodings { meta.intElement(encoding) }
            meta.list(3, count: 1, of: .binary)
            meta.binaryElement(Array(column.name.utf8))
            meta.int32(4, codec)
            meta.int64(5, rows)
            meta.int64(6, plainSize)
            meta.int64(7, size)
            meta.int64(9, offset + (dictionarySize ?? 0))
            if dictionarySize != nil { meta.int64(11, offset) }
            meta.structure(12) { known in
                known.int64(3, statistics.absent)
                if let bounds = statistics.bounds {
                    known.binary(5, bounds.max)
                    known.binary(6, bounds.min)
                }
            }
        }
    }
}
