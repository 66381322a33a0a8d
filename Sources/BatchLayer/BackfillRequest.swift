public import Candles

/// What a user wants to hold: for some symbols, ranges of some intervals.
public struct BackfillRequest: Hashable, Sendable {
    /// The symbols, in the order they are reported.
    public let symbols: [Symbol]
    /// What is wanted of every symbol.
    public let ranges: [SeriesRange]
    /// From where candles of the past are fetched.
    public let source: Source

    /// From where candles of the past are fetched.
    ///
    /// What is held afterwards is the same: what no file of the archive has is asked of REST in any case.
    public enum Source: String, CaseIterable, Hashable, Sendable {
        /// From where it takes the least time.
        case auto
        /// From the bulk archive wherever it can have a file.
        case archive
        /// From the REST interface only.
        case rest
    }

    /// Candles of one interval between two instants; a candle belongs to it by its open time.
    public struct SeriesRange: Hashable, Sendable {
        /// The length of the candles.
        public let interval: Interval
        /// The first instant wanted; nil is the first candle that the exchange has.
        public let from: OpenTime?
        /// The exclusive end; nil is the exchange's now, with the running candle.
        public let to: OpenTime?
        /// Whether all of it is fetched, held or not, and replaces what was fetched before.
        ///
        /// This is for a correction that the exchange has made to candles of the past.
        public let isRefetch: Bool

        /// A range of one interval.
        public init(_ interval: Interval, from: OpenTime? = nil, to: OpenTime? = nil, isRefetch: Bool = false)
        {
            self.interval = interval
            self.from = from
            self.to = to
            self.isRefetch = isRefetch
        }
    }

    /// A request for some symbols.
    public init(symbols: [Symbol], ranges: [SeriesRange], source: Source = .auto) {
        self.symbols = symbols
        self.ranges = ranges
        self.source = source
    }

    /// What the main job needs: daily candles since the listing, and the minutes of the last days.
    ///
    /// - Parameters:
    ///   - symbols: The symbols wanted.
    ///   - now: The exchange's time.
    ///   - minuteDays: The number of whole days before the running one whose minutes are wanted; 0 is today
    ///     only.
    ///   - source: From where candles of the past are fetched.
    /// - Returns: The request.
    public static func standard(
        symbols: [Symbol], now: OpenTime, minuteDays: Int = 3, source: Source = .auto
    ) -> BackfillRequest {
        BackfillRequest(
            symbols: symbols,
            ranges: [
                SeriesRange(.d1),
                SeriesRange(.m1, from: now.day.advanced(by: -max(0, minuteDays)).start),
            ], source: source)
    }

    /// The series asked for, symbol by symbol, each with its range.
    var series: [(key: SeriesKey, range: SeriesRange)] {
        symbols.flatMap { symbol in ranges.map { (SeriesKey(symbol, $0.interval), $0) } }
    }
}
