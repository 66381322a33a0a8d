import Candles

/// The stored form of the candles of one series in one period: a pure function in both directions.
///
/// Candles are stored by column. A column of decimal numbers is turned into whole numbers of its smallest decimal
/// place, which small predictions make smaller still, and those are packed with as few bits as they need. Each
/// column is checked number by number when it is encoded: what does not come back bit for bit is stored raw.
///
///     version u8 | interval u8 | day i32 | rows u32 | open times | close times | vintages | prices | volumes | crc32
///
/// All numbers are little-endian; the checksum covers everything before it. See the project's format description
/// for the parts.
enum ChunkCodec {
    /// The format that is written.
    static let version: UInt8 = 1

    /// How the open times are stored.
    enum TimeKind: UInt8 {
        /// One candle in every slot, from the slot that follows (u32).
        case run = 0
        /// The first slot and the number of slots (u32 each), then a bit for each slot.
        case bitmap = 1
        /// The open time of each candle in milliseconds (i64): for candles that are off the grid.
        case explicit = 2
    }

    /// How the close times or the vintages are stored.
    enum RowKind: UInt8 {
        /// The same for all rows: every candle ends with its slot, or has the vintage that follows.
        case uniform = 0
        /// One by one: a list of the rows that end elsewhere, or a vintage for each row.
        case listed = 1
    }

    /// How a column is stored; ``someMissing`` is added where some rows have no value.
    enum ColumnKind: UInt8 {
        /// No row has a value.
        case absent = 0
        /// All values have the same 64 bits, which follow.
        case constant = 1
        /// 64 bits for each value.
        case raw = 2
        /// Scale (u8), first value (i64), packed differences from the value before.
        case scaled = 3
        /// Scale (u8), packed differences from base volume times the middle of high and low.
        case priced = 4

        /// Added to the kind where a bit for each row, saying whether it has a value, precedes the values.
        static let someMissing: UInt8 = 0x80
    }

    /// How the four prices are stored.
    enum PriceKind: UInt8 {
        /// As four columns.
        case columns = 0
        /// One scale (u8), the first open (i64), then packed: open less the close before, close less open, high
        /// less the greater of the two, the smaller of the two less low.
        case candles = 1
    }

    /// The codes of the intervals in files, which must never change.
    static let intervals: [Interval] = [
        .s1, .m1, .m3, .m5, .m15, .m30, .h1, .h2, .h4, .h6, .h8, .h12, .d1, .d3, .w1, .month,
    ]

    /// The bytes that a chunk of some rows takes at most.
    static func capacity(_ rows: Int) -> Int {
        // A head, open and close times one by one, vintages, and nine columns with bits for missing values.
        256 + rows * (8 + 12 + 1) + 9 * (BitPacking.capacity(rows) + rows / 8 + 32)
    }
}
