import Binance
import Candles
import ServingLayer

/// What has arrived and is not written yet.
struct PendingWrite: Sendable {
    private(set) var items: [Item] = []
    /// The number of candles that wait.
    private(set) var candles = 0

    /// What one answer adds to the store, with what it answers for.
    struct Item: Sendable {
        let key: SeriesKey
        /// Whether it replaces what was fetched before.
        var replaces = false
        /// The candles of an answer of REST.
        var page: KlinePage?
        /// The candles of a file of the archive.
        var chunks: [PreparedChunk] = []
        var record: ArchiveRecord?
        var coverage: [Coverage.Answer] = []
        var failure: FetchFailure?
        var candles = 0
    }

    mutating func add(_ item: Item) {
        items.append(item)
        candles += item.candles
    }

    /// Takes out everything that waits.
    mutating func take() -> [Item] {
        defer { self = PendingWrite() }
        return items
    }

    /// What is to be written, each batch in a transaction of its own.
    ///
    /// - Complexity: O(candles): pages are packed here, in the caller's thread.
    static func batches(_ items: [Item]) -> [StoreBatch] {
        [false, true].map { replaces in
            batch(items.filter { $0.replaces == replaces }, replaces: replaces)
        }.filter { !$0.isEmpty }
    }

    private static func batch(_ items: [Item], replaces: Bool) -> StoreBatch {
        var batch = StoreBatch(replacesOwnVintage: replaces)
        for (key, items) in Dictionary(grouping: items, by: \.key) {
            batch.chunks += items.flatMap(\.chunks) + chunks(key, items.compactMap(\.page))
            let running = items.compactMap { $0.page?.running }
            if !running.isEmpty { batch.candles[key] = running.map { CandleVersion($0) } }
            // Neighbours melt here already: fewer rows to write.
            let answers = Coverage(items.flatMap(\.coverage)).answers
            if !answers.isEmpty { batch.coverage[key] = answers }
            let records = items.compactMap(\.record)
            if !records.isEmpty { batch.archives[key] = records }
            let failures = items.compactMap(\.failure)
            if !failures.isEmpty { batch.failures[key] = failures }
        }
        return batch
    }

    private static func chunks(_ key: SeriesKey, _ pages: [KlinePage]) -> [PreparedChunk] {
        var chunks: [PreparedChunk] = []
        var columns = CandleColumns(.rest)
        var last: OpenTime?
        let filled = pages.filter { !$0.closed.isEmpty }
        for page in filled.sorted(by: { $0.closed[0].openTime < $1.closed[0].openTime }) {
            if let last, page.closed[0].openTime <= last {
                // Pages of one stretch cannot overlap, but a stretch may have been asked for twice.
                chunks += PreparedChunk.chunks(key, columns)
                columns = CandleColumns(.rest)
            }
            for candle in page.closed { columns.append(candle.openTime, candle.values) }
            last = page.closed.last?.openTime
        }
        return columns.count > 0 ? chunks + PreparedChunk.chunks(key, columns) : chunks
    }
}
