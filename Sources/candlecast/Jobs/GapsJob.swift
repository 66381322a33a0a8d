import BatchLayer
import Candles
import ServingLayer

/// Finds what is missing in the store, why, and what brings it.
struct GapsJob: Sendable {
    /// Only these intervals; none stands for all.
    var intervals: [Interval] = []
    /// The first time looked at; nil is the first candle of each series.
    var from: OpenTime?
    /// The end of the times looked at; nil is the last time that the exchange was asked.
    var to: OpenTime?

    /// What was found.
    struct Found: Sendable {
        var gaps: [Row] = []
        var damaged: [DamagedChunk] = []

        /// The gaps that a backfill would ask for.
        var fetchable: [Row] { gaps.filter(\.gap.reason.isFetchable) }
    }

    /// A gap of a series.
    struct Row: Sendable {
        let key: SeriesKey
        let gap: Gap

        /// The command that cures it, or nil where nothing does.
        var cure: String? {
            guard gap.reason.isOpenQuestion else { return nil }
            return "candlecast backfill \(key.symbol.name) --interval \(key.interval.rawValue)"
                + " --from \(gap.range.start) --to \(gap.range.end)"
        }
    }

    /// Looks at some symbols; every chunk is read and checked.
    func find(_ symbols: [Symbol], in store: CandleStore) async throws -> Found {
        func isWanted(_ key: SeriesKey) -> Bool {
            symbols.contains(key.symbol) && (intervals.isEmpty || intervals.contains(key.interval))
        }
        var found = Found(damaged: try await store.verify().filter { isWanted($0.key) })
        let broken = Set(found.damaged.map(\.key))
        // Where a chunk is damaged the gaps of the series cannot be told before it is fetched again.
        let keys = try await store.keys().filter { isWanted($0) && !broken.contains($0) }.sorted()
        for series in try await SeriesGaps.read(keys, from: from, to: to, in: store) {
            found.gaps += series.gaps.map { Row(key: series.key, gap: $0) }
        }
        return found
    }

    /// The command that fetches a damaged chunk again.
    static func cure(_ chunk: DamagedChunk) -> String {
        "candlecast backfill \(chunk.key.symbol.name) --interval \(chunk.key.interval.rawValue) --verify"
            + " --from \(chunk.range.start) --to \(chunk.range.end)"
    }

    /// What was found, as a table.
    static func lines(_ found: Found, hasColor: Bool) -> [String] {
        guard !found.gaps.isEmpty || !found.damaged.isEmpty else { return ["nothing is missing"] }
        var table = TextTable(["symbol", "interval", "from", "to", ">candles", "reason", "cure"])
        for chunk in found.damaged {
            table.add([
                chunk.key.symbol.name, chunk.key.interval.rawValue, "\(chunk.range.start)",
                "\(chunk.range.end)",
                "-", "damaged: \(chunk.reason)", cure(chunk),
            ])
        }
        for row in found.gaps {
            table.add([
                row.key.symbol.name, row.key.interval.rawValue, "\(row.gap.range.start)",
                "\(row.gap.range.end)", NumberText.count(row.gap.count), row.gap.reason.rawValue,
                row.cure ?? "-",
            ])
        }
        return table.lines(hasColor: hasColor)
    }
}

/// What is missing, as JSON.
struct GapsDocument: Encodable {
    let gaps: [GapDocument]
    let damaged: [Damaged]
    let fetchable: Int

    struct Damaged: Encodable {
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let reason: String
        let cure: String
    }

    init(_ found: GapsJob.Found) {
        gaps = found.gaps.map(GapDocument.init)
        fetchable = found.fetchable.reduce(0) { $0 + $1.gap.count }
        damaged = found.damaged.map { chunk in
            Damaged(
                symbol: chunk.key.symbol.name, interval: chunk.key.interval.rawValue,
                from: "\(chunk.range.start)", to: "\(chunk.range.end)", reason: chunk.reason,
                cure: GapsJob.cure(chunk))
        }
    }
}

/// A gap as JSON.
struct GapDocument: Encodable {
    let symbol: String
    let interval: String
    let from: String
    let to: String
    let count: Int
    let reason: String
    let cure: String?

    init(_ row: GapsJob.Row) {
        symbol = row.key.symbol.name
        interval = row.key.interval.rawValue
        from = "\(row.gap.range.start)"
        to = "\(row.gap.range.end)"
        count = row.gap.count
        reason = row.gap.reason.rawValue.replacing(" ", with: "_")
        cure = row.cure
    }
}
