import Candles
import ServingLayer

/// Rebuilds the served daily series.
struct MergeJob: Sendable {
    /// The store that is rebuilt.
    let store: CandleStore

    /// The counts of one symbol.
    struct Summary: Sendable {
        let symbol: Symbol
        let summary: DailySummary
    }

    /// Rebuilds the series of some symbols, or only counts what is there.
    func run(_ symbols: [Symbol], rebuilds: Bool = true) async throws -> [Summary] {
        var result: [Summary] = []
        for symbol in symbols {
            let summary =
                rebuilds ? try await store.refreshDaily(symbol) : DailySummary(try await store.daily(symbol))
            result.append(Summary(symbol: symbol, summary: summary))
        }
        return result
    }

    /// The counts as people read them.
    static func table(_ summaries: [Summary], hasColor: Bool) -> [String] {
        var table = TextTable([
            "symbol", ">batch", ">speed", ">filled", ">merged", ">closed", ">open", "first day", "last day",
        ])
        for item in summaries {
            let counts = item.summary
            table.add(
                [item.symbol.name]
                    + [counts.batch, counts.speed, counts.filled, counts.rows, counts.closed, counts.open].map
                {
                    NumberText.count($0)
                } + [counts.first.map { "\($0)" } ?? "-", counts.last.map { "\($0)" } ?? "-"])
        }
        let streamed = summaries.reduce(0) { $0 + $1.summary.speed }
        return table.lines(hasColor: hasColor)
            + (streamed == 0 ? ["no streamed days; the series rests on the batch layer alone"] : [])
    }
}
