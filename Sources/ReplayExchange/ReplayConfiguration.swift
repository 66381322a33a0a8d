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
    /// How much of the first minute had passed when the server started; nil for as much as of the wall clock's.
    ///
    /// The exchange's minutes have fixed bounds, and its header `Date` shows where they are.
    public var weightPhase: Duration?
    /// The weight that other programs at the client's address use in a minute.
    public var foreignWeight = 0
    /// The refusals in one pause after which a client that goes on is banned.
    public var patience = 10
    /// Seconds of the limits' clock in a second of wall time; above 1 for tests whose client's clock is as fast.
    public var limitSpeed = 1.0
    /// What goes wrong on purpose with requests.
    public var faults = FaultSchedule()
    /// The pause that a 429 on purpose asks for, in seconds.
    public var faultRetryAfter = 1
    /// The time between two pieces of an answer that is slow on purpose.
    public var pieceEvery: Duration = .seconds(1)
    /// The number of requests that the server remembers for ``ReplayServer/journal``.
    public var journalLimit = 100_000
    /// A file that gets a line of JSON for every request, or nil.
    public var journalFile: String?
    /// Changes of the symbols' status; without any a symbol trades all the time.
    public var statuses: [SymbolChange] = []
    /// The virtual times from which on symbols are known at all; others are known all the time.
    public var listings: [Symbol: OpenTime] = [:]
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
    /// Whether a file of the archive is there only from its publication on, in virtual time.
    ///
    /// A day's file is published when the next day begins, a month's on the first Monday of the next month.
    public var archivePublishing = false
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
        guard foreignWeight >= 0 else {
            throw .usage(option: "foreign weight", value: "\(foreignWeight)", reason: "a weight is 0 or more")
        }
        guard patience >= 0, journalLimit >= 0 else {
            throw .usage(
                option: patience < 0 ? "patience" : "journal limit",
                value: "\(min(patience, journalLimit))", reason: "a number of requests is 0 or more")
        }
        guard faultRetryAfter >= 0 else {
            throw .usage(
                option: "retry after", value: "\(faultRetryAfter)",
                reason: "a number of seconds is 0 or more")
        }
        guard limitSpeed > 0, limitSpeed.isFinite else {
            throw .usage(option: "limit speed", value: "\(limitSpeed)", reason: "a speed is above 0")
        }
        if let weightPhase, weightPhase < .zero || weightPhase >= weightWindow {
            throw .usage(
                option: "weight phase", value: "\(weightPhase)",
                reason: "it is 0 to below the weight window")
        }
        try faults.check()
        let durations = [
            ("time between pieces", pieceEvery), ("weight window", weightWindow),
            ("ping interval", pingEvery), ("pong limit", pongLimit),
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

    /// When symbols are known and trade.
    var calendar: ListingCalendar { ListingCalendar(changes: statuses, listings: listings) }

    /// The meter of the request weight of a server that starts at a wall time.
    func meter(startedAt wall: OpenTime) -> WeightMeter {
        WeightMeter(
            limit: weightLimit, window: weightWindow, phase: phase(startedAt: wall),
            foreignWeight: foreignWeight, patience: patience)
    }

    /// What the header `Date` says when a server starts at a wall time: at a bound of the weight window the
    /// exchange's time is a whole number of windows.
    func date(startedAt wall: OpenTime) -> OpenTime {
        let window = max(1, Int64(weightWindow.milliseconds))
        return wall - wall.milliseconds % window + Int64(phase(startedAt: wall).milliseconds)
    }

    private func phase(startedAt wall: OpenTime) -> Duration {
        let window = max(1, Int64(weightWindow.milliseconds))
        return weightPhase ?? .milliseconds(wall.milliseconds % window)
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
