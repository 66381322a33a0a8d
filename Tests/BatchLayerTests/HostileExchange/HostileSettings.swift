import BatchLayer
import Binance
import Candles
import ReplayExchange
import TestSupport

/// What one seed makes of the exchange and of its client.
struct HostileSettings {
    /// Seconds of the exchange's limits and of the client's pauses in a second of wall time.
    static let speed = 30.0

    let seed: UInt64
    let faults: FaultSchedule
    let weightLimit: Int
    let foreignWeight: Int
    let weightPhase: Duration
    let pieceEvery: Duration
    let threads: Int
    let pageLimit: Int
    let source: BackfillRequest.Source
    let hasCache: Bool

    init(seed: UInt64) {
        self.seed = seed
        var random = SeededGenerator(seed: seed &* 7919 &+ 11)
        func pick<T>(_ values: [T], _ otherwise: T) -> T { values.randomElement(using: &random) ?? otherwise }
        var kinds = Fault.Kind.allCases
        // Every fourth exchange does everything; the others have a third of the tricks each.
        if seed % 4 != 0 { kinds = Array(kinds.shuffled(using: &random).prefix(kinds.count / 3)) }
        var faults = FaultSchedule(
            seed: seed, rate: pick([0.04, 0.1, 0.2, 0.35], 0.1), kinds: kinds,
            limit: .random(in: 5...60, using: &random))
        // What ends a run at once is rarer, so that runs get far enough to meet the rest.
        for kind in faults.weights.keys {
            switch kind {
            case .banned, .restricted: faults.weights[kind] = 0.1
            case .rowsUnordered, .rowsRepeated, .rowsOverlapping, .rowImpossible, .rowUnasked, .rowRunning:
                faults.weights[kind] = 0.3
            default: break
            }
        }
        self.faults = faults
        weightLimit = pick([6000, 200, 100], 6000)
        foreignWeight = pick([0, 0, weightLimit / 5], 0)
        weightPhase = .seconds(Int.random(in: 0..<60, using: &random))
        pieceEvery = pick([.milliseconds(10), .milliseconds(400)], .milliseconds(10))
        threads = pick([1, 3], 1)
        pageLimit = pick([40, 200, 1000], 200)
        source = pick([.auto, .archive, .archive, .rest], .auto)
        hasCache = .random(using: &random)
    }

    /// The exchange of these settings.
    func exchange(_ market: HostileMarket, isHostile: Bool) -> ReplayConfiguration {
        var configuration = ReplayConfiguration(.folder(market.klines))
        configuration.now = HostileMarket.now
        configuration.speed = 0
        configuration.archive = market.archive
        configuration.archivePublishing = true
        configuration.limitSpeed = Self.speed
        guard isHostile else { return configuration }
        configuration.faults = faults
        configuration.weightLimit = weightLimit
        configuration.foreignWeight = foreignWeight
        configuration.weightPhase = weightPhase
        configuration.pieceEvery = pieceEvery
        configuration.faultRetryAfter = 10
        // Requests on their way when the exchange asks for a pause are no reason for a ban.
        configuration.patience = 20
        return configuration
    }

    /// A client of an exchange at a port, with little patience and a fast clock.
    func client(port: Int, cache: String?) -> BinanceClient {
        var configuration = BinanceConfiguration(
            restURL: "http://127.0.0.1:\(port)", archiveURL: "http://127.0.0.1:\(port)", attempts: 5,
            firstDelay: .milliseconds(300), longestDelay: .seconds(3), longestRetryAfter: .seconds(61),
            firewallPause: .seconds(10), connectTimeout: .seconds(5), requestTimeout: .seconds(3),
            stallTimeout: .seconds(1), seed: seed)
        configuration.archiveCache = cache
        let start = ContinuousClock.now
        let clock = ClientClock(
            now: { (ContinuousClock.now - start) * Self.speed },
            sleep: { try await Task.sleep(for: $0 / Self.speed, clock: .continuous) })
        return BinanceClient(configuration: configuration, clock: clock)
    }

    /// How much is done at the same time, and how many candles a page has.
    var limits: Backfill.Limits {
        var limits = Backfill.Limits(threads: threads)
        limits.pageLimit = pageLimit
        return limits
    }

    /// What is asked for: everything, from the listing to now.
    func request(_ market: HostileMarket, _ interval: Interval) -> BackfillRequest {
        let symbols = market.truth.keys.filter { $0.interval == interval }.map(\.symbol).sorted()
        return BackfillRequest(symbols: symbols, ranges: [.init(interval)], source: source)
    }
}
