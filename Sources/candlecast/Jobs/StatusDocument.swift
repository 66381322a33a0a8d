import BatchLayer
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
        let id: Int64
        let command: String
        let started: String
        let finished: String?
        let seconds: Double?
        let outcome: String?
        let counts: [String: Int]
        let steps: [RunStep]

        init(_ run: RunRecord) {
            id = run.id
            command = run.command
            started = "\(run.started)"
            finished = run.finished.map { "\($0)" }
            seconds = run.finished.map { Double($0 - run.started) / 1000 }
            outcome = run.outcome
            counts = run.counts
            steps = run.steps
        }
    }

    /// Reads the state of some symbols, and so many of the last runs.
    static func read(_ store: CandleStore, _ symbols: [Symbol], runs: Int = 5) async throws -> StatusDocument
    {
        var series: [Series] = []
        var damaged = try await BackfillRun.unmended(store)
        let keys = try await store.keys().filter { symbols.contains($0.symbol) }.sorted()
        for found in try await gaps(keys, in: store, damaged: &damaged) {
            let open = found.gaps.filter(\.reason.isFetchable)
            series.append(
                Series(
                    symbol: found.key.symbol.name, interval: found.key.interval.rawValue,
                    held: found.held.count,
                    first: found.held.first.map { "\($0)" }, last: found.held.last.map { "\($0)" },
                    gaps: found.gaps.count, toFetch: open.reduce(0) { $0 + $1.count }))
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
        return StatusDocument(
            source: try await store.source(), series: series, days: days,
            damaged: damaged.map { "\($0.key) \($0.day): \($0.reason)" },
            runs: try await store.runs(latest: runs).map(Run.init))
    }

    /// The gaps of some series; of one with a damaged chunk there is only the damage to tell.
    private static func gaps(
        _ keys: [SeriesKey], in store: CandleStore, damaged: inout [DamagedChunk]
    ) async throws(StoreError) -> [SeriesGaps] {
        var keys = keys
        while true {
            do throws(StoreError) {
                return try await SeriesGaps.read(keys, in: store)
            } catch {
                guard case .damagedChunk(let key, let day, let reason) = error else { throw error }
                damaged.append(DamagedChunk(key: key, day: day, reason: reason))
                keys.removeAll { $0 == key }
            }
        }
    }
}
