import ServingLayer

/// Writes the chunks of several tasks to the store, many in one transaction, one transaction at a time.
///
/// A task that hands in chunks goes on at once, unless a transaction is running and as many chunks wait as make the
/// next: so little is held in memory.
actor ChunkWriter {
    /// The number of chunks of a transaction.
    static let chunksPerWrite = 64

    private let store: CandleStore
    private var waiting: [PreparedChunk] = []
    private var running: Task<WriteSummary, any Error>?
    /// The candles that are new or changed.
    private(set) var changed = 0
    /// The candles that the store held with other values.
    private(set) var disagreements = 0
    /// The damaged chunks that were met.
    private(set) var setAside: [DamagedChunk] = []

    /// A writer to a store that is open for writing.
    init(_ store: CandleStore) {
        self.store = store
    }

    /// Takes chunks to be written.
    ///
    /// - Throws: The ``StoreError`` of a transaction; chunks that were not written by then are not kept.
    func submit(_ chunks: [PreparedChunk]) async throws {
        waiting += chunks
        while waiting.count >= Self.chunksPerWrite {
            if running != nil { try await settle() } else { begin() }
        }
    }

    /// Writes what still waits; everything is durable when this returns.
    func finish() async throws {
        while running != nil || !waiting.isEmpty {
            if running != nil { try await settle() } else { begin() }
        }
    }

    private func begin() {
        let chunks = Array(waiting.prefix(Self.chunksPerWrite))
        waiting.removeFirst(chunks.count)
        let store = store
        running = Task { try await store.write(StoreBatch(chunks: chunks)) }
    }

    /// Waits for the running transaction; the first of those who wait counts it.
    private func settle() async throws {
        guard let task = running else { return }
        let summary = try await task.value
        guard running == task else { return }
        running = nil
        changed += summary.changed
        disagreements += summary.disagreements.count
        setAside += summary.setAside
    }
}
