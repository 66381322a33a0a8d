import Candles
import Foundation
import GRDB

/// A chunk as it was read from the file: its bytes, not yet decoded, and what the index says about them.
struct StoredChunk: Sendable {
    let day: UTCDay
    let count: Int
    let first: Int64
    let last: Int64
    let data: Data

    init(_ row: Row) {
        day = UTCDay(row["day"])
        count = row["count"]
        first = row["first"]
        last = row["last"]
        data = row["data"]
    }

    /// The candles of the chunk.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func columns(of key: SeriesKey) throws(StoreError) -> StoredColumns {
        try decoded(key) { bytes, period throws(ChunkDamage) in
            let columns = try ChunkCodec.decodeColumns(bytes, period: period)
            try check(columns.count, columns.openTimes.first, columns.openTimes.last)
            return columns
        }
    }

    /// The open times of the chunk.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func openTimes(of key: SeriesKey) throws(StoreError) -> [OpenTime] {
        try decoded(key) { bytes, period throws(ChunkDamage) in
            let times = try ChunkCodec.decodeOpenTimes(bytes, period: period)
            try check(times.count, times.first?.milliseconds, times.last?.milliseconds)
            return times
        }
    }

    /// The open times of the closed candles of the chunk.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func closedOpenTimes(of key: SeriesKey) throws(StoreError) -> [OpenTime] {
        try decoded(key) { bytes, period throws(ChunkDamage) in
            let (times, vintages) = try ChunkCodec.decodeHeads(bytes, period: period)
            try check(times.count, times.first?.milliseconds, times.last?.milliseconds)
            return zip(times, vintages).compactMap { $1 != Vintage.open.rawValue ? $0 : nil }
        }
    }

    /// The number of candles that are not closed, and of those that are off the grid; none that is closed where the
    /// chunk is damaged, so that whoever asks reads it and learns of the damage.
    func counts(of key: SeriesKey) -> (open: Int, offGrid: Int) {
        do {
            return try decoded(key) { bytes, period throws(ChunkDamage) in
                let (times, vintages) = try ChunkCodec.decodeHeads(bytes, period: period)
                return (
                    vintages.count { $0 == Vintage.open.rawValue },
                    times.count { !period.interval.isOnGrid($0) }
                )
            }
        } catch {
            return (count, 0)
        }
    }

    private func decoded<Value>(
        _ key: SeriesKey,
        _ decode: (UnsafeRawBufferPointer, ChunkPeriod) throws(ChunkDamage) -> Value
    ) throws(StoreError) -> Value {
        guard let period = ChunkPeriod(interval: key.interval, firstDay: day) else {
            throw .damagedChunk(key: key, day: day, reason: ChunkDamage.otherChunk.description)
        }
        let result = data.withUnsafeBytes { bytes in
            Result { () throws(ChunkDamage) in try decode(bytes, period) }
        }
        do {
            return try result.get()
        } catch {
            throw .damagedChunk(key: key, day: day, reason: error.description)
        }
    }

    private func check(_ held: Int, _ start: Int64?, _ end: Int64?) throws(ChunkDamage) {
        guard held == count else { throw .index("\(held) candles, not \(count)") }
        guard start == first, end == last else { throw .index("other first or last open time") }
    }

    /// Whether the chunk is byte for byte one that was made ready, also in the index.
    func isSame(as chunk: PreparedChunk) -> Bool {
        guard count == chunk.entry.count, first == chunk.entry.first, last == chunk.entry.last,
            data.count == chunk.bytes.count
        else { return false }
        return data.withUnsafeBytes { held in
            chunk.bytes.withUnsafeBytes { made in
                guard let left = held.baseAddress, let right = made.baseAddress else { return true }
                return memcmp(left, right, made.count) == 0
            }
        }
    }

    /// The candles of the chunk as versions.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func versions(of key: SeriesKey) throws(StoreError) -> [CandleVersion] { try columns(of: key).versions }
}
