import Candles

/// The commands that cure what an audit finds.
enum AuditCure {
    /// Fetches candles again, held or not.
    static func refetch(_ symbol: Symbol, _ intervals: [Interval], _ range: TimeRange) -> String {
        fetch(symbol, intervals, range) + " --refetch"
    }

    /// Fetches what is missing.
    static func fetch(_ symbol: Symbol, _ intervals: [Interval], _ range: TimeRange) -> String {
        let wanted = intervals.map { " --interval \($0.rawValue)" }.joined()
        return "candlecast backfill \(symbol)\(wanted) --from \(text(range.start)) --to \(text(range.end))"
    }

    /// Sets a damaged chunk aside and fetches its candles.
    static func replace(_ symbol: Symbol, _ interval: Interval, _ range: TimeRange) -> String {
        fetch(symbol, [interval], range) + " --verify"
    }

    /// Makes the daily view of a symbol again.
    static func merge(_ symbol: Symbol) -> String { "candlecast merge \(symbol)" }

    /// A day as its date, any other time in full.
    private static func text(_ time: OpenTime) -> String {
        time == time.day.start ? "\(time.day)" : "\(time)"
    }
}
