import Candles

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads the text of a file of the bulk archive: twelve columns, with or without a header.
///
/// Times are milliseconds or microseconds, told apart in every row; what the last column says is ignored. A file
/// is taken as a whole or not at all.
enum ArchiveRows {
    /// Why the contents of a file cannot be trusted.
    struct Refusal: Error, Hashable {
        let reason: String
    }

    /// Reads and checks all rows of a file.
    ///
    /// - Parameters:
    ///   - text: The whole text of the CSV.
    ///   - file: The file that it belongs to.
    ///   - now: The exchange's time: a candle that ends later is running and must not be stored.
    /// - Returns: The candles, strictly ascending, all of which begin inside the file's period.
    /// - Throws: ``Refusal`` that names the line, counted from 1.
    /// - Complexity: O(bytes).
    static func read(_ text: [UInt8], of file: ArchiveFile, now: OpenTime) throws(Refusal) -> CandleColumns {
        let quick = text.withUnsafeBytes { ExchangeRows.columns($0, .archive) }
        if let quick, isSane(quick, of: file, now: now) { return quick }
        let result = text.withUnsafeBufferPointer { bytes in
            Result { () throws(Refusal) in try read(bytes, of: file, now: now) }
        }
        return try result.get()
    }

    /// Whether candles that ascend are those of a file that is over; if not, reading row by row says what is wrong.
    private static func isSane(_ columns: CandleColumns, of file: ArchiveFile, now: OpenTime) -> Bool {
        guard let first = columns.openTimes.first, let last = columns.openTimes.last else { return false }
        let range = file.range
        let longest = file.key.interval.milliseconds ?? 31 * UTCDay.milliseconds
        return range.contains(OpenTime(milliseconds: first))
            && range.contains(OpenTime(milliseconds: last))
            && zip(columns.openTimes, columns.closeTimes).allSatisfy {
                $1 - $0 <= longest && $1 <= now.milliseconds
            }
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, of file: ArchiveFile, now: OpenTime
    ) throws(Refusal) -> CandleColumns {
        var columns = CandleColumns(.archive)
        let range = file.range
        let longest = file.key.interval.milliseconds ?? 31 * UTCDay.milliseconds
        var last = OpenTime(milliseconds: .min)
        var line = 0
        var start = 0
        while start < bytes.count {
            let end = lineEnd(bytes, from: start)
            let row = UnsafeBufferPointer(rebasing: bytes[start..<end])
            start = end + 1
            line += 1
            if isBlank(row) || line == 1 && isHeader(row) { continue }
            let candle: KlineRow
            do {
                candle = try KlineRow(csv: row)
            } catch {
                throw refusal(line, BinanceClient.unpunctuated(error.problem))
            }
            let open = candle.openTime
            guard open > last else { throw refusal(line, "\(open) does not follow \(last)") }
            guard range.contains(open) else { throw refusal(line, "\(open) is outside the file's \(range)") }
            let close = candle.values.closeTime
            guard close - open <= longest else {
                throw refusal(line, "\(open) ends at \(close), later than a candle of \(file.key.interval)")
            }
            guard close <= now else {
                throw refusal(line, "\(open) is not over yet: it ends at \(close) and it is \(now)")
            }
            columns.append(open, candle.values)
            last = open
        }
        guard columns.count > 0 else { throw Refusal(reason: "it holds no candle") }
        return columns
    }

    private static func refusal(_ line: Int, _ what: String) -> Refusal {
        Refusal(reason: "line \(line): \(what)")
    }

    private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
            return bytes.count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private static func isBlank(_ row: UnsafeBufferPointer<UInt8>) -> Bool {
        row.isEmpty || row.count == 1 && row[0] == 0x0D
    }

    /// Whether a row names columns: its first field begins with a letter.
    private static func isHeader(_ row: UnsafeBufferPointer<UInt8>) -> Bool {
        let first = row.first { $0 != UInt8(ascii: "\"") && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF } ?? 0
        return (first | 0x20) >= UInt8(ascii: "a") && (first | 0x20) <= UInt8(ascii: "z")
    }
}
