public import Candles

/// Chooses what the exchange is asked about again, and compares its answer with what is held.
public enum AuditSample {
    /// A page of a series that is asked for again.
    public struct Page: Hashable, Sendable {
        /// The series.
        public let key: SeriesKey
        /// The slots, at most as many as one answer holds.
        public let range: TimeRange
    }

    /// Random pages of what is held, the same for the same seed.
    ///
    /// Every series is cut into pages from its first slot held to its last. Pages are drawn without repetition, from
    /// each series in turn; as many as there are means that everything is asked again.
    ///
    /// - Parameters:
    ///   - held: The runs of slots held of each series: slot-aligned, ascending.
    ///   - count: The number of pages wanted.
    ///   - seed: What the choice depends on.
    ///   - pageLength: The slots of a page.
    /// - Returns: At most `count` pages, in order of series and time.
    /// - Complexity: O(slots held / `pageLength`).
    public static func pages(
        of held: [SeriesKey: [TimeRange]], count: Int, seed: UInt64, pageLength: Int = 1000
    ) -> [Page] {
        var random = Generator(state: seed)
        var decks: [[Page]] = held.keys.sorted().map { key in
            pages(of: key, held[key] ?? [], pageLength).shuffled(using: &random)
        }
        var drawn: [Page] = []
        while drawn.count < count, decks.contains(where: { !$0.isEmpty }) {
            for index in decks.indices where drawn.count < count {
                if let page = decks[index].popLast() { drawn.append(page) }
            }
        }
        return drawn.sorted { ($0.key, $0.range.start) < ($1.key, $1.range.start) }
    }

    /// Random pages of some ranges, the same for the same seed.
    ///
    /// - Parameters:
    ///   - ranges: Slot-aligned ranges of each series; each is cut into pages of its own.
    ///   - count: The number of pages wanted.
    ///   - seed: What the choice depends on.
    ///   - pageLength: The slots of a page.
    /// - Returns: At most `count` pages, in order of series and time.
    /// - Complexity: O(slots / `pageLength`).
    public static func pages(
        ofEach ranges: [SeriesKey: [TimeRange]], count: Int, seed: UInt64, pageLength: Int = 1000
    ) -> [Page] {
        var random = Generator(state: seed)
        let all = ranges.keys.sorted().flatMap { key in
            (ranges[key] ?? []).flatMap { pages(of: key, [$0], pageLength) }
        }
        return all.shuffled(using: &random).prefix(max(0, count)).sorted {
            ($0.key, $0.range.start) < ($1.key, $1.range.start)
        }
    }

    /// The pages of a series that hold anything.
    private static func pages(of key: SeriesKey, _ held: [TimeRange], _ length: Int) -> [Page] {
        guard let first = held.first?.start, let last = held.last?.end else { return [] }
        var pages: [Page] = []
        var start = first
        var run = 0
        while start < last {
            let end = min(advance(start, length, key.interval), last)
            while run < held.count, held[run].end <= start { run += 1 }
            if run < held.count, held[run].start < end {
                pages.append(Page(key: key, range: TimeRange(start, end)))
            }
            start = end
        }
        return pages
    }

    private static func advance(_ time: OpenTime, _ slots: Int, _ interval: Interval) -> OpenTime {
        if let length = interval.milliseconds { return time + Int64(slots) * length }
        return (0..<slots).reduce(time) { time, _ in interval.slot(after: time) }
    }

    /// The differences between what is held and what the exchange says.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - held: The closed candles held of a time, in order.
    ///   - answered: The closed candles of the exchange's answer about it, in order.
    /// - Returns: One finding for each candle that differs, and one for each run of candles that only one side has.
    /// - Complexity: O(candles).
    public static func compare(
        _ key: SeriesKey, held: [CandleVersion], answered: [ClosedCandle]
    ) -> [AuditFinding] {
        var findings: [AuditFinding] = []
        var (mine, theirs) = (held[...], answered[...])
        while mine.first != nil || theirs.first != nil {
            let lost = theirs.prefix { candle in mine.first.map { candle.openTime < $0.openTime } ?? true }
            if let first = lost.first, let last = lost.last {
                findings.append(
                    finding(
                        key, first.openTime, last.openTime,
                        "the exchange has \(count(lost.count)) that \(lost.count == 1 ? "is" : "are") not held"
                    ))
                theirs = theirs.dropFirst(lost.count)
                continue
            }
            let extra = mine.prefix { version in theirs.first.map { version.openTime < $0.openTime } ?? true }
            if let first = extra.first, let last = extra.last {
                findings.append(
                    finding(
                        key, first.openTime, last.openTime,
                        "\(count(extra.count)) \(extra.count == 1 ? "is" : "are") held that the exchange does not have"
                    ))
                mine = mine.dropFirst(extra.count)
                continue
            }
            guard let left = mine.popFirst(), let right = theirs.popFirst() else { break }
            let differences = CandleDifference.betweenSources(left.values, right.values)
            guard !differences.isEmpty else { continue }
            findings.append(
                finding(
                    key, left.openTime, left.openTime, "the exchange says something else now",
                    .init("held (\(left.vintage.name))", "exchange"), differences))
        }
        return findings
    }

    private static func count(_ candles: Int) -> String { candles == 1 ? "1 candle" : "\(candles) candles" }

    private static func finding(
        _ key: SeriesKey, _ first: OpenTime, _ last: OpenTime, _ problem: String,
        _ sides: AuditFinding.Sides = .none, _ differences: [CandleDifference] = []
    ) -> AuditFinding {
        let slots = TimeRange(key.interval.slot(containing: first), key.interval.slot(after: last))
        return AuditFinding(
            .exchange, key, slots, problem: problem, sides: sides, differences: differences,
            cure: AuditCure.refetch(key.symbol, [key.interval], slots))
    }

    /// SplitMix64: a few bits of state suffice to draw pages.
    ///
    /// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
