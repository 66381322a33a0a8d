/// The values of one column in one row group, as they stand in the file.
struct ColumnChunk {
    /// The most rows of a page.
    private static let pageRows = 1 << 16

    let column: ParquetColumn
    let rows: Int
    let statistics: ColumnStatistics
    private let compression: ParquetCompression
    private(set) var bytes: [UInt8] = []
    /// The size that the pages with their headers would have without compression.
    private(set) var plainSize = 0
    /// How long the page of the dictionary is; nil if there is none.
    private(set) var dictionarySize: Int?

    /// Writes the pages of a column.
    ///
    /// - Throws: ``ParquetError``.
    init(
        _ column: ParquetColumn, _ vector: ParquetVector, _ compression: ParquetCompression
    ) throws(ParquetError) {
        self.column = column
        self.compression = compression
        rows = vector.count
        statistics = ColumnStatistics(of: vector)
        if case .words(_, let words) = vector.values { try appendDictionary(words) }
        for start in stride(from: 0, to: rows, by: Self.pageRows) {
            try appendPage(vector, start..<min(rows, start + Self.pageRows))
        }
    }

    private mutating func appendDictionary(_ words: [String]) throws(ParquetError) {
        var page: [UInt8] = []
        for word in words { PageEncoder.append(word, to: &page) }
        try append(page, kind: 2) { header in
            header.structure(7) { dictionary in
                dictionary.int32(1, words.count)
                dictionary.int32(2, Encoding.plain.rawValue)
            }
        }
        dictionarySize = bytes.count
    }

    private mutating func appendPage(_ vector: ParquetVector, _ rows: Range<Int>) throws(ParquetError) {
        var page: [UInt8] = []
        page.reserveCapacity(9 * rows.count)
        if column.isOptional { page = PageEncoder.levels(vector.present?[rows], rows: rows.count) }
        PageEncoder.append(vector, rows: rows, to: &page)
        let encoding: Encoding = dictionarySize == nil ? .plain : .dictionary
        try append(page, kind: 0) { header in
            header.structure(5) { data in
                data.int32(1, rows.count)
                data.int32(2, encoding.rawValue)
                data.int32(3, Encoding.hybrid.rawValue)
                data.int32(4, Encoding.hybrid.rawValue)
            }
        }
    }

    private mutating func append(
        _ page: [UInt8], kind: Int, details: (inout ThriftWriter) -> Void
    ) throws(ParquetError) {
        guard page.count < 1 << 31 else {
            throw .pageTooLarge(column: column.name, bytes: page.count)
        }
        let packed = try compression.packed(page)
        let header = ThriftWriter.structure { header in
            header.int32(1, kind)
            header.int32(2, page.count)
            header.int32(3, packed.count)
            details(&header)
        }
        plainSize += header.count + page.count
        bytes += header
        bytes += packed
    }

    /// The numbers of the encodings that are used.
    private enum Encoding: Int {
        case plain = 0
        case hybrid = 3
        case dictionary = 8
    }

    /// What the footer says of this chunk, whose first byte is at an offset of the file.
    func record(at offset: Int) -> ChunkRecord {
        let encodings: [Encoding] = [.plain, .hybrid] + (dictionarySize == nil ? [] : [.dictionary])
        return ChunkRecord(
            column: column, codec: compression.codec, encodings: encodings.map(\.rawValue), rows: rows,
            offset: offset, size: bytes.count, plainSize: plainSize, dictionarySize: dictionarySize,
            statistics: statistics)
    }
}
