/// Memory that packing and unpacking chunks needs for a while, made once for many chunks.
final class CodecScratch {
    /// The number of rows that fit.
    let rows: Int
    /// The differences of a column.
    let packed: UnsafeMutablePointer<UInt64>
    /// The numbers of a column without the unknown ones.
    let dense: UnsafeMutablePointer<Double>
    /// Whole units of the four prices, a base volume and a quote volume.
    let open: UnsafeMutablePointer<Int64>
    let high: UnsafeMutablePointer<Int64>
    let low: UnsafeMutablePointer<Int64>
    let close: UnsafeMutablePointer<Int64>
    let base: UnsafeMutablePointer<Int64>
    let quote: UnsafeMutablePointer<Int64>
    /// Room for the bytes of a chunk.
    let bytes: UnsafeMutableRawBufferPointer

    /// Memory for chunks of up to some rows.
    init(rows: Int, writes: Bool) {
        self.rows = rows
        packed = .allocate(capacity: rows)
        dense = .allocate(capacity: rows)
        open = .allocate(capacity: rows)
        high = .allocate(capacity: rows)
        low = .allocate(capacity: rows)
        close = .allocate(capacity: rows)
        base = .allocate(capacity: rows)
        quote = .allocate(capacity: rows)
        bytes = .allocate(byteCount: writes ? ChunkCodec.capacity(rows) : 0, alignment: 8)
    }

    deinit {
        packed.deallocate()
        dense.deallocate()
        open.deallocate()
        high.deallocate()
        low.deallocate()
        close.deallocate()
        base.deallocate()
        quote.deallocate()
        bytes.deallocate()
    }
}
