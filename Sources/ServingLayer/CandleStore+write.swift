public import Candles

extension CandleStore {
    /// Writes a batch in one transaction: joins candles, adds coverage, moves offsets, refreshes the daily view.
    ///
    /// Versions that the join does not let in, and answers that are known, write nothing. A damaged chunk that the
    /// batch meets is set aside and its range counts as never asked for; the summary names it.
    ///
    /// - Returns: What changed; durable when this returns.
    /// - Throws: ``StoreError``; then nothing of the batch was kept. ``StoreError/fenced(position:expected:found:)``
    ///   if an offset is not the expected one.
    /// - Precondition: Open times are between 1970 and 4840.
    public func write(_ batch: StoreBatch) async throws(StoreError) -> WriteSummary {
        guard !batch.isEmpty else { return WriteSummary() }
        return try await writing { db in
            var transaction = StoreTransaction(db)
            try transaction.apply(batch)
            return transaction.summary
        }
    }

    /// Makes all daily rows of a symbol again; they are those that the writes before have left.
    public func refreshDaily(_ symbol: Symbol) async throws(StoreError) -> DailySummary {
        try await writing { db in
            var transaction = StoreTransaction(db)
            if try DailyTable.exists(db) {
                try transaction.refresh(symbol, nil)
            } else {
                try transaction.rebuildDaily()
            }
            var summary = DailySummary(try DailyTable(db: db, symbol: symbol).rows())
            summary.setAside = transaction.summary.setAside
            return summary
        }
    }

    /// Sets damaged chunks aside: their bytes are kept in a table of their own, and their range counts as never
    /// asked for, so that the next backfill fetches it again.
    ///
    /// - Parameter chunks: What ``verify()`` found; a chunk that can be read after all is left where it is.
    /// - Returns: The chunks that were set aside.
    /// - Throws: ``StoreError``; then nothing was changed.
    @discardableResult
    public func setAside(_ chunks: [DamagedChunk]) async throws(StoreError) -> [DamagedChunk] {
        guard !chunks.isEmpty else { return [] }
        return try await writing { db in
            var transaction = StoreTransaction(db)
            try transaction.setAside(chunks)
            return transaction.summary.setAside
        }
    }
}
