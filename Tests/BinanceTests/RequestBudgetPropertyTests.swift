import TestSupport
import Testing

@testable import Binance

/// Properties of the budget against a simulated exchange: never beyond its limit, and nearly all of it used.
@Suite("Request budget against an exchange")
struct RequestBudgetPropertyTests {
    private static func check(
        _ plan: ExchangeSimulation.Plan, seed: UInt64, atLeast least: Double,
        location: SourceLocation = #_sourceLocation
    ) {
        var simulation = ExchangeSimulation(plan, seed: seed)
        simulation.run()
        #expect(simulation.refusals == 0, "seed \(seed)", sourceLocation: location)
        #expect(
            simulation.utilisation >= least,
            "seed \(seed): \(simulation.usedByWindow.sorted { $0.key < $1.key })",
            sourceLocation: location)
    }

    @Test("A program alone uses nearly all of the limit and never more", arguments: 0..<10 as Range<UInt64>)
    func alone(seed: UInt64) {
        Self.check(.init(), seed: seed, atLeast: 0.95)
    }

    @Test("The whole limit of the real exchange is used")
    func realLimit() {
        Self.check(.init(limit: 6000, windows: 3), seed: 1, atLeast: 0.98)
    }

    @Test("It makes no difference when a clock is not said", arguments: 0..<8 as Range<UInt64>)
    func noClock(seed: UInt64) {
        Self.check(.init(clockShift: nil), seed: seed, atLeast: 0.95)
    }

    @Test("It makes no difference when a clock misleads", arguments: 0..<8 as Range<UInt64>)
    func wrongClock(seed: UInt64) {
        Self.check(.init(clockShift: .milliseconds(7310 * (seed + 1))), seed: seed, atLeast: 0.95)
    }

    @Test("Slow and uneven ways do not lead beyond the limit", arguments: 0..<8 as Range<UInt64>)
    func slow(seed: UInt64) {
        Self.check(.init(workers: 40, latency: 0.05...0.9), seed: seed, atLeast: 0.95)
    }

    @Test(
        "Lost answers count as long as the exchange may have counted them", arguments: 0..<8 as Range<UInt64>)
    func losses(seed: UInt64) {
        Self.check(.init(losses: 0.05), seed: seed, atLeast: 0.95)
    }

    @Test("Requests of all weights share the limit", arguments: 0..<8 as Range<UInt64>)
    func weights(seed: UInt64) {
        Self.check(.init(limit: 2400, weights: [1, 2, 2, 2, 4, 20]), seed: seed, atLeast: 0.95)
    }

    @Test("Traffic that knows no budget is made room for", arguments: 0..<8 as Range<UInt64>)
    func foreign(seed: UInt64) {
        Self.check(.init(foreignRate: 6), seed: seed, atLeast: 0.95)
    }

    @Test("Two or three programs at one address do not ban each other", arguments: 0..<12 as Range<UInt64>)
    func together(seed: UInt64) {
        let programs = seed % 2 == 0 ? 2 : 3
        Self.check(
            .init(limit: 2400, windows: 5, programs: programs, latestStart: .seconds(90)), seed: seed,
            atLeast: 0.95)
    }

    @Test("Nor do they with very short or very long ways", arguments: 0..<8 as Range<UInt64>)
    func togetherFar(seed: UInt64) {
        let latency = seed % 2 == 0 ? 0.0002...0.002 : 0.05...0.5
        Self.check(
            .init(
                limit: 1200, windows: 5, programs: 2, workers: 24, latestStart: .seconds(90), latency: latency
            ),
            seed: seed, atLeast: 0.9)
    }

    @Test("Everything at once", arguments: 0..<12 as Range<UInt64>)
    func everything(seed: UInt64) {
        Self.check(
            .init(
                limit: 2400, windows: 5, programs: 2, latestStart: .seconds(30), latency: 0.01...0.3,
                losses: 0.02,
                weights: [1, 2, 2, 2, 20], clockShift: seed % 3 == 0 ? nil : .seconds(seed)), seed: seed,
            atLeast: 0.93)
    }
}
