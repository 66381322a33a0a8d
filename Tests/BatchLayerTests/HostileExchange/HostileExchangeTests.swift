import BatchLayer
import Candles
import Foundation
import ReplayExchange
import ServingLayer
import Synchronization
import Testing

/// Backfills against an exchange that does everything an exchange has ever done to its clients, on seeded schedules.
///
/// `CANDLECAST_HOSTILE_SEEDS` says how many schedules; 30 without it. `CANDLECAST_HOSTILE_SEED` runs a single one.
@Suite("A hostile exchange", .serialized, .timeLimit(.minutes(3)))
struct HostileExchangeTests {
    private static let market = Task { try await HostileMarket() }

    /// What went wrong in all runs so far.
    private static let struck = Mutex<Set<Fault.Kind>>([])

    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["CANDLECAST_HOSTILE_SEED"].flatMap({ UInt64($0) }) { return [seed] }
        return Array(0..<(environment["CANDLECAST_HOSTILE_SEEDS"].flatMap { UInt64($0) } ?? 30))
    }()

    @Test(
        "A run ends complete or with a clear error, provokes no refusal, keeps pauses, and stores nothing wrong",
        arguments: seeds)
    func run(seed: UInt64) async throws {
        let market = try await Self.market.value
        let settings = HostileSettings(seed: seed)
        let folder = try TemporaryFolder()
        let cache = settings.hasCache ? folder.path + "/cache" : nil
        let store = try await CandleStore.open(directory: folder.path + "/data", command: "test")

        let hostile = try await HostileRun(settings, market, into: store, cache: cache, isHostile: true)
        #expect(hostile.complaints(settings) == [], "seed \(seed)")
        #expect(hostile.unexplained() == [], "seed \(seed)")
        #expect(hostile.isComplete || !hostile.errors.isEmpty, "seed \(seed): incomplete without a reason")
        #expect(
            try await market.differences(in: store, isWhole: hostile.isComplete) == [], "seed \(seed)")

        let calm = try await HostileRun(settings, market, into: store, cache: cache, isHostile: false)
        #expect(calm.errors.isEmpty && calm.isComplete, "seed \(seed): \(calm.errors)")
        #expect(try await market.differences(in: store, isWhole: true) == [], "seed \(seed), second run")
        try await store.close()

        let struck = Self.struck.withLock { struck in
            struck.formUnion(hostile.journal.compactMap(\.fault))
            return struck
        }
        if seed + 1 == Self.seeds.count, seed >= 29 {
            let missed = Set(Fault.Kind.allCases).subtracting(struck).map(\.rawValue).sorted()
            #expect(missed.count <= 4, "the schedules are too tame, none of them had \(missed)")
        }
    }
}
