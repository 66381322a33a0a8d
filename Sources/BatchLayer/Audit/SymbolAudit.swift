import Candles
import ServingLayer

/// The local checks of one symbol, told its candles block by block in order of time.
///
/// It keeps a few numbers for each day and what was found, so the candles of a block can be let go.
struct SymbolAudit {
    /// The symbol.
    let symbol: Symbol
    /// Its series, small intervals first.
    let intervals: [Interval]
    /// What the exchange was asked about each series.
    let coverage: [Interval: Coverage]
    /// Chunks that cannot be read; the time of each is left out of all comparisons.
    let damaged: [Interval: [TimeRange]]

    /// What was found.
    private(set) var findings = AuditList<AuditFinding>()
    /// What was remarked.
    private(set) var remarks = AuditList<AuditRemark>()
    /// The candles looked at.
    private(set) var candles = 0
    /// Candles compared with the smaller ones in them, by interval.
    private(set) var compared: [Interval: Int] = [:]
    /// Candles that could not be compared with all smaller ones, since those are not all held.
    private(set) var notComparable = 0
    /// The runs of slots held of each series.
    private(set) var held: [Interval: HeldRanges] = [:]
    /// The closed candles of each series on each day.
    private(set) var perDay: [Interval: [UTCDay: Int]] = [:]
    /// What each series says about each day, for the daily view.
    private(set) var candidates: [UTCDay: [DayCandidate]] = [:]

    private var series: [Interval: CandleAudit]
    private let answered: [Interval: AnsweredRanges]

    init(
        _ symbol: Symbol, intervals: [Interval], coverage: [Interval: Coverage],
        damaged: [Interval: [TimeRange]]
    ) {
        self.symbol = symbol
        self.intervals = intervals.sorted()
        self.coverage = coverage
        self.damaged = damaged
        series = Dictionary(
            uniqueKeysWithValues: intervals.map { ($0, CandleAudit(SeriesKey(symbol, $0))) })
        answered = Dictionary(
            uniqueKeysWithValues: intervals.map { ($0, AnsweredRanges(coverage[$0] ?? Coverage(), $0)) })
    }

    /// Takes in the candles of some whole days, later than all before.
    ///
    /// - Parameters:
    ///   - days: The days.
    ///   - held: The candles of each series that open in the days, and some that open before.
    ///   - bounds: The first and last open time of each series, to tell an outage from an end.
    mutating func add(
        _ days: ClosedRange<UTCDay>, _ held: [Interval: CandleSeries],
        bounds: [Interval: ClosedRange<OpenTime>]
    ) {
        let block = TimeRange(days.lowerBound.start, days.upperBound.end)
        for interval in intervals {
            for version in held[interval]?[block] ?? [] {
                series[interval]?.add(version)
                candles += 1
                guard version.isClosed else { continue }
                self.held[interval, default: HeldRanges()].add(version.openTime, interval: interval)
                perDay[interval, default: [:]][version.openTime.day, default: 0] += 1
            }
        }
        for day in days {
            let range = TimeRange(day.start, day.end)
            compare(range, held, bounds)
            for interval in intervals where interval == .d1 || interval.dividesDay {
                let versions = held[interval]?[range] ?? []
                if interval == .d1 {
                    candidates[day, default: []] += versions.map(DayCandidate.init(daily:))
                } else if let candidate = DayCandidate(
                    day: day, interval: interval, versions: versions,
                    outages: outages(interval, range, versions, bounds[interval]))
                {
                    candidates[day, default: []].append(candidate)
                }
            }
            if candidates[day]?.isEmpty == true { candidates[day] = nil }
        }
    }

    /// Ends the checks of single candles; call once, after the last block.
    mutating func finish() {
        for interval in intervals {
            guard let audit = series[interval] else { continue }
            findings.add(audit.findings)
            remarks.add(audit.remarks)
        }
    }

    /// Compares the candles of a day with the smaller ones in them.
    ///
    /// Days are compared with every smaller series, other candles with the smallest only.
    private mutating func compare(
        _ day: TimeRange, _ held: [Interval: CandleSeries], _ bounds: [Interval: ClosedRange<OpenTime>]
    ) {
        for larger in intervals where larger == .d1 || larger.dividesDay {
            let smaller = intervals.filter { $0 < larger && divides($0, larger) }
            for part in larger == .d1 ? smaller[...] : smaller.prefix(1) {
                guard let parts = held[part], !isDamaged(part, day), !isDamaged(larger, day) else { continue }
                let audit = RollupAudit(
                    symbol: symbol, larger: larger, smaller: part,
                    largerAnswered: answered[larger] ?? AnsweredRanges(Coverage(), larger),
                    smallerAnswered: answered[part] ?? AnsweredRanges(Coverage(), part),
                    largerBounds: bounds[larger], smallerBounds: bounds[part])
                var slot = TimeRange(day.start, larger.slot(after: day.start))
                while slot.start < day.end {
                    take(
                        audit.compare(
                            slot, whole: held[larger]?[slot].first, parts: parts[slot],
                            before: parts[TimeRange(slot.start - (part.milliseconds ?? 0), slot.start)].last),
                        larger)
                    slot = TimeRange(slot.end, larger.slot(after: slot.end))
                }
            }
        }
    }

    private mutating func take(_ outcome: RollupAudit.Outcome, _ larger: Interval) {
        switch outcome {
        case .nothing: break
        case .notComparable: notComparable += 1
        case .same: compared[larger, default: 0] += 1
        case .finding(let finding):
            compared[larger, default: 0] += 1
            findings.add(finding)
        }
    }

    private func divides(_ smaller: Interval, _ larger: Interval) -> Bool {
        guard let part = smaller.milliseconds, let whole = larger.milliseconds else { return false }
        return whole % part == 0
    }

    private func isDamaged(_ interval: Interval, _ day: TimeRange) -> Bool {
        damaged[interval]?.contains { !$0.clamped(to: day).isEmpty } ?? false
    }

    /// The slots of a day that are known not to exist, as the daily view counts them.
    private func outages(
        _ interval: Interval, _ day: TimeRange, _ versions: ArraySlice<CandleVersion>,
        _ bounds: ClosedRange<OpenTime>?
    ) -> Int {
        guard versions.count < interval.slotCount(in: day), let bounds else { return 0 }
        var around = versions.map(\.openTime)
        if bounds.lowerBound < day.start { around.insert(bounds.lowerBound, at: 0) }
        if bounds.upperBound >= day.end { around.append(bounds.upperBound) }
        let answers = (coverage[interval]?.answers ?? []).filter { !$0.range.clamped(to: day).isEmpty }
        let finder = GapFinder(interval: interval, held: around, coverage: Coverage(answers))
        return finder.gaps(in: day).reduce(0) { $0 + ($1.reason == .outage ? $1.count : 0) }
    }
}
