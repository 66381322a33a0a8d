import Candles
import ServingLayer

extension Backfill {
    /// From how many series on all of them are read at once.
    private static let many = 8

    /// What the store knows of some series; chunks that cannot be read are set aside, or in a dry run passed over.
    func knowledge(
        of keys: Set<SeriesKey>, dryRun: Bool
    ) async throws(BatchError) -> [SeriesKey: SeriesKnowledge] {
        var result: [SeriesKey: SeriesKnowledge] = [:]
        let all = keys.count >= Self.many ? await allHeld() : nil
        for key in keys {
            var knowledge = SeriesKnowledge()
            if let all {
                knowledge.held = all[key] ?? HeldRanges()
            } else {
                knowledge = try await held(key, dryRun: dryRun)
            }
            do throws(StoreError) {
                knowledge.known.coverage = try await store.coverage(key)
                knowledge.failures = try await store.failures(key).map(\.range)
            } catch {
                throw BatchError(error)
            }
            knowledge.known.held = knowledge.held.ranges
            result[key] = knowledge
        }
        return result
    }

    /// What is held of all series in one read, or nil if a chunk is damaged: then each is read on its own.
    private func allHeld() async -> [SeriesKey: HeldRanges]? {
        do {
            return try await store.heldRanges()
        } catch {
            return nil
        }
    }

    /// What is held of a series.
    private func held(_ key: SeriesKey, dryRun: Bool) async throws(BatchError) -> SeriesKnowledge {
        var knowledge = SeriesKnowledge()
        while true {
            do throws(StoreError) {
                knowledge.held =
                    knowledge.known.damaged.isEmpty || !dryRun
                    ? try await store.heldRanges(key) : try await held(key, without: knowledge.known.damaged)
                return knowledge
            } catch {
                guard case .damagedChunk(key, let day, let reason) = error else { throw BatchError(error) }
                let chunk = DamagedChunk(key: key, day: day, reason: reason)
                // A chunk that is refused once more after it was dealt with would be refused for ever.
                guard !knowledge.known.damaged.contains(chunk.range) else { throw .store(error) }
                knowledge.known.damaged.append(chunk.range)
                progress(.damaged(chunk))
                if !dryRun { try await setAside(chunk) }
            }
        }
    }

    /// What is held of a series outside the chunks that are damaged.
    private func held(
        _ key: SeriesKey, without damaged: [TimeRange]
    ) async throws(StoreError) -> HeldRanges {
        var held = HeldRanges()
        var start = OpenTime.earliest
        for range in TimeRange.union(damaged) + [TimeRange(.latest, .latest + 1)] {
            for window in Self.windows(TimeRange(start, range.start), key.interval) {
                let series = try await store.candles(key, in: window)
                for version in series.versions where version.isClosed {
                    held.add(version.openTime, interval: key.interval)
                }
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

    /// What was done for a series and what is missing of it.
    func report(
        on work: SeriesWork, _ after: SeriesKnowledge, archives: Int, trading: GapFinder.Trading,
        plan: BackfillPlan
    ) -> BackfillReport.Series {
        let (asked, interval) = (work.plan.range, work.key.interval)
        let ended = TimeRange(asked.start, min(asked.end, interval.slot(containing: work.now)))
        let isUnlisted = work.wanted.from == nil && after.held.ranges.isEmpty
        var finder = GapFinder(interval: interval, runs: after.held.ranges, coverage: after.known.coverage)
        finder.trading = trading
        finder.failures = after.failures
        let inside = after.held.ranges.map { $0.clamped(to: asked) }.filter { !$0.isEmpty }
        let isWhole =
            after.held.first.map(asked.contains) ?? true && after.held.last.map(asked.contains) ?? true
        let last = inside.last.map { interval.slot(containing: $0.end - 1) }
        return BackfillReport.Series(
            plan: plan, asked: asked,
            held: isWhole ? after.held.count : inside.reduce(0) { $0 + interval.slotCount(in: $1) },
            first: isWhole ? after.held.first : inside.first?.start, last: isWhole ? after.held.last : last,
            fetched: work.fetched, requests: work.pages, archives: archives,
            gaps: isUnlisted ? [] : finder.gaps(in: ended))
    }
}
