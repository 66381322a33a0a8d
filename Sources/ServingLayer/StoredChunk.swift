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
    func versions(of key: SeriesKey) throws(StoreError) -> [CandleVersion] {
        try decoded(key) { bytes, period throws(ChunkDamage) in
            let versions = try ChunkCodec.decode(bytes, period: period)
            try check(versions.map(\.openTime))
            return versions
        }
    }

    /// The open times of the chunk.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func openTimes(of key: SeriesKey) throws(StoreError) -> [OpenTime] {
        try decoded(key) { bytes, period throws(ChunkDamage) in
            let times = try ChunkCodec.decodeOpenTimes(bytes, period: period)
            try check(times)
            return times
        }
    }

    /// The open times of the closed candles of the chunk.
    ///
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)``.
    func closedOpenTimes(of key: SeriesKey) throws(StoreError) -> [OpenTime] {
        try decoded(key) { bytes, period throws(ChunkDamage) in
            let (times, vintages) = try ChunkCodec.decodeHeads(bytes, period: period)
            try check(times)
            return zip(times, vintages).compactMap { $1 > .open ? $0 : nil }
        }
    }

    /// The number of candles that are not closed, and of those that are off the grid; none that is closed where the
    /// chunk is damaged, so that whoever asks reads it and learns of the damage.
    func counts(of key: SeriesKey) -> (open: Int, offGrid: Int) {
        do {
            return try decoded(key) { bytes, period throws(ChunkDamage) in
                let (times, vintages) = try ChunkCodec.decodeHeads(bytes, period: period)
                return (
                    vintages.count { $0 == .open }, times.count { !period.interval.isOnGrid($0) }
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

    private func check(_ times: [OpenTime]) throws(ChunkDamage) {
        guard times.count == count else { throw .index("\(times.count) candles, not \(count)") }
        guard times.first?.milliseconds == first, times.last?.milliseconds == last else {
            throw .index("other first or last open time")
        }
    }
}
