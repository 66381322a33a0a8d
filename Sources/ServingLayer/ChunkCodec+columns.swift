extension ChunkCodec {
    /// The values of a column in all rows, as 64 bits each, and which rows have one.
    struct Column {
        /// The bits of the value in each row; of no meaning in a row without one.
        let bits: [UInt64]
        /// Which rows have a value; nil if all or, where there are no bits, none.
        let present: [Bool]?
        /// The whole units, if all rows have a value and the column was stored scaled.
        var scaled: ScaledColumn?

        func number(_ row: Int) -> Double? { bits(row).map(Double.init(bitPattern:)) }

        func whole(_ row: Int) -> Int64? { bits(row).map(Int64.init(bitPattern:)) }

        private func bits(_ row: Int) -> UInt64? {
            bits.isEmpty || present?[row] == false ? nil : bits[row]
        }
    }

    /// The four prices in all rows.
    struct Prices {
        let open: [Double]
        let high: [Double]
        let low: [Double]
        let close: [Double]
        /// The high and low in whole units, where they have a scale.
        var scaled: (scale: Int, high: [Int64], low: [Int64])?
    }

    static func prices(_ reader: inout ByteReader, _ rows: Int) throws(ChunkDamage) -> Prices {
        let code = try reader.read(UInt8.self)
        guard let kind = PriceKind(rawValue: code) else { throw .column(code) }
        guard kind == .candles else {
            var columns: [[Double]] = []
            for _ in 0..<4 {
                let column = try column(&reader, rows)
                guard column.present == nil, !column.bits.isEmpty else { throw .values("a price is missing") }
                columns.append(column.bits.map(Double.init(bitPattern:)))
            }
            return Prices(open: columns[0], high: columns[1], low: columns[2], close: columns[3])
        }
        let scale = try scale(&reader)
        var before = try reader.read(Int64.self)
        let opens = try BitPacking.unpack(rows, from: &reader)
        let closes = try BitPacking.unpack(rows, from: &reader)
        let highs = try BitPacking.unpack(rows, from: &reader)
        let lows = try BitPacking.unpack(rows, from: &reader)
        var units = (open: [Int64](), high: [Int64](), low: [Int64](), close: [Int64]())
        units.open.reserveCapacity(rows)
        units.high.reserveCapacity(rows)
        units.low.reserveCapacity(rows)
        units.close.reserveCapacity(rows)
        for row in 0..<rows {
            let open = before &+ opens[row].zigzagged
            let close = open &+ closes[row].zigzagged
            units.open.append(open)
            units.close.append(close)
            units.high.append(max(open, close) &+ Int64(bitPattern: highs[row]))
            units.low.append(min(open, close) &- Int64(bitPattern: lows[row]))
            before = close
        }
        let power = ScaledColumn.powers[scale]
        return Prices(
            open: units.open.map { Double($0) / power }, high: units.high.map { Double($0) / power },
            low: units.low.map { Double($0) / power }, close: units.close.map { Double($0) / power },
            scaled: (scale, units.high, units.low))
    }

    /// Reads a column of decimal or, if `isWhole`, whole numbers; a quote volume may be predicted from the prices and
    /// the base volume.
    static func column(
        _ reader: inout ByteReader, _ rows: Int, _ prices: Prices? = nil, _ base: Column? = nil,
        isWhole: Bool = false
    ) throws(ChunkDamage) -> Column {
        let code = try reader.read(UInt8.self)
        guard let kind = ColumnKind(rawValue: code & ~ColumnKind.someMissing) else { throw .column(code) }
        guard kind != .absent else {
            guard code == ColumnKind.absent.rawValue else { throw .column(code) }
            return Column(bits: [], present: nil)
        }
        let present = code & ColumnKind.someMissing == 0 ? nil : try reader.bits(rows)
        let count = present?.count(where: \.self) ?? rows
        guard count > 0 else { throw .column(code) }
        switch kind {
        case .absent, .constant:
            return Column(bits: Array(repeating: try reader.read(UInt64.self), count: rows), present: present)
        case .raw:
            let stored = try reader.take(count * 8)
            let dense = (0..<count).map {
                UInt64(littleEndian: stored.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
            }
            return Column(bits: spread(dense, over: present), present: present)
        case .scaled:
            let scale = try scale(&reader)
            var unit = try reader.read(Int64.self)
            let units = try BitPacking.unpack(count, from: &reader).map { difference in
                unit = unit &+ difference.zigzagged
                return unit
            }
            return column(units, scale, present, isWhole)
        case .priced:
            let scale = try scale(&reader)
            guard present == nil, !isWhole, let prices = prices?.scaled, let base = base?.scaled,
                let prediction = QuotePrediction(
                    base: base.units, high: prices.high, low: prices.low, places: base.scale + prices.scale,
                    quotePlaces: scale)
            else { throw .column(code) }
            let differences = try BitPacking.unpack(rows, from: &reader)
            return column((0..<rows).map { prediction[$0] &+ differences[$0].zigzagged }, scale, nil, isWhole)
        }
    }

    private static func column(_ units: [Int64], _ scale: Int, _ present: [Bool]?, _ isWhole: Bool) -> Column
    {
        let power = ScaledColumn.powers[scale]
        let dense = units.map { isWhole ? UInt64(bitPattern: $0) : (Double($0) / power).bitPattern }
        var column = Column(bits: spread(dense, over: present), present: present)
        if present == nil { column.scaled = ScaledColumn(scale: scale, units: units) }
        return column
    }

    private static func scale(_ reader: inout ByteReader) throws(ChunkDamage) -> Int {
        let scale = try reader.read(UInt8.self)
        guard Int(scale) <= ScaledColumn.maximumScale else { throw .column(scale) }
        return Int(scale)
    }

    /// Puts values into the rows that have one, in order.
    private static func spread(_ dense: [UInt64], over present: [Bool]?) -> [UInt64] {
        guard let present else { return dense }
        var values = dense.makeIterator()
        return present.map { $0 ? values.next() ?? 0 : 0 }
    }
}
