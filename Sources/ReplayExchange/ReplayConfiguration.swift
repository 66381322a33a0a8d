public import Candles

/// What a replay exchange serves, how its clock runs, and how it treats its clients.
///
/// Candles, server time and event times run in virtual time; pings, cuts and rate limits run in wall time.
public struct ReplayConfiguration: Sendable {
    /// Where the candles come from.
    public enum Contents: Hashable, Sendable {
        /// A folder with files named `SYMBOL-INTERVAL.csv.gz` or `SYMBOL-INTERVAL.csv`.
        case folder(String)
        /// A made-up market of a seed with 1 to 12 symbols, the same on every machine.
        case simulated(seed: UInt64, symbols: Int)
    }

    /// Where the candles come from.
    public var contents: Contents
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 for any free one.
    public var port = 0
    /// The virtual time at the start; nil for the end of the data, simulated for 2025-06-29T23:50:00Z.
    public var now: OpenTime?
    /// Virtual seconds in a wall second; 0 for a clock that stands still.
    public var speed = 1.0
    /// The virtual time at which the clock stops; nil for the end of the last candle.
    public var until: OpenTime?
    /// Whether the clock stands at its start until the first stream connection opens.
    ///
    /// A client then misses nothing, however long it takes to connect.
    public var waitsForStream = false
    /// The request weight allowed in a minute.
    public var weightLimit = 6000
    /// The length of that minute.
    public var weightWindow: Duration = .seconds(60)
    /// The time from one ping to the next.
    public var pingEvery: Duration = .seconds(20)
    /// How long a client may leave a ping unanswered.
    public var pongLimit: Duration = .seconds(60)
    /// How long a stream connection lives before it is closed without a close frame.
    public var cutAfter: Duration = .seconds(86_400)
    /// Whether the event `serverShutdown` is sent before that cut.
    public var announcesCut = false
    /// Virtual times at which all open stream connections are closed without a close frame.
    public var cutAt: [OpenTime] = []
    /// Virtual times at which all open stream connections fall silent for ever, but stay open.
    public var stallAt: [OpenTime] = []
    /// A folder with the tree `data/spot/…` of bulk archive files, or nil.
    public var archive: String?
    /// A file `SYMBOL-aggTrades-….csv` of recorded trades, or nil; only with recorded candles.
    public var trades: String?
    /// The bytes that may wait for a slow reader; one that is further behind is cut.
    public var backlogLimit = 8 << 20

    /// A configuration with the values of the real exchange.
    public init(_ contents: Contents) {
        self.contents = contents
    }
}

extension ReplayConfiguration {
    /// Refuses what makes no sense, before anything is loaded.
    func check() throws(ReplayError) {
        guard (0...65_535).contains(port) else {
            throw .usage(option: "port", value: "\(port)", reason: "a port is 0 to 65535")
        }
        guard weightLimit > 0 else {
            throw .usage(option: "weight limit", value: "\(weightLimit)", reason: "a limit is 1 or more")
        }
        let durations = [
            ("weight window", weightWindow), ("ping interval", pingEvery), ("pong limit", pongLimit),
            ("cut time", cutAfter),
        ]
        for (name, duration) in durations where duration <= .zero {
            throw .usage(option: name, value: "\(duration)", reason: "a duration is above 0")
        }
        if case .simulated = contents, let trades {
            throw .usage(
                option: "trades", value: trades, reason: "a simulated market makes its own trades")
        }
    }

    /// The times of a stream connection.
    var connectionLimits: ConnectionTimer.Limits {
        ConnectionTimer.Limits(
            pingEvery: pingEvery, pongLimit: pongLimit, cutAfter: cutAfter, announcesCut: announcesCut)
    }

    /// Loads or makes the market.
    func market() async throws(ReplayError) -> Market {
        switch contents {
        case .simulated(let seed, let symbols):
            return try MarketSimulator(seed: seed, symbols: symbols, now: now ?? MarketSimulator.defaultNow)
                .market()
        case .folder(let path):
            var tapes: [Symbol: TradeTape] = [:]
            if let trades {
                let file = try TradeFile.load(trades)
                tapes[file.symbol] = .recorded(file.trades)
            }
            return Market(tables: try await MarketFolder.load(path), tapes: tapes)
        }
    }

    /// The clock for a market.
    func clock(for market: Market) throws(ReplayError) -> VirtualClock {
        let end = market.end ?? OpenTime.earliest
        let isSimulated = if case .simulated = contents { true } else { false }
        let start = now ?? (isSimulated ? MarketSimulator.defaultNow : end)
        return try VirtualClock(start: start, speed: speed, until: until ?? max(start, end))
    }
}
