public import Candles
public import ServingLayer

/// What is missing of one series, with everything that the store knows about why.
public struct SeriesGaps: Sendable {
    /// The series.
    public let key: SeriesKey
    /// What is held of it.
    public let held: HeldRanges
    /// What is missing, oldest first.
    public let gaps: [Gap]

    /// Reads what is missing of some series.
    ///
    /// What lies after the last time that the exchange was asked for anything is not missing yet.
    ///
    /// - Parameters:
    ///   - keys: The series; each must hold something to have gaps.
    ///   - from: The first time looked at; nil is the first candle held.
    ///   - to: The end of the times looked at; nil, or a later one, is the last time that the exchange was asked.
    ///   - store: The store.
    /// - Returns: One entry for each series, in the same order.
    /// - Throws: ``StoreError/damagedChunk(key:day:reason:)`` if a chunk that must be read cannot be trusted.
    /// - Complexity: O(chunks and answers), plus O(candles) of the chunks with holes.
    public static func read(
        _ keys: [SeriesKey], from: OpenTime? = nil, to: OpenTime? = nil, in store: CandleStore
    ) async throws(StoreError) -> [SeriesGaps] {
        var coverages: [SeriesKey: Coverage] = [:]
        for key in Set(try await store.keys() + keys) { coverages[key] = try await store.coverage(key) }
        let asked = coverages.values.flatMap { $0.answers.map(\.answeredAt) }.max()
        let statuses = try await store.statuses()
        var result: [SeriesGaps] = []
        for key in keys {
            let held = try await store.heldRanges(key)
            let coverage = coverages[key] ?? Coverage()
            var finder = GapFinder(interval: key.interval, runs: held.ranges, coverage: coverage)
            finder.failures = try await store.failures(key).map(\.range)
            if let status = statuses[key.symbol] { finder.trading = GapFinder.Trading(status: status.status) }
            let range = range(key, held, finder, from: from, to: to, asked: asked)
            if held.offGrid > 0 { finder.offGrid = try await offGrid(finder, range, key, store) }
            result.append(SeriesGaps(key: key, held: held, gaps: finder.gaps(in: range)))
        }
        return result
    }

    private static func range(
        _ key: SeriesKey, _ held: HeldRanges, _ finder: GapFinder, from: OpenTime?, to: OpenTime?,
        asked: OpenTime?
    ) -> TimeRange {
        let answered = finder.coverage.answers.map { max($0.range.start, .earliest) }
        let first = held.ranges.first?.start ?? (answered + finder.failures.map(\.start)).min()
        guard let start = from.map({ key.interval.slot(atOrAfter: $0) }) ?? first else {
            return TimeRange(.earliest, .earliest)
        }
        let ends = [asked.map { key.interval.slot(containing: $0) }, held.ranges.last?.end].compactMap { $0 }
        let end = ends.max() ?? start
        return TimeRange(start, to.map { min(end, key.interval.slot(atOrAfter: $0)) } ?? end)
    }

    /// The times of the candles off the grid that reach into slots that hold none.
    private static func offGrid(
        _ finder: GapFinder, _ range: TimeRange, _ key: SeriesKey, _ store: CandleStore
    ) async throws(StoreError) -> [TimeRange] {
        var found: [TimeRange] = []
        for gap in finder.gaps(in: range) where gap.reason == .outage {
            let before = key.interval.slot(containing: gap.range.start - 1)
            let around = try await store.candles(key, in: TimeRange(before, gap.range.start))
            for version in around.versions
            where version.isClosed && version.openTime != key.interval.slot(containing: version.openTime) {
                found.append(TimeRange(version.openTime, version.values.closeTime))
            }
        }
        return found
    }
}
