public import Candles

/// Candles of one chunk, made ready for the store by whoever read them, so that writing them costs next to nothing.
///
/// It holds the bytes that are stored, what the index says about them, and the roll-up for the daily view.
public struct PreparedChunk: Sendable {
    /// The series of the candles.
    public let key: SeriesKey
    /// The number of candles.
    public var count: Int { entry.count }
    /// The number of bytes that they take in the store.
    public var byteCount: Int { bytes.count }

    let period: ChunkPeriod
    let entry: ChunkEntry
    let bytes: [UInt8]
    /// What they say about their day; nil for intervals of a day or more.
    let day: HeldDay?

    /// Candles of a series, cut where a chunk of the store ends and packed.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - columns: Candles in strictly ascending order of open time.
    /// - Returns: One chunk for every UTC day, or UTC year for intervals of a day or more, that holds a candle.
    /// - Precondition: Open times are between 1970 and 4840.
    /// - Complexity: O(candles).
    public static func chunks(_ key: SeriesKey, _ columns: CandleColumns) -> [PreparedChunk] {
        chunks(key, StoredColumns(columns))
    }

    static func chunks(_ key: SeriesKey, _ columns: StoredColumns) -> [PreparedChunk] {
        let parts = columns.periods(key.interval)
        guard let most = parts.map(\.rows.count).max() else { return [] }
        let scratch = CodecScratch(rows: most, writes: true)
        return parts.map { PreparedChunk(key, columns, $0.rows, $0.period, scratch) }
    }

    /// Some rows of a chunk's period, packed.
    init(
        _ key: SeriesKey, _ columns: StoredColumns, _ rows: Range<Int>, _ period: ChunkPeriod,
        _ scratch: CodecScratch? = nil
    ) {
        self.key = key
        self.period = period
        entry = ChunkEntry(columns, rows, interval: key.interval)
        bytes = ChunkCodec.encode(columns, rows, period: period, scratch: scratch)
        day = key.interval.dividesDay ? HeldDay(columns, rows, interval: key.interval) : nil
    }

    /// The candles again.
    func columns() throws -> StoredColumns {
        try bytes.withUnsafeBytes { try ChunkCodec.decodeColumns($0, period: period) }
    }
}

extension StoredColumns {
    /// The rows of each chunk's period that holds any, in order.
    func periods(_ interval: Interval) -> [(period: ChunkPeriod, rows: Range<Int>)] {
        var parts: [(period: ChunkPeriod, rows: Range<Int>)] = []
        var start = 0
        while start < count {
            let first = OpenTime(milliseconds: openTimes[start])
            let period = ChunkPeriod(containing: first, interval: interval)
            let end = firstIndex(atOrAfter: period.range.end.milliseconds, from: start)
            // Columns that are not in order must not go on forever; packing them stops with the reason.
            parts.append((period, start..<max(end, start + 1)))
            start = max(end, start + 1)
        }
        return parts
    }
}
