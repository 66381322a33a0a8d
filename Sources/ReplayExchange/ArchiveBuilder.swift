public import Candles
import Foundation

/// Makes the tree of a bulk archive from recorded candles and from recorded files of the archive.
///
///     var builder = ArchiveBuilder(klines: "klines", target: "tree")
///     builder.months = true
///     let report = try await builder.build()
///
/// Files as they were recorded win over files made from candles. The same input gives the same bytes.
public struct ArchiveBuilder: Hashable, Sendable {
    /// A folder with files `SYMBOL-INTERVAL.csv.gz`, as the replay exchange reads them.
    public var klines: String
    /// The folder that gets `data/spot/…`; what is there already and is not made anew stays.
    public var target: String
    /// Recorded files of the archive: folders with a tree, or such folders packed as `.tar.gz`.
    public var recorded: [String] = []
    /// Whether files of days are made.
    public var days = true
    /// Whether files of whole months are made.
    public var months = false
    /// The intervals to make files of; empty for all.
    public var intervals: Set<Interval> = []
    /// The intervals to make files of days of; empty for all up to a day.
    public var dayIntervals: Set<Interval> = []
    /// Whether all times are in microseconds; otherwise those of files dated from 2025-01-01 on are.
    public var microseconds = false
    /// Whether nothing is written.
    public var isDryRun = false

    /// What was made.
    public struct Report: Hashable, Sendable {
        /// The files made from candles, without checksums.
        public var made = 0
        /// The files taken as they were recorded, without checksums.
        public var recorded = 0
        /// The bytes of both.
        public var bytes = 0
        /// The candles in the files made.
        public var candles = 0
    }

    /// A builder of the files of days.
    public init(klines: String, target: String) {
        self.klines = klines
        self.target = target
    }

    /// Makes the tree.
    ///
    /// - Throws: ``ReplayError`` for candles or recorded files that are refused, and for a target that cannot be
    ///   written; files written by then stay.
    /// - Complexity: O(bytes); series are made side by side.
    public func build() async throws(ReplayError) -> Report {
        let tables = try await MarketFolder.load(klines)
        var report = Report()
        var taken: Set<String> = []
        for source in recorded { try take(source, &taken, &report) }
        let series = tables.filter { intervals.isEmpty || intervals.contains($0.key.interval) }
        let names = taken
        let results = await withTaskGroup(of: Result<Report, ReplayError>.self) { group in
            for (key, table) in series {
                group.addTask {
                    Result { () throws(ReplayError) in try make(key, table, besides: names) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for result in results {
            let part = try result.get()
            report.made += part.made
            report.bytes += part.bytes
            report.candles += part.candles
        }
        return report
    }

    private func make(
        _ key: SeriesKey, _ table: CandleTable, besides taken: Set<String>
    ) throws(ReplayError) -> Report {
        var report = Report()
        for isMonth in [false, true] where isMonth ? months : days && hasDays(key.interval) {
            for (period, rows) in ArchiveRows.periods(of: table, key.interval, months: isMonth) {
                let name = "\(key.symbol.name)-\(key.interval.fileName)-\(period.text)"
                let folder =
                    "data/spot/\(period.folder)/klines/\(key.symbol.name)/\(key.interval.fileName)"
                let path = "\(folder)/\(name).zip"
                guard !taken.contains(path) else { continue }
                let unit: TimeUnit =
                    microseconds || period.isInMicroseconds ? .microsecond : .millisecond
                let bytes = try Self.zip(name, ArchiveRows.csv(table, rows, unit))
                try write(bytes, path)
                let checksum = ArchiveService.checksum(ArchiveService.digest(bytes), of: "\(name).zip")
                try write(checksum, path + ArchivePath.checksumSuffix)
                report.made += 1
                report.bytes += bytes.count
                report.candles += rows.count
            }
        }
        return report
    }

    /// Whether files of single days are made of an interval; the archive has none of intervals above a day.
    private func hasDays(_ interval: Interval) -> Bool {
        guard let length = interval.milliseconds, length <= UTCDay.milliseconds else { return false }
        return dayIntervals.isEmpty || dayIntervals.contains(interval)
    }
}
