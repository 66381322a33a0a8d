/// What the rows of a file turned out to be.
public struct ImportCounts: Hashable, Sendable {
    /// The lines of the file.
    public var lines = 0
    /// The rows that are candles, repeated ones too.
    public var candles = 0
    /// The rows that repeat the open time of another row.
    public var repeated = 0
    /// The repeated rows that have other values; of such the join keeps one.
    public var different = 0
    /// The rows whose prices are all missing: minutes without trades.
    public var empty = 0
    /// The rows of other symbols.
    public var otherSymbol = 0
    /// The rows that were not taken.
    public var rejected = 0
    /// The candles whose open time is off the interval's grid.
    public var offGrid = 0
    /// The first open time, in milliseconds since 1970.
    public var first = Int64.max
    /// The last open time, in milliseconds since 1970.
    public var last = Int64.min

    /// No rows.
    public init() {}

    /// Adds what another part of the file had.
    public mutating func add(_ other: ImportCounts) {
        lines += other.lines
        candles += other.candles
        repeated += other.repeated
        different += other.different
        empty += other.empty
        otherSymbol += other.otherSymbol
        rejected += other.rejected
        offGrid += other.offGrid
        first = min(first, other.first)
        last = max(last, other.last)
    }
}
