import Candles
import ServingLayer

/// What the store holds, as `status` shows it and writes it as JSON.
struct StatusDocument: Encodable {
    let source: String?
    let series: [Series]
    let days: [Day]
    let damaged: [String]
    let runs: [Run]

    struct Series: Encodable {
        let symbol: String
        let interval: String
        let held: Int
        let first: String?
        let last: String?
        let gaps: Int
        let toFetch: Int
    }

    struct Day: Encodable {
        let symbol: String
        let day: String
        let close: Double
        let ma7: Double?
        let ma30: Double?
        let origin: String
        let closed: Bool
        let minutes: Int?
        let forecastCutoff: String?
    }

    struct Run: Encodable {
        let command: String
        let started: String
        let finished: String?
        let outcome: String?
    }

    /// Reads the state of some symbols.
    static func read(_ store: CandleStore, _ symbols: [Symbol]) async throws -> StatusDocument {
        var series: [Series] = []
        let broken = try await store.verify()
        let lost = broken.isEmpty ? try await BackfillRun.unmended(store) : []
        for key in try await store.keys().sorted() where symbols.contains(key.symbol) {
            // A series with a damaged chunk cannot be counted; the damage itself is what there is to say.
            if broken.contains(where: { $0.key == key }) { continue }
            let held = try await store.openTimes(key)
            let gaps = try await ExportJob.gaps(key, in: store)
            series.append(
                Series(
                    symbol: key.symbol.name, interval: key.interval.rawValue, held: held.count,
                    first: held.first.map { "\($0)" }, last: held.last.map { "\($0)" }, gaps: gaps.count,
                    toFetch: gaps.filter { $0.reason == .notFetched }.reduce(0) { $0 + $1.count }))
        }
        var days: [Day] = []
        for symbol in symbols {
            guard let last = try await store.daily(symbol).last else { continue }
            let forecast = try await store.forecasts(symbol, latest: 1).first
            days.append(
                Day(
                    symbol: symbol.name, day: "\(last.day)", close: last.values.close, ma7: last.ma7,
                    ma30: last.ma30,
                    origin: last.origin.rawValue, closed: last.isClosed, minutes: last.minutes,
                    forecastCutoff: forecast.map { "\($0.lastDay)" }))
        }
        let runs = try await store.runs(latest: 5).map { run in
            Run(
                command: run.command, started: "\(run.started)", finished: run.finished.map { "\($0)" },
                outcome: run.outcome)
        }
        return StatusDocument(
            source: try await store.source(), series: series, days: days,
            damaged: (broken + lost).map { "\($0.key) \($0.day): \($0.reason)" }, runs: runs)
    }
}
