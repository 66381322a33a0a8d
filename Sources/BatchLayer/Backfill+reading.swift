import Candles
import ServingLayer

extension Backfill {
    /// What the store knows of a series; chunks that cannot be read are set aside, or in a dry run passed
    /// over.
    func known(of key: SeriesKey, dryRun: Bool) async throws(BatchError) -> BackfillJob.Known {
        var known = BackfillJob.Known()
        while true {
            do throws(StoreError) {
                known.held = try await held(key, without: known.damaged)
                known.coverage = try await store.coverage(key)
                return known
            } catch {
                guard case .damagedChunk(key, let day, let reason) = error else { throw BatchError(error) }
                let chunk = DamagedChunk(key: key, day: day, reason: reason)
                let range = Self.range(of: chunk)
                // A chunk that is refused once more after it was dealt with would be refused for ever.
                guard !known.damaged.contains(range) else { throw .store(error) }
                known.damaged.append(range)
                progress(.damaged(chunk))
                if !dryRun { try await setAside(chunk) }
            }
        }
    }

    /// What was done for a series and what is missing of it.
    func report(on job: BackfillJob, dryRun: Bool) async throws(BatchError) -> BackfillReport.Series {
        let known = try await known(of: job.key, dryRun: dryRun)
        let asked = job.plan.range
        let held = known.held.filter(asked.contains)
        let ended = TimeRange(asked.start, min(asked.end, job.key.interval.slot(containing: job.now)))
        let isUnlisted = job.wanted.from == nil && known.held.isEmpty
        let finder = GapFinder(interval: job.key.interval, held: known.held, coverage: known.coverage)
        return BackfillReport.Series(
            plan: job.firstPlan, asked: asked, held: held.count, first: held.first, last: held.last,
            fetched: job.fetched, requests: job.requests, gaps: isUnlisted ? [] : finder.gaps(in: ended))
    }

    /// The open times of the closed candles of a series: an open candle whose slot has ended is still
    /// missing.
    private func held(_ key: SeriesKey, without damaged: [TimeRange]) async throws(StoreError) -> [OpenTime] {
        var held: [OpenTime] = []
        var start = OpenTime.earliest
        for range in TimeRange.union(damaged) + [TimeRange(.latest, .latest + 1)] {
            for window in Self.windows(TimeRange(start, range.start), key.interval) {
                let series = try await store.candles(key, in: window)
                for version in series.versions where version.isClosed { held.append(version.openTime) }
            }
            start = range.end
        }
        return held
    }

    /// A range in pieces of which each fits into memory: years of short candles are millions.
    private static func windows(_ range: TimeRange, _ interval: Interval) -> [TimeRange] {
        guard interval < .h1 else { return [range] }
        let length: Int64 = 365 * UTCDay.milliseconds
        return stride(from: range.start.milliseconds, to: range.end.milliseconds, by: Int(length)).map {
            TimeRange(OpenTime(milliseconds: $0), min(range.end, OpenTime(milliseconds: $0 + length)))
        }
    }

    private func setAside(_ chunk: DamagedChunk) async throws(BatchError) {
        do throws(StoreError) {
            try await store.setAside([chunk])
        } catch {
            throw BatchError(error)
        }
    }

    /// The time that a chunk spans: a day, or a year for candles of a day or more.
    private static func range(of chunk: DamagedChunk) -> TimeRange {
        guard !chunk.key.interval.dividesDay else { return TimeRange(chunk.day.start, chunk.day.end) }
        let year = chunk.day.civil.year
        let first = UTCDay(year: year, month: 1, day: 1) ?? chunk.day
        return TimeRange(first.start, UTCDay(year: year + 1, month: 1, day: 1)?.start ?? chunk.day.end)
    }
}
