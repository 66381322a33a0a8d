/// Rolls candles up into one candle of a larger interval, one after the other.
///
/// Open is the first open, close the last close, high and low are the extremes. Volumes are added exactly
/// (``VolumeSum``); a volume that one of the candles does not know is unknown in the sum, and so is a number of trades
/// that does not fit 64 bits.
public struct Rollup: Hashable, Sendable {
    /// The number of candles taken in.
    public private(set) var count = 0
    /// The lowest vintage among the candles taken in, or nil before the first.
    public private(set) var lowestVintage: Vintage?
    /// Whether a candle came from the stream.
    public private(set) var hasStream = false

    private var open = 0.0
    private var high = 0.0
    private var low = 0.0
    private var close = 0.0
    private var trades: Int64? = 0
    private var volumes: [VolumeSum?] = Array(repeating: VolumeSum(), count: 4)

    /// An empty roll-up.
    public init() {}

    /// Takes in the next candle.
    ///
    /// - Parameter version: A candle later than all before it.
    public mutating func add(_ version: CandleVersion) {
        add(version.vintage)
        add(version.values)
    }

    /// Takes in the values of the next candle.
    public mutating func add(_ values: CandleValues) {
        if count == 0 {
            open = values.open
            high = values.high
            low = values.low
        }
        high = max(high, values.high)
        low = min(low, values.low)
        close = values.close
        trades = trades.flatMap { sum in
            values.trades.flatMap { count in
                let (total, isTooLarge) = sum.addingReportingOverflow(count)
                return isTooLarge ? nil : total
            }
        }
        let added = [values.baseVolume, values.quoteVolume, values.takerBaseVolume, values.takerQuoteVolume]
        for (index, volume) in added.enumerated() {
            guard let volume else {
                volumes[index] = nil
                continue
            }
            volumes[index]?.add(volume)
        }
        count += 1
    }

    /// Takes in the next candles, given by column, as if one by one.
    ///
    /// - Parameters:
    ///   - rows: The rows to take in, of columns that all have them.
    ///   - open: First prices.
    ///   - high: Highest prices.
    ///   - low: Lowest prices.
    ///   - close: Last prices.
    ///   - volumes: Base, quote, taker base and taker quote volumes; NaN where one is not known.
    ///   - trades: Numbers of trades; below 0 where one is not known.
    ///   - vintages: Raw values of vintages.
    /// - Precondition: Each row is a candle, later than all before it.
    /// - Complexity: O(rows).
    public mutating func add(
        _ rows: Range<Int>, open: [Double], high: [Double], low: [Double], close: [Double],
        volumes: (base: [Double], quote: [Double], takerBase: [Double], takerQuote: [Double]),
        trades: [Int64], vintages: [UInt8]
    ) {
        guard let first = rows.first, let last = rows.last else { return }
        if count == 0 {
            self.open = open[first]
            self.high = high[first]
            self.low = low[first]
        }
        for row in rows {
            self.high = max(self.high, high[row])
            self.low = min(self.low, low[row])
        }
        self.close = close[last]
        for (index, column) in [volumes.base, volumes.quote, volumes.takerBase, volumes.takerQuote]
            .enumerated()
        {
            let isKnown = column[rows].withUnsafeBufferPointer { self.volumes[index]?.add($0) ?? false }
            if !isKnown { self.volumes[index] = nil }
        }
        add(trades[rows])
        var before: UInt8?
        for code in vintages[rows] where code != before {
            guard let vintage = Vintage(rawValue: code) else {
                preconditionFailure("a vintage must be known, was \(code)")
            }
            add(vintage)
            before = code
        }
        count += rows.count
    }

    private mutating func add(_ numbers: ArraySlice<Int64>) {
        guard var sum = trades else { return }
        var (lowest, isTooLarge): (Int64, Bool) = (0, false)
        for number in numbers {
            lowest = min(lowest, number)
            let (total, overflow) = sum.addingReportingOverflow(number)
            (sum, isTooLarge) = (total, isTooLarge || overflow)
        }
        trades = lowest < 0 || isTooLarge ? nil : sum
    }

    private mutating func add(_ vintage: Vintage) {
        lowestVintage = min(lowestVintage ?? vintage, vintage)
        hasStream = hasStream || vintage == .streamClosed || vintage == .open
    }

    /// The candle of all that was taken in.
    ///
    /// - Parameter closeTime: The exclusive end of the larger interval.
    /// - Returns: The values, or nil if nothing was taken in.
    public func values(closeTime: OpenTime) -> CandleValues? {
        guard count > 0 else { return nil }
        do {
            return try CandleValues(
                open: open, high: high, low: low, close: close, closeTime: closeTime,
                baseVolume: volumes[0]?.total, quoteVolume: volumes[1]?.total, trades: trades,
                takerBaseVolume: volumes[2]?.total, takerQuoteVolume: volumes[3]?.total)
        } catch {
            preconditionFailure("the roll-up of valid candles must be valid, was \(error)")
        }
    }
}
