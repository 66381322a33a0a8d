import BatchLayer
import Binance
import Candles
import ReplayExchange
import ServingLayer

/// One run of a backfill against an exchange that may be hostile, and what is wrong with how it went.
struct HostileRun {
    /// The requests as the exchange saw them.
    let journal: [JournalEntry]
    /// How the parts of the run ended: an error, or nil for one that came to its end.
    let errors: [BatchError]
    /// Whether nothing is missing in the end.
    let isComplete: Bool

    /// Runs all series of a market into a store.
    init(
        _ settings: HostileSettings, _ market: HostileMarket, into store: CandleStore, cache: String?,
        isHostile: Bool
    ) async throws {
        let server = try await ReplayServer.start(settings.exchange(market, isHostile: isHostile))
        let client = settings.client(port: server.port, cache: cache)
        var errors: [BatchError] = []
        var isComplete = true
        for interval in [Interval.h1, .d1, .m1] {
            do {
                let report = try await Backfill.run(
                    settings.request(market, interval), client: client, store: store,
                    limits: settings.limits)
                errors += report.failures.map(\.error)
                isComplete = isComplete && report.isComplete
            } catch {
                errors.append(error)
                isComplete = false
            }
        }
        self.errors = errors
        self.isComplete = isComplete
        try await client.shutdown()
        journal = server.journal
        await server.stop()
    }

    /// What the exchange may complain about: a limit that the client broke although it could know better, and requests
    /// during a pause.
    func complaints(_ settings: HostileSettings) -> [String] {
        var complaints: [String] = []
        let isTruthful = !journal.contains { $0.fault == .noWeight }
        if isTruthful {
            complaints += journal.filter(\.isOverLimit).map {
                "request \($0.number) at \($0.elapsed) broke the limit: \($0.usedWeight ?? 0) of \(settings.weightLimit)"
            }
        }
        // Whoever waited for an answer when another one asked for a pause may have been on the way.
        let onTheWay = 2 * settings.threads - 1
        var early: [JournalEntry] = []
        for entry in journal where entry.weight > 0 {
            if entry.isEarly { early.append(entry) }
            if !entry.isEarly || entry.number == journal.last?.number {
                if early.count > onTheWay {
                    complaints.append(
                        "\(early.count) requests during a pause, the first is number \(early[0].number) "
                            + "at \(early[0].elapsed)")
                }
                early = []
            }
        }
        return complaints
    }

    /// What is wrong with the errors: words that are missing, and kinds that no fault of this run explains.
    func unexplained() -> [String] {
        let faults = Set(journal.compactMap(\.fault))
        return errors.compactMap { error in
            if error.problem.isEmpty || error.remedy.isEmpty { return "an error without words: \(error)" }
            return Self.isExplained(error, by: faults, statuses: Set(journal.compactMap(\.status)))
                ? nil : "no fault explains: \(error)"
        }
    }

    private static func isExplained(
        _ error: BatchError, by faults: Set<Fault.Kind>, statuses: Set<Int>
    ) -> Bool {
        let rows: Set<Fault.Kind> = [
            .rowsUnordered, .rowsRepeated, .rowsOverlapping, .rowImpossible, .rowUnasked, .rowRunning,
        ]
        let bodies: Set<Fault.Kind> = [.notJSON, .html, .empty, .truncated, .chunkCut]
        let silences: Set<Fault.Kind> = [
            .internalError, .badGateway, .unavailable, .gatewayTimeout, .disconnectedCode, .timeoutCode,
            .busyCode,
            .shuttingDownCode, .truncated, .chunkCut, .slow, .hang, .close, .reset,
        ]
        switch error {
        case .exchange(.rateLimited):
            return !statuses.isDisjoint(with: [418, 429]) || faults.contains(.tooManyCode)
        case .exchange(.banned): return statuses.contains(418)
        case .exchange(.geoBlocked): return faults.contains(.restricted)
        case .exchange(.firewall): return faults.contains(.firewall)
        case .exchange(.badAnswer): return !faults.isDisjoint(with: rows.union(bodies))
        case .exchange(.unreachable): return !faults.isDisjoint(with: silences.union(bodies))
        case .unexpectedCandle: return !faults.isDisjoint(with: rows)
        default: return false
        }
    }
}

extension HostileMarket {
    /// What is wrong with a store: candles that the exchange never had, and, if it should be whole, those that are
    /// missing.
    func differences(in store: CandleStore, isWhole: Bool) async throws -> [String] {
        var differences: [String] = []
        for (key, rows) in truth.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            let truth = Dictionary(uniqueKeysWithValues: rows.map { ($0.openTime, $0.values) })
            let held = try await store.candles(key).versions.filter(\.isClosed)
            for version in held where truth[version.openTime] != version.values {
                differences.append("\(key) \(version.openTime) is wrong: \(version.values)")
            }
            if isWhole, held.count != rows.count {
                differences.append("\(key) has \(held.count) of \(rows.count) candles")
            }
        }
        return differences
    }
}
