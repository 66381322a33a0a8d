import Archiving
import Candles

extension ChunkCodec {
    /// The stored form of candles.
    ///
    /// - Parameters:
    ///   - versions: At least one, in strictly ascending order of open time, all inside the period.
    ///   - period: The interval and the time of the chunk.
    /// - Returns: The bytes, which ``decode(_:period:)`` reads.
    /// - Complexity: O(candles).
    static func encode(_ versions: [CandleVersion], period: ChunkPeriod) -> [UInt8] {
        encode(StoredColumns(versions), period: period)
    }

    /// The stored form of rows of columns, or of all.
    ///
    /// - Parameters:
    ///   - columns: Candles in strictly ascending order of open time; those of the rows are inside the period.
    ///   - rows: The rows to store, at least one.
    ///   - period: The interval and the time of the chunk.
    ///   - scratch: Memory for as many rows, where many chunks are stored.
    /// - Returns: The bytes, the same for the same candles.
    /// - Complexity: O(candles).
    static func encode(
        _ columns: StoredColumns, _ rows: Range<Int>? = nil, period: ChunkPeriod,
        scratch: CodecScratch? = nil
    ) -> [UInt8] {
        let rows = rows ?? 0..<columns.count
        precondition(!rows.isEmpty, "a chunk must have at least one candle")
        let scratch = scratch ?? CodecScratch(rows: rows.count, writes: true)
        precondition(
            scratch.rows >= rows.count && scratch.bytes.count >= capacity(rows.count),
            "the memory must do for \(rows.count) rows, does for \(scratch.rows)")
        return columns.withPointers(rows) { pointers in
            precondition(pointers.areCandles, "the rows of \(period.day) must be candles")
            var encoder = ChunkEncoder(pointers, period, scratch)
            encoder.encode()
            return Array(encoder.bytes.written)
        }
    }
}

/// Writes one chunk, part by part.
struct ChunkEncoder {
    let columns: ColumnPointers
    let period: ChunkPeriod
    let scratch: CodecScratch
    var bytes: ByteWriter

    /// The number of rows.
    var rows: Int { columns.count }

    init(_ columns: ColumnPointers, _ period: ChunkPeriod, _ scratch: CodecScratch) {
        self.columns = columns
        self.period = period
        self.scratch = scratch
        bytes = ByteWriter(scratch.bytes)
    }

    mutating func encode() {
        bytes.append(ChunkCodec.version)
        bytes.append(UInt8(ChunkCodec.intervals.firstIndex(of: period.interval) ?? 0))
        bytes.append(period.day.number)
        bytes.append(UInt32(rows))
        appendTimes()
        appendVintages()
        let prices = appendPrices()
        let base = append(columns.baseVolume, units: scratch.base)
        appendQuote(columns.quoteVolume, prices, base)
        appendTrades()
        let takerBase = append(columns.takerBaseVolume, units: scratch.base)
        appendQuote(columns.takerQuoteVolume, prices, takerBase)
        bytes.append(CRC32.checksum(bytes.written))
    }

    private mutating func appendVintages() {
        let first = columns.vintages[0]
        var different: UInt8 = 0
        for row in 0..<rows { different |= columns.vintages[row] ^ first }
        guard different != 0 else {
            bytes.append(ChunkCodec.RowKind.uniform.rawValue)
            return bytes.append(first)
        }
        bytes.append(ChunkCodec.RowKind.listed.rawValue)
        bytes.take(rows).copyMemory(from: columns.vintages, byteCount: rows)
    }

    /// Adds the four prices, whose high and low in whole units the scratch then holds; answers their scale, or nil
    /// where they have none.
    private mutating func appendPrices() -> Int? {
        guard let scale = priceScale() else {
            bytes.append(ChunkCodec.PriceKind.columns.rawValue)
            for column in [columns.open, columns.high, columns.low, columns.close] {
                append(column, units: scratch.base)
            }
            return nil
        }
        let (open, high, low, close) = (scratch.open, scratch.high, scratch.low, scratch.close)
        let packed = scratch.packed
        bytes.append(ChunkCodec.PriceKind.candles.rawValue)
        bytes.append(UInt8(scale))
        bytes.append(open[0])
        packed[0] = 0
        for row in 1..<max(1, rows) { packed[row] = UInt64(zigzag: open[row] &- close[row - 1]) }
        BitPacking.pack(packed, rows, into: &bytes)
        for row in 0..<rows { packed[row] = UInt64(zigzag: close[row] &- open[row]) }
        BitPacking.pack(packed, rows, into: &bytes)
        for row in 0..<rows { packed[row] = UInt64(bitPattern: high[row] &- max(open[row], close[row])) }
        BitPacking.pack(packed, rows, into: &bytes)
        for row in 0..<rows { packed[row] = UInt64(bitPattern: min(open[row], close[row]) &- low[row]) }
        BitPacking.pack(packed, rows, into: &bytes)
        return scale
    }

