import Candles
import EventLog

/// Reads the end of the log backwards until it is known where each series stands.
struct LogTail {
    let log: EmbeddedLog
    /// The series whose last closed candle is known from elsewhere: the log is not searched for theirs.
    let held: Set<SeriesKey>

    /// The newest candle records of some series, back to the last closed one of each that is not held
    /// elsewhere.
    ///
    /// Records that cannot be read are passed over.
    ///
    /// - Complexity: O(records read), which are those since the last closed candle of the longest interval.
    func records(of keys: [SeriesKey]) async throws(SpeedError) -> [CandleRecord] {
        var result: [CandleRecord] = []
        for symbol in Set(keys.map(\.symbol)).sorted() {
            let wanted = Set(keys.filter { $0.symbol == symbol })
            result += try await records(of: symbol, until: wanted)
        }
        return result
    }

    private func records(
        of symbol: Symbol, until wanted: Set<SeriesKey>
    ) async throws(SpeedError) -> [CandleRecord] {
        var limit = 1000
        while true {
            let found: [LogRecord]
            do throws(EventLogError) {
                found = try await log.lastRecords(topic: Topic.candles, key: symbol.name, limit: limit)
            } catch {
                throw SpeedError(error)
            }
            let records = found.compactMap { Self.candle($0.value) }.filter { wanted.contains($0.key) }
            let closed = Set(records.filter(\.version.isClosed).map(\.key))
            if found.count < limit || closed.union(held).isSuperset(of: wanted) { return records }
            limit *= 8
        }
    }

    private static func candle(_ json: String) -> CandleRecord? {
        do throws(RecordError) {
            return try CandleRecord(json: json)
        } catch {
            return nil
        }
    }
}
