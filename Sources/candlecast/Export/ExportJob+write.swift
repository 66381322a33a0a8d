import Foundation
import Parquet
import ServingLayer

extension ExportJob {
    /// How tables become bytes.
    struct Target: Sendable {
        /// The format of the files.
        var format = ExportFormat.csv
        /// How Parquet pages are compressed.
        var compression = ParquetCompression.zstd

        /// An encoder of one table.
        func encoder(of table: ExportTable) -> any TableEncoder {
            switch format {
            case .csv: LineEncoder(table.columns, .csv)
            case .jsonl: LineEncoder(table.columns, .json)
            case .parquet:
                ParquetEncoder(
                    table.columns, compression, metadata: [("candlecast.table", table.path)])
            }
        }
    }

    /// Calls a body with the bytes of a table, piece by piece; answers the rows.
    private static func encode(
        _ table: ExportTable, as target: Target, from store: CandleStore, _ body: ([UInt8]) throws -> Void
    ) async throws -> Int {
        var encoder = target.encoder(of: table)
        var rows = 0
        try body(encoder.head())
        try await ExportReader(store: store).forEachBatch(of: table) { vectors in
            rows += vectors.first?.count ?? 0
            try body(encoder.rows(vectors))
        }
        try body(encoder.tail())
        return rows
    }

    /// Writes a table as a file below a folder, whole or not at all; nil if it is empty and then makes no file.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``, ``StoreError``.
    static func write(
        _ table: ExportTable, as target: Target, below folder: String, from store: CandleStore
    ) async throws -> Written? {
        let path = "\(table.path).\(target.format.fileExtension)"
        let file = try ExportFile(path: "\(folder)/\(path)")
        defer { file.discard() }
        let rows: Int
        do {
            rows = try await encode(table, as: target, from: store) { try file.append($0) }
        } catch let error as ParquetError {
            throw ProgramError.cannotWrite(path: "\(folder)/\(path)", reason: error.problem)
        }
        if rows == 0, table.leavesOutEmpty { return nil }
        try file.finish()
        return Written(path: path, rows: rows, bytes: file.size)
    }

    /// Writes a table to stdout.
    static func print(_ table: ExportTable, as target: Target, from store: CandleStore) async throws {
        _ = try await encode(table, as: target, from: store) { bytes in
            StandardStream.output.write(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Writes small files below a folder, each whole or not at all.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``.
    static func write(_ files: [CSVFile], below folder: String) throws {
        for file in files { try write(file.text, to: folder + "/" + file.path) }
    }

    /// Writes a text file whole or not at all, with the folders that it needs.
    ///
    /// - Throws: ``ProgramError/cannotWrite(path:reason:)``.
    static func write(_ text: String, to path: String) throws {
        let file = try ExportFile(path: path)
        try file.append(Array(text.utf8))
        try file.finish()
    }
}
