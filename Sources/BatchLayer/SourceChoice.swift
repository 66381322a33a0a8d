import Binance
import Candles

/// Decides from where each part of an open stretch of a series is fetched: months, days, then pages.
///
/// A file is taken only if all of it is wanted, but for what is before the first candle of the series: what the
/// exchange has answered for is never fetched again with something else.
struct SourceChoice: Hashable, Sendable {
    /// Which files there can be.
    let calendar: ArchiveCalendar
    /// What the user prefers.
    var preference: BackfillRequest.Source
    /// The number of candles in a full page.
    let pageLimit: Int
    /// The time before which the series is known to have nothing, or the earliest of all times.
    let floor: OpenTime
    /// The files that are known not to be there.
    var absent: Set<ArchiveFile> = []
    /// The ranges for which no file is to be used.
    var restOnly: [TimeRange] = []

    /// A part of a stretch and its source.
    typealias Part = (range: TimeRange, source: BackfillStep.Source)

    /// The parts of a stretch, oldest first.
    ///
    /// - Complexity: O(months + days of the stretch).
    func parts(of stretch: TimeRange) -> [Part] {
        guard preference != .rest, calendar.key.interval <= ArchiveCalendar.longest else {
            return [(stretch, .rest)]
        }
        return cut(stretch, by: ArchiveFile.months).flatMap { part in
            part.source == .rest ? cut(part.range, by: ArchiveFile.days) : [part]
        }
    }

    /// Cuts a stretch into the files that are worth it, and what lies between them.
    private func cut(_ stretch: TimeRange, by files: (SeriesKey, TimeRange) -> [ArchiveFile]) -> [Part] {
        var parts: [Part] = []
        var next = stretch.start
        for file in files(calendar.key, stretch) {
            let slots = calendar.slots(of: file)
            let wanted = TimeRange(max(slots.start, floor), max(slots.end, floor))
            guard !wanted.isEmpty, wanted.start >= next, wanted.end <= stretch.end, isUsable(file, wanted)
            else { continue }
            if next < wanted.start { parts.append((TimeRange(next, wanted.start), .rest)) }
            parts.append((wanted, .archive(file)))
            next = wanted.end
        }
        if next < stretch.end { parts.append((TimeRange(next, stretch.end), .rest)) }
        return parts
    }

    private func isUsable(_ file: ArchiveFile, _ wanted: TimeRange) -> Bool {
        guard calendar.isPublished(file), !absent.contains(file),
            !restOnly.contains(where: { $0.start < wanted.end && $0.end > wanted.start })
        else { return false }
        let slots = calendar.key.interval.slotCount(in: wanted)
        return preference == .archive || FetchCost.isArchiveCheaper(slots: slots, pageLimit: pageLimit)
    }
}
