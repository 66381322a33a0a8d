public import Candles

/// Candle versions of one series by column, as the store holds them: the form in which many are read.
///
/// Element *i* of every column belongs to version *i*. An unknown volume is NaN, an unknown number of trades is -1.
public struct StoredColumns: Sendable {
    /// When each candle begins, in milliseconds since 1970 UTC; strictly ascending.
    public internal(set) var openTimes: [Int64] = []
    /// The exclusive end of each candle, in milliseconds since 1970 UTC.
    public internal(set) var closeTimes: [Int64] = []
    /// The first price.
    public internal(set) var open: [Double] = []
    /// The highest price.
    public internal(set) var high: [Double] = []
    /// The lowest price.
    public internal(set) var low: [Double] = []
    /// The last price.
    public internal(set) var close: [Double] = []
    /// The amount traded in the base asset; NaN where it is not known.
    public internal(set) var baseVolume: [Double] = []
    /// The amount traded in the quote asset; NaN where it is not known.
    public internal(set) var quoteVolume: [Double] = []
    /// The number of trades; -1 where it is not known.
    public internal(set) var trades: [Int64] = []
    /// The part of the base volume that takers bought; NaN where it is not known.
    public internal(set) var takerBaseVolume: [Double] = []
    /// The part of the quote volume that takers bought with; NaN where it is not known.
    public internal(set) var takerQuoteVolume: [Double] = []
    /// The raw values of the vintages; see ``vintage(at:)``.
    public internal(set) var vintages: [UInt8] = []

    /// No candles.
    public init() {}

    /// Closed candles of one vintage.
    ///
    /// - Complexity: O(candles), of which a byte each is new memory.
    public init(_ columns: CandleColumns) {
        openTimes = columns.openTimes
        closeTimes = columns.closeTimes
        open = columns.open
        high = columns.high
        low = columns.low
        close = columns.close
        baseVolume = columns.baseVolume
        quoteVolume = columns.quoteVolume
        trades = columns.trades
        takerBaseVolume = columns.takerBaseVolume
        takerQuoteVolume = columns.takerQuoteVolume
        vintages = Array(repeating: columns.vintage.rawValue, count: columns.count)
    }

    /// Versions in strictly ascending order of open time.
    public init(_ versions: some Collection<CandleVersion>) {
        reserve(versions.count)
        for version in versions { append(version) }
    }

    /// The number of candles.
    public var count: Int { openTimes.count }

    /// Whether there is no candle.
    public var isEmpty: Bool { openTimes.isEmpty }

    /// Where the candle at an index comes from.
    public func vintage(at index: Int) -> Vintage {
        guard let vintage = Vintage(rawValue: vintages[index]) else {
            preconditionFailure("only stored vintages are kept, was \(vintages[index])")
        }
        return vintage
    }

    /// The candle at an index as a version.
    ///
    /// - Precondition: The index is below ``count``.
    public func version(at index: Int) -> CandleVersion {
        do {
            guard
                let version = CandleVersion(
                    stored: OpenTime(milliseconds: openTimes[index]), values: try values(at: index),
                    vintage: vintage(at: index))
            else { preconditionFailure("a filled candle is never kept") }
            return version
        } catch {
            preconditionFailure("only checked values are kept, was \(error)")
        }
    }

    /// All candles as versions.
    public var versions: [CandleVersion] { (0..<count).map { version(at: $0) } }

    /// The values of the candle at an index, checked.
    func values(at index: Int) throws(CandleError) -> CandleValues {
        func known(_ volume: Double) -> Double? { volume.isNaN ? nil : volume }
        return try CandleValues(
            open: open[index], high: high[index], low: low[index], close: close[index],
            closeTime: OpenTime(milliseconds: closeTimes[index]), baseVolume: known(baseVolume[index]),
            quoteVolume: known(quoteVolume[index]), trades: trades[index] == -1 ? nil : trades[index],
            takerBaseVolume: known(takerBaseVolume[index]),
            takerQuoteVolume: known(takerQuoteVolume[index]))
    }

    /// The indices of the candles that open inside a range.
    ///
    /// - Complexity: O(log *n*).
    public func indices(in range: TimeRange) -> Range<Int> {
        let start = firstIndex(atOrAfter: range.start.milliseconds)
        return start..<max(start, firstIndex(atOrAfter: range.end.milliseconds))
    }

    /// The index of the first candle that opens at a time or later, or the count.
    func firstIndex(atOrAfter time: Int64, from start: Int = 0) -> Int {
        var (low, high) = (start, count)
        while low < high {
            let middle = (low + high) / 2
            if openTimes[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
