import Candles
import Parquet
import ServingLayer

/// Candles by column, gathered until there are enough to be written.
struct CandleRows {
    private static let vintages = Vintage.allCases
    /// The index of a vintage in the list of all, by its raw value.
    private static let indexes: [Int32] = (0...UInt8.max).map { raw in
        Int32(vintages.firstIndex { $0.rawValue == raw } ?? 0)
    }

    private var openTimes: [Int64] = []
    /// The last millisecond of each candle, as the exchange has it.
    private var closeTimes: [Int64] = []
    private var open: [Double] = []
    private var high: [Double] = []
    private var low: [Double] = []
    private var close: [Double] = []
    private var baseVolume: [Double] = []
    private var quoteVolume: [Double] = []
    private var takerBaseVolume: [Double] = []
    private var takerQuoteVolume: [Double] = []
    /// The number of trades; -1 where it is not known.
    private var trades: [Int64] = []
    private var vintage: [Int32] = []
    private var isClosed: [Bool] = []
    private var parts: [Int64] = []

    /// The number of candles.
    var count: Int { openTimes.count }

    /// Adds candles that are written as they are stored.
    mutating func append(_ columns: StoredColumns) {
        openTimes += columns.openTimes
        closeTimes += columns.closeTimes.lazy.map { $0 - 1 }
        open += columns.open
        high += columns.high
        low += columns.low
        close += columns.close
        baseVolume += columns.baseVolume
        quoteVolume += columns.quoteVolume
        takerBaseVolume += columns.takerBaseVolume
        takerQuoteVolume += columns.takerQuoteVolume
        trades += columns.trades
        vintage += columns.vintages.lazy.map { Self.indexes[Int($0)] }
        isClosed += columns.vintages.lazy.map { $0 > Vintage.open.rawValue }
    }

    /// Adds a candle made of a number of smaller ones.
    mutating func append(
        _ openTime: OpenTime, _ values: CandleValues, _ source: Vintage, isClosed closed: Bool,
        parts count: Int
    ) {
        openTimes.append(openTime.milliseconds)
        closeTimes.append(values.closeTime.milliseconds - 1)
        open.append(values.open)
        high.append(values.high)
        low.append(values.low)
        close.append(values.close)
        baseVolume.append(values.baseVolume ?? .nan)
        quoteVolume.append(values.quoteVolume ?? .nan)
        takerBaseVolume.append(values.takerBaseVolume ?? .nan)
        takerQuoteVolume.append(values.takerQuoteVolume ?? .nan)
        trades.append(values.trades ?? -1)
        vintage.append(Self.indexes[Int(source.rawValue)])
        isClosed.append(closed)
        parts.append(Int64(count))
    }

    /// The values of a column.
    func vector(_ column: ExportColumn) -> ParquetVector {
        switch column.name {
        case "open_time": ParquetVector(.int64s(openTimes))
        case "open": ParquetVector(.doubles(open))
        case "high": ParquetVector(.doubles(high))
        case "low": ParquetVector(.doubles(low))
        case "close": ParquetVector(.doubles(close))
        case "base_volume": .known(baseVolume)
        case "close_time": ParquetVector(.int64s(closeTimes))
        case "quote_volume": .known(quoteVolume)
        case "trades":
            ParquetVector(.int64s(trades), present: trades.contains(-1) ? trades.map { $0 >= 0 } : nil)
        case "taker_base_volume": .known(takerBaseVolume)
        case "taker_quote_volume": .known(takerQuoteVolume)
        case "candles": ParquetVector(.int64s(parts))
        case "vintage": ParquetVector(.words(vintage, of: Self.vintages.map(\.name)))
        case "closed": ParquetVector(.booleans(isClosed))
        default: ParquetVector(.int64s([Int64](repeating: 0, count: count)))
        }
    }

    /// Takes all candles away.
    mutating func removeAll() { self = CandleRows() }
}
