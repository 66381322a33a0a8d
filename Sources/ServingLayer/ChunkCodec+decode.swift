import Candles

extension ChunkCodec {
    /// The candles that some bytes hold.
    ///
    /// Any bytes are safe: what is not exactly the stored form of candles of this period is refused.
    ///
    /// - Throws: ``ChunkDamage`` with the reason.
    /// - Complexity: O(candles).
    static func decode(
        _ bytes: UnsafeRawBufferPointer, period: ChunkPeriod
    ) throws(ChunkDamage) -> [CandleVersion] {
        var reader = try body(bytes)
        let times = try openTimes(&reader, period)
        let closes = try closeTimes(&reader, times, period)
        let vintages = try vintages(&reader, times.count)
        let prices = try prices(&reader, times.count)
        let base = try column(&reader, times.count)
        let quote = try column(&reader, times.count, prices, base)
        let trades = try column(&reader, times.count, isWhole: true)
        let takerBase = try column(&reader, times.count)
        let takerQuote = try column(&reader, times.count, prices, takerBase)
        guard reader.remaining == 0 else { throw .trailingBytes(reader.remaining) }
        var versions: [CandleVersion] = []
        versions.reserveCapacity(times.count)
        for row in times.indices {
            let values: CandleValues
            do {
                values = try CandleValues(
                    open: prices.open[row], high: prices.high[row], low: prices.low[row],
                    close: prices.close[row],
                    closeTime: closes[row], baseVolume: base.number(row), quoteVolume: quote.number(row),
                    trades: trades.whole(row), takerBaseVolume: takerBase.number(row),
                    takerQuoteVolume: takerQuote.number(row))
            } catch {
                throw .values(error.problem)
            }
            guard let version = CandleVersion(stored: times[row], values: values, vintage: vintages[row])
            else {
                throw .vintage(vintages[row].rawValue)
            }
            versions.append(version)
        }
        return versions
    }

    /// The open times alone; the rest is only checked by the checksum.
    static func decodeOpenTimes(
        _ bytes: UnsafeRawBufferPointer, period: ChunkPeriod
    ) throws(ChunkDamage) -> [OpenTime] {
        var reader = try body(bytes)
        return try openTimes(&reader, period)
    }

    /// The open times and vintages alone; the rest is only checked by the checksum.
    static func decodeHeads(
        _ bytes: UnsafeRawBufferPointer, period: ChunkPeriod
    ) throws(ChunkDamage) -> (times: [OpenTime], vintages: [Vintage]) {
        var reader = try body(bytes)
        let times = try openTimes(&reader, period)
        _ = try closeTimes(&reader, times, period)
        return (times, try vintages(&reader, times.count))
    }

    /// A reader of all but the checksum, which is right.
    private static func body(_ bytes: UnsafeRawBufferPointer) throws(ChunkDamage) -> ByteReader {
        guard bytes.count >= 4 else { throw .cutShort(at: bytes.count) }
        let body = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 4)])
        let stored = UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
        guard CRC32.checksum(body) == stored else { throw .checksum }
        return ByteReader(body)
    }

    private static func openTimes(
        _ reader: inout ByteReader, _ period: ChunkPeriod
    ) throws(ChunkDamage) -> [OpenTime] {
        let found = try reader.read(UInt8.self)
        guard found == version else { throw .version(found) }
        let code = Int(try reader.read(UInt8.self))
        guard code < intervals.count, intervals[code] == period.interval,
            try reader.read(Int32.self) == period.day.number
        else { throw .otherChunk }
        let rows = Int(try reader.read(UInt32.self))
        let kindCode = try reader.read(UInt8.self)
        guard rows > 0, let kind = TimeKind(rawValue: kindCode) else { throw .rowCount(rows) }
        let range = period.range
        guard kind != .explicit else {
            let stored = try reader.take(rows * 8)
            let times = (0..<rows).map { row in
                OpenTime(
                    milliseconds: Int64(
                        littleEndian: stored.loadUnaligned(fromByteOffset: row * 8, as: Int64.self)))
            }
            guard times.allSatisfy({ range.contains($0) }),
                zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
            else { throw .openTimes }
            return times
        }
        guard let length = period.interval.milliseconds else { throw .openTimes }
        let origin = period.interval.slot(atOrAfter: range.start)
        let slots = period.interval.slotCount(in: range)
        let first = Int(try reader.read(UInt32.self))
        let span = kind == .run ? rows : Int(try reader.read(UInt32.self))
        guard rows <= span, first + span <= slots else { throw .rowCount(rows) }
        let all = (first..<(first + span)).map { origin + Int64($0) * length }
        guard kind == .bitmap else { return all }
        let times = zip(all, try reader.bits(span)).compactMap { $1 ? $0 : nil }
        guard times.count == rows else { throw .openTimes }
        return times
    }

    private static func closeTimes(
        _ reader: inout ByteReader, _ times: [OpenTime], _ period: ChunkPeriod
    ) throws(ChunkDamage) -> [OpenTime] {
        var closes = times.map { period.interval.slot(after: $0) }
        let code = try reader.read(UInt8.self)
        guard let kind = RowKind(rawValue: code) else { throw .closeTimes }
        guard kind == .listed else { return closes }
        var next = 0
        for _ in 0..<(try reader.read(UInt32.self)) {
            let row = Int(try reader.read(UInt32.self))
            guard row >= next, row < closes.count else { throw .closeTimes }
            let close = try reader.read(Int64.self)
            guard ChunkPeriod.times.contains(close) else { throw .closeTimes }
            closes[row] = OpenTime(milliseconds: close)
            next = row + 1
        }
        return closes
    }

    private static func vintages(_ reader: inout ByteReader, _ rows: Int) throws(ChunkDamage) -> [Vintage] {
        let code = try reader.read(UInt8.self)
        guard let kind = RowKind(rawValue: code) else { throw .vintage(code) }
        let codes = try reader.take(kind == .uniform ? 1 : rows)
        var vintages: [Vintage] = []
        for code in codes {
            guard let vintage = Vintage(rawValue: code), vintage != .filled else { throw .vintage(code) }
            vintages.append(vintage)
        }
        return kind == .uniform ? Array(repeating: vintages[0], count: rows) : vintages
    }
}
