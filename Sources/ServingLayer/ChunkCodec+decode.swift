import Archiving
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
        try decodeColumns(bytes, period: period).versions
    }

    /// The candles that some bytes hold, by column.
    ///
    /// - Throws: ``ChunkDamage`` with the reason.
    /// - Complexity: O(candles).
    static func decodeColumns(
        _ bytes: UnsafeRawBufferPointer, period: ChunkPeriod
    ) throws(ChunkDamage) -> StoredColumns {
        var decoder = try ChunkDecoder(bytes, period)
        return try decoder.columns()
    }

    /// The open times alone; the rest is only checked by the checksum.
    static func decodeOpenTimes(
        _ bytes: UnsafeRawBufferPointer, period: ChunkPeriod
    ) throws(ChunkDamage) -> [OpenTime] {
        var decoder = try ChunkDecoder(bytes, period)
        return try decoder.openTimes().map { OpenTime(milliseconds: $0) }
    }

    /// The open times and vintages alone; the rest is only checked by the checksum.
    static func decodeHeads(
        _ bytes: UnsafeRawBufferPointer, period: ChunkPeriod
    ) throws(ChunkDamage) -> (times: [OpenTime], vintages: [UInt8]) {
        var decoder = try ChunkDecoder(bytes, period)
        let times = try decoder.openTimes()
        _ = try decoder.closeTimes(times)
        return (times.map { OpenTime(milliseconds: $0) }, try decoder.vintages(times.count))
    }
}

/// Reads one chunk, part by part, from bytes that may be anything.
struct ChunkDecoder {
    let period: ChunkPeriod
    var reader: ByteReader

    /// A reader of all but the checksum, which is right.
    init(_ bytes: UnsafeRawBufferPointer, _ period: ChunkPeriod) throws(ChunkDamage) {
        guard bytes.count >= 4 else { throw .cutShort(at: bytes.count) }
        let body = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 4)])
        let stored = UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
        guard CRC32.checksum(body) == stored else { throw .checksum }
        reader = ByteReader(body)
        self.period = period
    }

    /// All candles.
    mutating func columns() throws(ChunkDamage) -> StoredColumns {
        var columns = StoredColumns()
        columns.openTimes = try openTimes()
        columns.closeTimes = try closeTimes(columns.openTimes)
        let rows = columns.openTimes.count
        columns.vintages = try vintages(rows)
        let scratch = CodecScratch(rows: rows, writes: false)
        let prices = try prices(&columns, rows, scratch)
        let base = try volumes(&columns.baseVolume, rows, scratch)
        try quotes(&columns.quoteVolume, rows, scratch, prices, base)
        try trades(&columns.trades, rows, scratch)
        let takerBase = try volumes(&columns.takerBaseVolume, rows, scratch)
        try quotes(&columns.takerQuoteVolume, rows, scratch, prices, takerBase)
        guard reader.remaining == 0 else { throw .trailingBytes(reader.remaining) }
        guard columns.withPointers(0..<rows, \.areCandles) else { throw .values(Self.problem(of: columns)) }
        return columns
    }

    /// What is wrong with the first row that is no candle.
    private static func problem(of columns: StoredColumns) -> String {
        for row in 0..<columns.count {
            do {
                _ = try columns.values(at: row)
            } catch {
                return error.problem
            }
        }
        return "a volume or number of trades is below 0"
    }

    /// The open times, strictly ascending and inside the period.
    mutating func openTimes() throws(ChunkDamage) -> [Int64] {
        let found = try reader.read(UInt8.self)
        guard found == ChunkCodec.version else { throw .version(found) }
        let code = Int(try reader.read(UInt8.self))
        guard code < ChunkCodec.intervals.count, ChunkCodec.intervals[code] == period.interval,
            try reader.read(Int32.self) == period.day.number
        else { throw .otherChunk }
        let rows = Int(try reader.read(UInt32.self))
        let kindCode = try reader.read(UInt8.self)
        guard rows > 0, let kind = ChunkCodec.TimeKind(rawValue: kindCode) else { throw .rowCount(rows) }
        let range = period.range
        guard kind != .explicit else {
            let stored = try reader.take(rows * 8)
            let times = (0..<rows).map { row in
                Int64(littleEndian: stored.loadUnaligned(fromByteOffset: row * 8, as: Int64.self))
            }
            guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }),
                range.contains(OpenTime(milliseconds: times[0])),
                range.contains(OpenTime(milliseconds: times[rows - 1]))
            else { throw .openTimes }
            return times
        }
        guard let length = period.interval.milliseconds else { throw .openTimes }
        let origin = period.interval.slot(atOrAfter: range.start).milliseconds
        let slots = period.interval.slotCount(in: range)
        let first = Int(try reader.read(UInt32.self))
        let span = kind == .run ? rows : Int(try reader.read(UInt32.self))
        guard rows <= span, first + span <= slots else { throw .rowCount(rows) }
        let start = origin + Int64(first) * length
        guard kind == .bitmap else { return (0..<rows).map { start &+ Int64($0) &* length } }
        let bits = try reader.bits(span)
        var times: [Int64] = []
        times.reserveCapacity(rows)
        for (slot, isSet) in bits.enumerated() where isSet { times.append(start + Int64(slot) * length) }
        guard times.count == rows else { throw .openTimes }
        return times
    }

    mutating func closeTimes(_ times: [Int64]) throws(ChunkDamage) -> [Int64] {
        let code = try reader.read(UInt8.self)
        guard let kind = ChunkCodec.RowKind(rawValue: code) else { throw .closeTimes }
        var closes = ends(of: times)
        guard kind == .listed else { return closes }
        var next = 0
        for _ in 0..<(try reader.read(UInt32.self)) {
            let row = Int(try reader.read(UInt32.self))
            guard row >= next, row < closes.count else { throw .closeTimes }
            let close = try reader.read(Int64.self)
            guard ChunkPeriod.times.contains(close) else { throw .closeTimes }
            closes[row] = close
            next = row + 1
        }
        return closes
    }

    /// The ends of the slots that hold some times.
    private func ends(of times: [Int64]) -> [Int64] {
        let interval = period.interval
        // Days divide without a remainder into the slots of intervals that divide them.
        if interval.dividesDay, let length = interval.milliseconds {
            return times.map { $0 &- $0 % length &+ length }
        }
        return times.map { interval.slot(after: OpenTime(milliseconds: $0)).milliseconds }
    }

    /// The raw values of the vintages, all of which are known and can be stored.
    mutating func vintages(_ rows: Int) throws(ChunkDamage) -> [UInt8] {
        let code = try reader.read(UInt8.self)
        guard let kind = ChunkCodec.RowKind(rawValue: code) else { throw .vintage(code) }
        let codes = try reader.take(kind == .uniform ? 1 : rows)
        var before: UInt8?
        for code in codes where code != before {
            guard let vintage = Vintage(rawValue: code), vintage != .filled else { throw .vintage(code) }
            before = code
        }
        return kind == .uniform ? Array(repeating: codes[0], count: rows) : Array(codes)
    }
}
