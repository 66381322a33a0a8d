import Binance
import Candles
import EventLog
import ServingLayer

/// The checks of `doctor`; each says what it found and, if that is bad, what to do.
struct Checkup: Sendable {
    let context: Context

    /// One check.
    struct Check: Encodable, Sendable {
        let name: String
        let state: State
        let text: String
        let hint: String?

        init(_ name: String, _ state: State, _ text: String, hint: String? = nil) {
            self.name = name
            self.state = state
            self.text = text
            self.hint = hint
        }
    }

    /// How a check ended.
    enum State: String, Encodable, Sendable {
        case ok
        case warn
        case fail = "FAIL"
    }

    /// Runs all checks; none changes anything.
    func run() async -> [Check] {
        var checks = [sqlite()]
        checks += await store()
        checks.append(await log())
        checks += await exchange()
        checks.append(await archive())
        checks.append(unpacking())
        return checks
    }

    /// Versions before 3.51.3 can damage a file when a checkpoint meets another connection's commit; our lock keeps
    /// the two apart, other programs may not.
    private func sqlite() -> Check {
        let version: String
        do { version = try CandleStore.sqliteVersion() } catch {
            return Check("SQLite", .fail, error.problem, hint: error.remedy)
        }
        let numbers = version.split(separator: ".").compactMap { Int($0) }
        guard numbers.lexicographicallyPrecedes([3, 51, 3]) else { return Check("SQLite", .ok, version) }
        return Check(
            "SQLite", .warn, "\(version), which has a rare fault when two programs write at once",
            hint: "do not write to the store with other programs, or use SQLite 3.51.3 or newer")
    }

    private func store() async -> [Check] {
        do {
            return try await context.withStore(.read) { store in
                var checks = [
                    Check("store", .ok, "\(context.dataDirectory), \(try await store.keys().count) series")
                ]
                let damaged = try await store.verify()
                checks.append(
                    damaged.isEmpty
                        ? Check("chunks", .ok, "all checksums are right")
                        : Check(
                            "chunks", .fail,
                            damaged.map { "\($0.key) \($0.day): \($0.reason)" }.joined(separator: "; "),
                            hint: "run `candlecast backfill`; it sets them aside and fetches them again"))
                return checks
            }
        } catch let error as StoreError {
            if case .missing = error { return [Check("store", .warn, error.problem, hint: error.remedy)] }
            return [Check("store", .fail, error.problem, hint: error.remedy)]
        } catch {
            return [Check("store", .fail, "\(error)")]
        }
    }

    private func log() async -> Check {
        do throws(EventLogError) {
            let log = try EmbeddedLog.open(directory: context.dataDirectory, access: .read)
            let topics = try await log.topics()
            try log.close()
            return Check("log", .ok, topics.isEmpty ? "empty" : topics.joined(separator: ", "))
        } catch {
            if case .missing = error { return Check("log", .ok, "none yet") }
            return Check("log", .fail, error.problem, hint: error.remedy)
        }
    }

    private func exchange() async -> [Check] {
        do {
            return try await context.withClient { client in
                let now = try await client.serverTime()
                let source = try await client.source()
                var checks = [
                    Check(
                        "REST", .ok, "\(try client.restURL), its clock says \(now), source: \(source)"),
                    fallbacks(try client.restURL),
                    await limits(client),
                ]
                do {
                    let symbol = try Symbol("BTCUSDT")
                    try await client.withStream([.ticker(symbol)]) { _ in }
                    checks.append(Check("stream", .ok, context.exchange.streamURL))
                    _ = try await SourceCheck(context: context, client: client).label()
                } catch let error as BinanceError {
                    checks.append(Check("stream", .fail, error.problem, hint: error.remedy))
                } catch let error as ProgramError {
                    checks.append(Check("source", .fail, error.problem, hint: error.remedy))
                }
                return checks
            }
        } catch let error as BinanceError {
            return [Check("REST", .fail, error.problem, hint: error.remedy)]
        } catch {
            return [Check("REST", .fail, "\(error)")]
        }
    }

    /// The addresses that would take over, or that have.
    private func fallbacks(_ used: String) -> Check {
        let others = context.exchange.restFallbackURLs
        guard used != context.exchange.restURL, others.contains(used) else {
            return Check(
                "REST fallback", .ok, others.isEmpty ? "none" : others.joined(separator: ", "))
        }
        return Check(
            "REST fallback", .warn, "\(context.exchange.restURL) does not serve, \(used) does",
            hint: "give --rest-url \(used) to save the first tries")
    }

    /// What the exchange allows in a minute, and how much of it this address has used.
    private func limits(_ client: BinanceClient) async -> Check {
        do throws(BinanceError) {
            // The list of all symbols brings the limits along.
            _ = try await client.symbols([])
            let weight = try client.requestWeight
            let used =
                weight.used.map { "\($0) of it used in this minute" }
                ?? "the exchange does not say how much is used"
            guard let count = weight.used, count * 10 > weight.limit * 8 else {
                return Check("request limit", .ok, "\(weight.limit) a minute, \(used)")
            }
            return Check(
                "request limit", .warn, "\(weight.limit) a minute, \(used)",
                hint: "another program asks the exchange from this address; the two share the limit")
        } catch {
            return Check("request limit", .warn, error.problem, hint: error.remedy)
        }
    }

    /// Whether the archive can be reached, with one small request for a file that it has had for long.
    private func archive() async -> Check {
        do {
            let file = ArchiveFile(SeriesKey(try Symbol("BTCUSDT"), .d1), .month(year: 2024, month: 1))
            let digest = try await context.withClient { try await $0.archiveDigest(file) }
            guard digest == nil else { return Check("archive", .ok, context.archiveURL) }
            return Check(
                "archive", context.archiveURL == BinanceConfiguration.publicArchiveURL ? .warn : .ok,
                "\(context.archiveURL) answers, but has no \(file)")
        } catch let error as BinanceError {
            return Check("archive", .warn, error.problem, hint: "history is fetched by REST meanwhile")
        } catch {
            return Check("archive", .warn, "\(error)")
        }
    }

    /// Whether the libraries that unpack files do so here.
    private func unpacking() -> Check {
        ArchiveFile.canUnpack
            ? Check("unpacking", .ok, "zip and its checksums work")
            : Check(
                "unpacking", .fail, "the compression libraries do not give back what they were given",
                hint: "install libdeflate and zlib again")
    }
}
