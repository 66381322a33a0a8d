import Candles

/// Everything that the exchange will ever know: all candles and trades, past and, seen from virtual now, future.
///
/// Nothing here knows what time it is; ``MarketView`` shows the part that has happened.
struct Market: Sendable {
    /// The symbols, in order of name.
    ///
    /// A symbol is known all the time, also before its first candle and after its last.
    let symbols: [Symbol]
    /// What stands in the header `X-Candlecast-Source`.
    let source: String
    /// The end of the last candle; nil if there is no candle.
    let end: OpenTime?

    private let tables: [SeriesKey: CandleTable]
    private let tapes: [Symbol: TradeTape]
    private let intervalsOfSymbol: [Symbol: [Interval]]
    private let symbolsOfStreamName: [String: Symbol]
    private var hidden: Set<Symbol> = []

    /// The market of some tables and trades.
    init(
        tables: [SeriesKey: CandleTable], tapes: [Symbol: TradeTape] = [:], symbols: [Symbol] = [],
        source: String = "recorded"
    ) {
        self.tables = tables
        self.tapes = tapes
        self.source = source
        self.symbols = Set(tables.keys.map(\.symbol)).union(tapes.keys).union(symbols).sorted()
        end = tables.values.compactMap(\.closeTimes.last).max().map(OpenTime.init(milliseconds:))
        intervalsOfSymbol = Dictionary(grouping: tables.keys, by: \.symbol).mapValues {
            $0.map(\.interval).sorted()
        }
        symbolsOfStreamName = Dictionary(uniqueKeysWithValues: self.symbols.map { ($0.streamName, $0) })
    }

    /// The table of a series, or nil if it is not recorded.
    subscript(key: SeriesKey) -> CandleTable? { tables[key] }

    /// The intervals recorded of a symbol, the smallest first.
    func intervals(of symbol: Symbol) -> [Interval] { intervalsOfSymbol[symbol] ?? [] }

    /// The trades of a symbol, or nil if there are none.
    func tape(of symbol: Symbol) -> TradeTape? { tapes[symbol] }

    /// Whether a symbol is listed.
    func contains(_ symbol: Symbol) -> Bool {
        symbolsOfStreamName[symbol.streamName] == symbol && !hidden.contains(symbol)
    }

    /// The symbols but those that are not listed yet.
    var listedSymbols: [Symbol] { hidden.isEmpty ? symbols : symbols.filter { !hidden.contains($0) } }

    /// The same market with some symbols that nobody knows of.
    func without(_ unlisted: Set<Symbol>) -> Market {
        var market = self
        market.hidden = unlisted
        return market
    }

    /// The symbol whose name in streams, in small letters, is the given one.
    func symbol(streamName: String) -> Symbol? { symbolsOfStreamName[streamName] }

    /// The number of candles in all.
    var candleCount: Int { tables.values.reduce(0) { $0 + $1.count } }
}