    /// Turns the prices into whole units of one scale, if there is one.
    private func priceScale() -> Int? {
        var scales: [Int] = []
        let all = [
            (columns.open, scratch.open), (columns.high, scratch.high), (columns.low, scratch.low),
            (columns.close, scratch.close),
        ]
        for (numbers, units) in all {
            guard let scale = DecimalScale.scale(numbers, rows, from: scales.last ?? 0, into: units) else {
                return nil
            }
            scales.append(scale)
        }
        for ((numbers, units), scale) in zip(all, scales) where scale < scales[3] {
            guard DecimalScale.convert(numbers, rows, scales[3], into: units) else { return nil }
        }
        return scales[3]
    }

    /// Adds a column of numbers; answers its scale if it has a value in every row and was stored in whole units,
    /// which are then in the memory given.
    @discardableResult
    private mutating func append(
        _ column: UnsafePointer<Double>, units: UnsafeMutablePointer<Int64>
    ) -> Int? {
        let known = known(column)
        guard known > 0 else {
            bytes.append(ChunkCodec.ColumnKind.absent.rawValue)
            return nil
        }
        let numbers = known == rows ? column : dense(column)
        if isConstant(numbers, known) {
            appendHead(.constant, column, known)
            bytes.append(numbers[0].bitPattern)
            return nil
        }
        guard let scale = DecimalScale.scale(numbers, known, into: units) else {
            appendHead(.raw, column, known)
            for row in 0..<known { bytes.append(numbers[row].bitPattern) }
            return nil
        }
        appendHead(.scaled, column, known)
        bytes.append(UInt8(scale))
        appendDifferences(units, known)
        return known == rows ? scale : nil
    }

    /// Adds a column of quote volumes, predicted from the base volumes in the scratch where that is possible.
    private mutating func appendQuote(_ column: UnsafePointer<Double>, _ prices: Int?, _ base: Int?) {
        guard let prices, let base, known(column) == rows,
            let scale = DecimalScale.scale(column, rows, into: scratch.quote),
            let prediction = QuotePrediction(
                base: scratch.base, high: scratch.high, low: scratch.low, places: base + prices,
                quotePlaces: scale)
        else {
            append(column, units: scratch.quote)
            return
        }
        appendHead(.priced, column, rows)
        bytes.append(UInt8(scale))
        let (packed, quote) = (scratch.packed, scratch.quote)
        for row in 0..<rows { packed[row] = UInt64(zigzag: quote[row] &- prediction[row]) }
        BitPacking.pack(packed, rows, into: &bytes)
    }

    private mutating func appendTrades() {
        let trades = columns.trades
        var known = 0
        for row in 0..<rows { known += trades[row] == -1 ? 0 : 1 }
        guard known > 0 else { return bytes.append(ChunkCodec.ColumnKind.absent.rawValue) }
        let units = scratch.quote
        var next = 0
        for row in 0..<rows where trades[row] != -1 {
            units[next] = trades[row]
            next += 1
        }
        var different: Int64 = 0
        for row in 0..<known { different |= units[row] ^ units[0] }
        appendHead(different == 0 ? .constant : .scaled, known) { trades[$0] != -1 }
        guard different != 0 else { return bytes.append(units[0]) }
        bytes.append(UInt8(0))
        appendDifferences(units, known)
    }

    private mutating func appendDifferences(_ units: UnsafePointer<Int64>, _ count: Int) {
        bytes.append(units[0])
        let packed = scratch.packed
        packed[0] = 0
        for row in 1..<max(1, count) { packed[row] = UInt64(zigzag: units[row] &- units[row - 1]) }
        BitPacking.pack(packed, count, into: &bytes)
    }

    private mutating func appendHead(
        _ kind: ChunkCodec.ColumnKind, _ column: UnsafePointer<Double>, _ known: Int
    ) {
        appendHead(kind, known) { !column[$0].isNaN }
    }

    private mutating func appendHead(
        _ kind: ChunkCodec.ColumnKind, _ known: Int, isKnown: (Int) -> Bool
    ) {
        guard known < rows else { return bytes.append(kind.rawValue) }
        bytes.append(kind.rawValue | ChunkCodec.ColumnKind.someMissing)
        bytes.append(bits: rows, where: isKnown)
    }

    private func known(_ column: UnsafePointer<Double>) -> Int {
        var known = 0
        for row in 0..<rows { known += column[row].isNaN ? 0 : 1 }
        return known
    }

    private func isConstant(_ numbers: UnsafePointer<Double>, _ count: Int) -> Bool {
        let first = numbers[0].bitPattern
        var different: UInt64 = 0
        for row in 0..<count { different |= numbers[row].bitPattern ^ first }
        return different == 0
    }

    /// The known numbers of a column, one after the other.
    private func dense(_ column: UnsafePointer<Double>) -> UnsafePointer<Double> {
        var next = 0
        for row in 0..<rows where !column[row].isNaN {
            scratch.dense[next] = column[row]
            next += 1
        }
        return UnsafePointer(scratch.dense)
    }
}
