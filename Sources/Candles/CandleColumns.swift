/// Closed candles of one series by column: the form in which many candles are read, packed and stored.
///
/// Element *i* of every column belongs to candle *i*. An unknown volume is NaN, an unknown number of trades is -1.
public struct CandleColumns: Sendable {
    /// Where the candles come from.
    public let vintage: Vintage.Closed
    /// When each candle begins, in milliseconds since 1970 UTC.
    public private(set) var openTimes: [Int64] = []
    /// The exclusive end of each candle, in milliseconds since 1970 UTC.
    public private(set) var closeTimes: [Int64] = []
    /// The first price.
    public private(set) var open: [Double] = []
    /// The highest price.
    public private(set) var high: [Double] = []
    /// The lowest price.
    public private(set) var low: [Double] = []
    /// The last price.
    public private(set) var close: [Double] = []
    /// The amount traded in the base asset; NaN where it is not known.
    public private(set) var baseVolume: [Double] = []
    /// The amount traded in the quote asset; NaN where it is not known.
    public private(set) var quoteVolume: [Double] = []
    /// The number of trades; -1 where it is not known.
    public private(set) var trades: [Int64] = []
    /// The part of the base volume that takers bought; NaN where it is not known.
    public private(set) var takerBaseVolume: [Double] = []
    /// The part of the quote volume that takers bought with; NaN where it is not known.
    public private(set) var takerQuoteVolume: [Double] = []

    /// No candles of a vintage.
    public init(_ vintage: Vintage.Closed) {
        self.vintage = vintage
    }

    /// Candles whose columns were made elsewhere, of one length, with checked values.
    init(
        _ vintage: Vintage.Closed, openTimes: [Int64], closeTimes: [Int64], open: [Double], high: [Double],
        low: [Double], close: [Double], baseVolume: [Double], quoteVolume: [Double], trades: [Int64],
        takerBaseVolume: [Double], takerQuoteVolume: [Double]
    ) {
        self.vintage = vintage
        self.openTimes = openTimes
        self.closeTimes = closeTimes
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.baseVolume = baseVolume
        self.quoteVolume = quoteVolume
        self.trades = trades
        self.takerBaseVolume = takerBaseVolume
        self.takerQuoteVolume = takerQuoteVolume
    }

    /// Makes room for some candles in all.
    public mutating func reserveCapacity(_ count: Int) {
        openTimes.reserveCapacity(count)
        closeTimes.reserveCapacity(count)
        open.reserveCapacity(count)
        high.reserveCapacity(count)
        low.reserveCapacity(count)
        close.reserveCapacity(count)
        baseVolume.reserveCapacity(count)
        quoteVolume.reserveCapacity(count)
        trades.reserveCapacity(count)
        takerBaseVolume.reserveCapacity(count)
        takerQuoteVolume.reserveCapacity(count)
    }

    /// The number of candles.
    public var count: Int { openTimes.count }

    /// Adds a candle at the end.
    public mutating func append(_ openTime: OpenTime, _ values: CandleValues) {
        openTimes.append(openTime.milliseconds)
        closeTimes.append(values.closeTime.milliseconds)
        open.append(values.open)
        high.append(values.high)
        low.append(values.low)
        close.append(values.close)
        baseVolume.append(values.baseVolume ?? .nan)
        quoteVolume.append(values.quoteVolume ?? .nan)
        trades.append(values.trades ?? -1)
        takerBaseVolume.append(values.takerBaseVolume ?? .nan)
        takerQuoteVolume.append(values.takerQuoteVolume ?? .nan)
    }

    /// Adds a candle whose values were checked, at the end; volumes are base, quote, taker base and taker quote.
    @inline(__always)
    mutating func append(
        openTime: Int64, closeTime: Int64, prices: (open: Double, high: Double, low: Double, close: Double),
        volumes: (Double, Double, Double, Double), trades count: Int64
    ) {
        openTimes.append(openTime)
        closeTimes.append(closeTime)
        open.append(prices.open)
        high.append(prices.high)
        low.append(prices.low)
        close.append(prices.close)
        baseVolume.append(volumes.0)
        quoteVolume.append(volumes.1)
        trades.append(count)
        takerBaseVolume.append(volumes.2)
        takerQuoteVolume.append(volumes.3)
    }

    /// Takes all candles away and keeps the memory.
    public mutating func removeAll() {
        openTimes.removeAll(keepingCapacity: true)
        closeTimes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        high.removeAll(keepingCapacity: true)
        low.removeAll(keepingCapacity: true)
        close.removeAll(keepingCapacity: true)
        baseVolume.removeAll(keepingCapacity: true)
        quoteVolume.removeAll(keepingCapacity: true)
        trades.removeAll(keepingCapacity: true)
        takerBaseVolume.removeAll(keepingCapacity: true)
        takerQuoteVolume.removeAll(keepingCapacity: true)
    }

    /// The candle at an index as a version.
    ///
    /// - Precondition: The index is below ``count``.
    public func version(at index: Int) -> CandleVersion {
        func known(_ volume: Double) -> Double? { volume.isNaN ? nil : volume }
        do {
            let values = try CandleValues(
                open: open[index], high: high[index], low: low[index], close: close[index],
                closeTime: OpenTime(milliseconds: closeTimes[index]), baseVolume: known(baseVolume[index]),
                quoteVolume: known(quoteVolume[index]), trades: trades[index] < 0 ? nil : trades[index],
                takerBaseVolume: known(takerBaseVolume[index]),
                takerQuoteVolume: known(takerQuoteVolume[index]))
            let candle = ClosedCandle(openTime: OpenTime(milliseconds: openTimes[index]), values: values)
            return CandleVersion(candle, from: vintage)
        } catch {
            preconditionFailure("only checked values are added, was \(error)")
        }
    }
}
