import Candles
import GRDB
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Offsets, source, runs and forecasts of a store")
struct StoreRecordsTests {
    let directory: TemporaryDirectory
    let store: CandleStore
    let position = LogPosition(group: "merge", topic: "crypto-candles", partition: 0)
    let key = Samples.bitcoin

    init() async throws {
        directory = try TemporaryDirectory()
        store = try await CandleStore.open(directory: directory.path, command: "test")
    }

    func offset() async throws -> Int64? {
        try await store.offset(group: position.group, topic: position.topic, partition: position.partition)
    }

    @Test("An offset moves with the candles it brought")
    func offsets() async throws {
        #expect(try await offset() == nil)
        var batch = StoreBatch(candles: [key: [Samples.version(.m1, Samples.day.start)]])
        batch.offsets[position] = (expected: nil, next: 10)
        _ = try await store.write(batch)
        #expect(try await offset() == 10)
        _ = try await store.write(StoreBatch(offsets: [position: (expected: 10, next: 25)]))
        #expect(try await offset() == 25)
    }

    @Test("Another offset than expected refuses the whole batch", arguments: [nil, 9, 25] as [Int64?])
    func fencing(expected: Int64?) async throws {
        _ = try await store.write(StoreBatch(offsets: [position: (expected: nil, next: 10)]))
        var batch = StoreBatch(candles: [key: [Samples.version(.m1, Samples.day.start)]])
        batch.offsets[position] = (expected: expected, next: 11)
        await #expect(throws: StoreError.fenced(position: position, expected: expected, found: 10)) {
            try await store.write(batch)
        }
        #expect(try await offset() == 10)
        #expect(try await store.keys().isEmpty)
        #expect(try await store.daily(key.symbol).isEmpty)
    }

    @Test("Candles of two sources are not mixed")
    func source() async throws {
        #expect(try await store.source() == nil)
        try await store.claimSource("simulated; seed=7")
        try await store.claimSource("recorded")
        #expect(
            try await store.source() == "exchange",
            "an empty store takes any source; recorded is the exchange's")
        _ = try await store.write(StoreBatch(candles: [key: [Samples.version(.m1, Samples.day.start)]]))
        try await store.claimSource("exchange")
        await #expect(throws: StoreError.mixedSource(held: "exchange", found: "simulated; seed=7")) {
            try await store.claimSource("simulated; seed=7")
        }
        let reader = try await CandleStore.open(directory: directory.path, command: "test", access: .read)
        try await reader.claimSource("recorded")
    }

    @Test("Runs are logged with their outcome and counts")
    func runs() async throws {
        let now = Samples.day.start
        let first = try await store.startRun("candlecast backfill", at: now)
        let second = try await store.startRun("candlecast stream", at: now + 5)
        try await store.finishRun(
            first, at: now + 60_000, outcome: "done", counts: ["candles": 1440, "requests": 2])
        let runs = try await store.runs(latest: 5)
        #expect(runs.map(\.id) == [second, first])
        #expect(runs[0].finished == nil)
        #expect(runs[0].started == now + 5)
        #expect(
            runs[1]
                == RunRecord(
                    id: first, command: "candlecast backfill", started: now, finished: now + 60_000,
                    outcome: "done",
                    counts: ["candles": 1440, "requests": 2]))
        #expect(try await store.runs(latest: 1).map(\.id) == [second])
    }

    func forecast(seed: UInt64, symbol: Symbol) -> ForecastRecord {
        let day = Samples.day
        return ForecastRecord(
            symbol: symbol, madeAt: day.end + 1, firstDay: day.advanced(by: -100), lastDay: day,
            program: "candlecast 1", seed: seed, options: "{\"horizon\":2}",
            rows: (1...2).map {
                ForecastRecord.Row(
                    model: "prophet", day: day.advanced(by: $0), yhat: 1.5, lower: 1, upper: 0.1 + 0.2)
            },
            scores: [
                ForecastRecord.Score(model: "naive", metric: "mape", horizon: 7, value: 0.05),
                ForecastRecord.Score(model: "naive", metric: "mase", horizon: nil, value: .infinity),
            ],
            evaluation: [
                ForecastRecord.Evaluation(
                    model: "naive", cutoff: day.advanced(by: -9), day: day, actual: 2, yhat: 1.9, lower: 1.5,
                    upper: 3)
            ])
    }

    @Test("Forecasts come back as they were saved, newest first, and are never overwritten")
    func forecasts() async throws {
        let (old, new) = (forecast(seed: 1, symbol: key.symbol), forecast(seed: .max, symbol: key.symbol))
        try await store.saveForecast(old)
        try await store.saveForecast(forecast(seed: 3, symbol: Samples.symbol("ETHUSDT")))
        try await store.saveForecast(new)
        try await store.saveForecast(new)
        #expect(try await store.forecasts(key.symbol, latest: 10) == [new, new, old])
        #expect(try await store.forecasts(key.symbol, latest: 1) == [new])
        #expect(try await store.forecasts(Samples.symbol("ADAUSDT"), latest: 1).isEmpty)
    }

    @Test("A score that is not defined comes back as NaN")
    func undefinedScore() async throws {
        let score = ForecastRecord.Score(model: "naive", metric: "mape", horizon: nil, value: .nan)
        let day = Samples.day
        try await store.saveForecast(
            ForecastRecord(
                symbol: key.symbol, madeAt: day.end, firstDay: day, lastDay: day, program: "", seed: 0,
                options: "{}",
                rows: [], scores: [score]))
        #expect(try await store.forecasts(key.symbol, latest: 1).first?.scores.first?.value.isNaN == true)
    }
}
