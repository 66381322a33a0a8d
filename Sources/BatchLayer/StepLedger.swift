import Binance
import Candles
import ServingLayer

/// What a run has fetched, from where, and how long it took, for the run log.
///
/// Every file of the archive has a line of its own; the pages of a series share one.
struct StepLedger: Sendable {
    private(set) var files: [RunStep] = []
    private var pages: [SeriesKey: RunStep] = [:]
    private var order: [SeriesKey] = []
    private var began: [SeriesKey: Int] = [:]

    /// All lines: files first, then pages, each in the order of their first answers.
    var steps: [RunStep] { files + order.compactMap { pages[$0] } }

    /// The number of files used of a series.
    func fileCount(_ key: SeriesKey) -> Int {
        files.count { $0.symbol == key.symbol && $0.interval == key.interval && $0.candles > 0 }
    }

    /// Adds the lines of a later go.
    mutating func add(_ other: StepLedger) {
        files += other.files + other.order.compactMap { other.pages[$0] }
    }

    mutating func add(page result: FetchResult, _ key: SeriesKey, candles: Int) {
        let range: TimeRange? =
            switch result.task {
            case .page(let range), .probe(let range): range
            case .listing, .archive: nil
            }
        let before = pages[key]
        if before == nil { order.append(key) }
        let from = [before?.from, range?.start].compactMap { $0 }.filter { $0 > BackfillPlan.origin }.min()
        let to = [before?.to, range?.end].compactMap { $0 }.max()
        pages[key] = RunStep(
            symbol: key.symbol, interval: key.interval, from: from ?? BackfillPlan.origin,
            to: to ?? BackfillPlan.origin, source: "rest", name: "klines",
            candles: candles + (before?.candles ?? 0), bytes: 0, requests: 1 + (before?.requests ?? 0),
            milliseconds: span(result, key))
    }

    /// The time from the first question of a series to the answer of its last, in milliseconds.
    private mutating func span(_ result: FetchResult, _ key: SeriesKey) -> Int {
        let start = min(began[key] ?? .max, result.arrivedAt - result.milliseconds)
        began[key] = start
        return result.arrivedAt - start
    }

    mutating func add(file: ArchiveFile, _ range: TimeRange, _ contents: FetchResult.File, milliseconds: Int)
    {
        files.append(
            RunStep(
                symbol: file.key.symbol, interval: file.key.interval, from: range.start, to: range.end,
                source: contents.isCached ? "cache" : "archive", name: file.name, candles: contents.candles,
                bytes: contents.bytes, requests: contents.requests, milliseconds: milliseconds))
    }

    mutating func add(refused file: ArchiveFile, _ range: TimeRange, _ reason: String) {
        files.append(
            RunStep(
                symbol: file.key.symbol, interval: file.key.interval, from: range.start, to: range.end,
                source: "archive", name: "\(file.name): refused: \(reason)"))
    }
}
