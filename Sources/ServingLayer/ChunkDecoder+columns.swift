extension ChunkDecoder {
    /// Reads the four prices; where they have a scale, it is answered, and the scratch holds high and low in whole
    /// units.
    mutating func prices(
        _ columns: inout StoredColumns, _ rows: Int, _ scratch: CodecScratch
    ) throws(ChunkDamage) -> Int? {
        let code = try reader.read(UInt8.self)
        guard let kind = ChunkCodec.PriceKind(rawValue: code) else { throw .column(code) }
        guard kind == .candles else {
            try price(&columns.open, rows, scratch)
            try price(&columns.high, rows, scratch)
            try price(&columns.low, rows, scratch)
            try price(&columns.close, rows, scratch)
            return nil
        }
        let scale = try scale()
        var before = try reader.read(Int64.self)
        let (open, high, low, close) = (scratch.open, scratch.high, scratch.low, scratch.close)
        let packed = scratch.packed
        try BitPacking.unpack(rows, from: &reader, into: packed)
        for row in 0..<rows { open[row] = packed[row].zigzagged }
        try BitPacking.unpack(rows, from: &reader, into: packed)
        for row in 0..<rows {
            open[row] = before &+ open[row]
            before = open[row] &+ packed[row].zigzagged
            close[row] = before
        }
        try BitPacking.unpack(rows, from: &reader, into: packed)
        for row in 0..<rows { high[row] = max(open[row], close[row]) &+ Int64(bitPattern: packed[row]) }
        try BitPacking.unpack(rows, from: &reader, into: packed)
        for row in 0..<rows { low[row] = min(open[row], close[row]) &- Int64(bitPattern: packed[row]) }
        columns.open = Self.numbers(open, rows, scale)
        columns.high = Self.numbers(high, rows, scale)
        columns.low = Self.numbers(low, rows, scale)
        columns.close = Self.numbers(close, rows, scale)
        return scale
    }

    /// Reads a price that is stored as a column of its own and is known in all rows.
    private mutating func price(
        _ column: inout [Double], _ rows: Int, _ scratch: CodecScratch
    ) throws(ChunkDamage) {
        _ = try volumes(&column, rows, scratch)
        guard !column.contains(where: \.isNaN) else { throw .values("a price is missing") }
    }

    /// Reads a column of volumes.
    ///
    /// - Returns: The scale, if all rows have a value and they were stored in whole units, which the scratch then
    ///   holds as those of the base volume.
    mutating func volumes(
        _ column: inout [Double], _ rows: Int, _ scratch: CodecScratch
    ) throws(ChunkDamage) -> Int? {
        let head = try head(rows)
        switch head.kind {
        case .absent:
            column = Array(repeating: .nan, count: rows)
        case .constant:
            let number = try Self.known(try reader.read(UInt64.self))
            column = Self.spread(Array(repeating: number, count: head.count), over: head.present)
        case .raw:
            let stored = try reader.take(head.count * 8)
            var dense: [Double] = []
            dense.reserveCapacity(head.count)
            for row in 0..<head.count {
                let bits = stored.loadUnaligned(fromByteOffset: row * 8, as: UInt64.self)
                dense.append(try Self.known(UInt64(littleEndian: bits)))
            }
            column = Self.spread(dense, over: head.present)
        case .scaled:
            let scale = try scale()
            try differences(head.count, into: scratch.base, scratch)
            column = Self.spread(Self.numbers(scratch.base, head.count, scale), over: head.present)
            return head.present == nil ? scale : nil
        case .priced:
            throw .column(ChunkCodec.ColumnKind.priced.rawValue)
        }
        return nil
    }

    /// Reads a column of quote volumes, which may be predicted from prices and base volumes that the scratch holds in
    /// whole units of these scales.
    mutating func quotes(
        _ column: inout [Double], _ rows: Int, _ scratch: CodecScratch, _ prices: Int?, _ base: Int?
    ) throws(ChunkDamage) {
        guard reader.next == ChunkCodec.ColumnKind.priced.rawValue else {
            _ = try volumes(&column, rows, scratch)
            return
        }
        let code = try reader.read(UInt8.self)
        let scale = try scale()
        guard let prices, let base,
            let prediction = QuotePrediction(
                base: scratch.base, high: scratch.high, low: scratch.low, places: base + prices,
                quotePlaces: scale)
        else { throw .column(code) }
        let (packed, quote) = (scratch.packed, scratch.quote)
        try BitPacking.unpack(rows, from: &reader, into: packed)
        for row in 0..<rows { quote[row] = prediction[row] &+ packed[row].zigzagged }
        column = Self.numbers(quote, rows, scale)
    }

    /// Reads the numbers of trades.
    mutating func trades(
        _ column: inout [Int64], _ rows: Int, _ scratch: CodecScratch
    ) throws(ChunkDamage) {
        let head = try head(rows)
        let units = scratch.quote
        switch head.kind {
        case .absent:
            column = Array(repeating: -1, count: rows)
            return
        case .constant:
            units.update(repeating: Int64(bitPattern: try reader.read(UInt64.self)), count: head.count)
        case .raw:
            let stored = try reader.take(head.count * 8)
            for row in 0..<head.count {
                units[row] = Int64(
                    littleEndian: stored.loadUnaligned(fromByteOffset: row * 8, as: Int64.self))
            }
        case .scaled:
            _ = try scale()
            try differences(head.count, into: units, scratch)
        case .priced:
            throw .column(ChunkCodec.ColumnKind.priced.rawValue)
        }
        var lowest: Int64 = 0
        for row in 0..<head.count { lowest = min(lowest, units[row]) }
        guard lowest >= 0 else { throw .values("a number of trades is \(lowest)") }
        if let present = head.present {
            var next = 0
            column = present.map { isKnown in
                guard isKnown else { return -1 }
                next += 1
                return units[next - 1]
            }
        } else {
            column = Array(UnsafeBufferPointer(start: units, count: rows))
        }
    }

    /// Reads a first value and packed differences from the value before.
    private mutating func differences(
        _ count: Int, into units: UnsafeMutablePointer<Int64>, _ scratch: CodecScratch
    ) throws(ChunkDamage) {
        var unit = try reader.read(Int64.self)
        try BitPacking.unpack(count, from: &reader, into: scratch.packed)
        for row in 0..<count {
            unit = unit &+ scratch.packed[row].zigzagged
            units[row] = unit
        }
    }

    /// Reads how a column is stored, which rows have a value (nil if all) and how many.
    private mutating func head(
        _ rows: Int
    ) throws(ChunkDamage) -> (kind: ChunkCodec.ColumnKind, present: [Bool]?, count: Int) {
        let code = try reader.read(UInt8.self)
        let isPart = code & ChunkCodec.ColumnKind.someMissing != 0
        guard let kind = ChunkCodec.ColumnKind(rawValue: code & ~ChunkCodec.ColumnKind.someMissing),
            kind != .absent || !isPart
        else { throw .column(code) }
        guard isPart else { return (kind, nil, rows) }
        let present = try reader.bits(rows)
        let count = present.count(where: \.self)
        guard count > 0 else { throw .column(code) }
        return (kind, present, count)
    }

    private mutating func scale() throws(ChunkDamage) -> Int {
        let scale = try reader.read(UInt8.self)
        guard Int(scale) <= DecimalScale.maximum else { throw .column(scale) }
        return Int(scale)
    }

    private static func numbers(_ units: UnsafePointer<Int64>, _ count: Int, _ scale: Int) -> [Double] {
        Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            DecimalScale.numbers(units, count, scale, into: base)
            initialized = count
        }
    }

    /// A stored number, which is known; a negative zero becomes the ordinary one.
    private static func known(_ bits: UInt64) throws(ChunkDamage) -> Double {
        let number = Double(bitPattern: bits)
        guard !number.isNaN else { throw .values("a stored number is no number") }
        return number + 0
    }

    /// Puts numbers into the rows that have one, in order.
    private static func spread(_ dense: [Double], over present: [Bool]?) -> [Double] {
        guard let present else { return dense }
        var numbers = dense.makeIterator()
        return present.map { $0 ? numbers.next() ?? .nan : .nan }
    }
}
