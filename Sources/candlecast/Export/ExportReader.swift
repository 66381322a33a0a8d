import Candles
import Parquet
import ServingLayer

/// Reads the rows of a table from the store, a batch at a time.
struct ExportReader: Sendable {
    /// Rows of a batch of candles: enough to be written fast, few enough to be held.
    private static let batchRows = 32_768

    let store: CandleStore

    /// Calls a body with batches of rows, a vector for each column.
    func forEachBatch(
        of table: ExportTable, _ body: ([ParquetVector]) throws -> Void
    ) async throws {
        switch table.source {
        case .held(let vectors): if vectors.first?.count ?? 0 > 0 { try body(vectors) }
        case .candles(let query):
            try await forEachBatch(of: query) { rows in try body(table.columns.map(rows.vector)) }
        }
    }

    /// The number of rows of a table.
    func count(of table: ExportTable) async throws -> Int {
        if let rows = table.rows { return rows }
        var count = 0
        if case .candles(let query) = table.source {
            try await forEachBatch(of: query) { count += $0.count }
        }
        return count
    }

    private func forEachBatch(of query: CandleQuery, _ body: (CandleRows) throws -> Void) async throws {
        var rows = CandleRows()
        var rollup = query.target.map { CandleRollup(from: query.key.interval, into: $0) }
        try await store.forEachChunk(query.key, in: query.readRange) { columns in
            if rollup == nil {
                rows.append(columns)
            } else {
                for index in 0..<columns.count { rollup?.add(columns.version(at: index), to: &rows) }
            }
            if rows.count >= Self.batchRows {
                try body(rows)
                rows.removeAll()
            }
        }
        rollup?.finish(into: &rows)
        if rows.count > 0 { try body(rows) }
    }
}
