import Candles
import ServingLayer
import Synchronization

/// Reads the blocks of one file with several tasks, and hands packed chunks to the writer.
struct FileReader: Sendable {
    /// What one task had.
    struct Part: Sendable {
        let counts: ImportCounts
        let seen: SeenSlots
    }

    /// The series of the candles.
    let key: SeriesKey
    let layout: CandleFileLayout
    let request: ImportRequest
    let input: InputFile
    let source: BlockSource
    let log: RejectLog
    /// Where late rows wait.
    let spill: RowSpill
    /// Where chunks go; nil if the file is only read.
    let writer: ChunkWriter?
    /// The number of late rows that a task keeps in memory, of files with six columns.
    let lateLimit: Int
    let progress: @Sendable (ImportEvent) -> Void

    /// Reads the file.
    ///
    /// - Parameter first: The first block, without the header.
    /// - Returns: What each task had.
    /// - Throws: ``ImportError``, `StoreError` or `CancellationError`.
    func read(_ first: TextBlock) async throws -> [Part] {
        let rows = RowCounter()
        return try await withThrowingTaskGroup(of: Part.self) { group in
            for task in 0..<request.threads {
                group.addTask { try await self.part(task == 0 ? first : nil, rows) }
            }
            var parts: [Part] = []
            for try await part in group { parts.append(part) }
            return parts
        }
    }

    /// Hands on the late rows of all tasks, each day once.
    ///
    /// - Returns: What they repeat.
    /// - Throws: ``ImportError``, `StoreError` or `CancellationError`.
    func mergeLate() async throws -> (repeated: Int, different: Int) {
        guard !spill.isEmpty else { return (0, 0) }
        var merge = RowMerge(layout, interval: key.interval)
        spill.addRuns(to: &merge, layout, key.interval)
        var chunks: [PreparedChunk] = []
        while let day = try merge.next() {
            for columns in day { emit(columns, to: &chunks) }
            guard chunks.count >= ChunkWriter.chunksPerWrite else { continue }
            try Task.checkCancellation()
            try await writer?.submit(chunks)
            chunks = []
        }
        try await writer?.submit(chunks)
        return (merge.repeated, merge.different)
    }

    private func part(_ first: TextBlock?, _ rows: RowCounter) async throws -> Part {
        // Late rows take the same memory however many columns there are.
        let width = 1 + layout.fields.count { $0 != nil }
        var intake = CandleIntake(
            layout, interval: key.interval, symbol: request.symbol, now: request.now,
            lateLimit: max(1, lateLimit * 6 / max(6, width)))
        var next = first
        if next == nil { next = try await source.next() }
        while let block = next {
            try Task.checkCancellation()
            var chunks: [PreparedChunk] = []
            var rejected: [RejectedRow] = []
            let before = intake.counts.candles
            let lines = try intake.feed(
                block, reject: { rejected.append($0) }, emit: { emit($0, to: &chunks) },
                spill: { try spill.write($0) })
            let total = rows.add(intake.counts.candles - before)
            try log.add(block: block.index, lines: lines, rows: rejected)
            if request.isStrict, log.first != nil { break }
            progress(.progress(path: input.path, bytes: block.sourceOffset, of: input.size, rows: total))
            if !chunks.isEmpty { try await writer?.submit(chunks) }
            next = try await source.next(using: block)
        }
        var chunks: [PreparedChunk] = []
        intake.finish(emit: { emit($0, to: &chunks) }, spill: { spill.keep($0) })
        try await writer?.submit(chunks)
        return Part(counts: intake.counts, seen: intake.seen)
    }

    private func emit(_ columns: CandleColumns, to chunks: inout [PreparedChunk]) {
        if writer != nil { chunks += PreparedChunk.chunks(key, columns) }
    }
}

/// Counts rows of several tasks.
final class RowCounter: Sendable {
    private let count = Mutex(0)

    /// Adds rows and gives the sum.
    func add(_ rows: Int) -> Int {
        count.withLock { count in
            count += rows
            return count
        }
    }
}
