import Binance
import Candles
import Foundation
import ServingLayer

/// What a command works with: where the data is, where the exchange is, and whom to talk to.
struct Context: Sendable {
    /// Where results and progress go.
    let console: Console
    /// The folder of the store, the log and the reports.
    let dataDirectory: String
    /// How the exchange is reached.
    let exchange: BinanceConfiguration
    /// The command as typed, for locks and the run log.
    let command: String
    /// The environment of the process.
    let environment: [String: String]

    /// The program's name and version, as provenance of what it makes.
    static let program = "candlecast 0.3.0"

    /// The context that options and environment describe.
    ///
    /// The demo brings its own `exchange`, and a `dataDirectory` that is used unless the user names another.
    init(
        _ options: CommonOptions, command: String, exchange: BinanceConfiguration? = nil,
        dataDirectory: String? = nil, idleTimeout: Duration? = nil
    ) {
        environment = ProcessInfo.processInfo.environment
        console = options.output.console
        self.dataDirectory =
            options.dataDirectory ?? dataDirectory ?? environment["CANDLECAST_DATA_DIR"] ?? "candlecast-data"
        var configuration = exchange ?? BinanceConfiguration()
        if exchange == nil {
            configuration.restURL =
                options.restURL ?? environment["CANDLECAST_REST_URL"] ?? configuration.restURL
            configuration.streamURL =
                options.streamURL ?? environment["CANDLECAST_STREAM_URL"] ?? configuration.streamURL
            if let fallbacks = options.restFallbacks(environment: environment) {
                configuration.restFallbackURLs = fallbacks
            } else if options.restURL != nil || environment["CANDLECAST_REST_URL"] != nil {
                // Who names an address wants that one, and no other behind their back.
                configuration.restFallbackURLs = []
            }
        }
        if let url = options.archiveURL ?? environment["CANDLECAST_ARCHIVE_URL"] {
            configuration.archiveURL = url
        }
        configuration.archiveCache =
            options.archiveCache ?? environment["CANDLECAST_ARCHIVE_CACHE"] ?? configuration.archiveCache
        configuration.maxBandwidth =
            options.bytesPerSecond(environment: environment) ?? configuration.maxBandwidth
        configuration.attempts = options.attempts
        if let idleTimeout { configuration.idleTimeout = idleTimeout }
        self.exchange = configuration
        self.command = "candlecast " + command
    }

    /// The address of the bulk archive.
    var archiveURL: String { exchange.archiveURL }

    /// Runs a piece of work with a client of the exchange, and closes it.
    func withClient<Result: Sendable>(_ body: (BinanceClient) async throws -> Result) async throws -> Result {
        let console = console
        let client = BinanceClient(configuration: exchange) { console.note($0) }
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            do { try await client.shutdown() } catch { console.detail("\(error)") }
            throw error
        }
    }

    /// Runs a piece of work with the store, and closes it.
    func withStore<Result: Sendable>(
        _ access: CandleStore.Access = .write, _ body: (CandleStore) async throws -> Result
    ) async throws -> Result {
        let store = try await CandleStore.open(
            directory: dataDirectory, command: command, access: access, program: Self.program)
        do {
            let result = try await body(store)
            try await store.close()
            return result
        } catch {
            do { try await store.close() } catch { console.detail("\(error)") }
            throw error
        }
    }

    /// Runs a piece of work with the store if it writes, else without leaving a trace: a dry run neither makes nor
    /// changes a store.
    func withStore<Result: Sendable>(
        isDryRun: Bool, _ body: (CandleStore) async throws -> Result
    ) async throws -> Result {
        guard isDryRun else { return try await withStore(.write, body) }
        guard !hasStore else { return try await withStore(.read, body) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlecast-\(UUID().uuidString)")
            .path()
        let store = try await CandleStore.open(directory: folder, command: command, program: Self.program)
        let result = try await body(store)
        try await store.close()
        try FileManager.default.removeItem(atPath: folder)
        return result
    }

    /// Whether there is a store.
    var hasStore: Bool { FileManager.default.fileExists(atPath: dataDirectory + "/" + CandleStore.fileName) }

    /// Fails unless there is a store; for commands that work on what is held.
    ///
    /// - Throws: ``StoreError/missing(path:)``.
    func requireStore() throws(StoreError) {
        guard hasStore else { throw .missing(path: dataDirectory + "/" + CandleStore.fileName) }
    }

    /// The symbols of a command that works on what is held: those named, which must be held, else all.
    ///
    /// - Throws: ``ProgramError/noInput(_:remedy:)`` if there are none, or one is not held.
    func heldSymbols(_ options: SymbolOptions, in store: CandleStore) async throws -> [Symbol] {
        let held = try await store.symbols()
        let named = try options.named(environment: environment)
        let missing =
            (named.isEmpty && held.isEmpty ? ["anything"] : [])
            + named.filter { !held.contains($0) }.map(\.name)
        guard missing.isEmpty else {
            throw ProgramError.noInput(
                "the store at \(dataDirectory) holds no candles of \(missing.joined(separator: ", ")).",
                remedy: "Fetch them with `candlecast backfill`.")
        }
        return named.isEmpty ? held : named
    }

    /// The symbols of a command: those named, else those that the store holds.
    ///
    /// - Throws: ``ProgramError/usage(_:remedy:)`` if there are neither.
    func symbols(_ options: SymbolOptions, heldBy store: CandleStore?) async throws -> [Symbol] {
        let named = try options.named(environment: environment)
        guard named.isEmpty else { return named }
        let held = try await store?.symbols() ?? []
        guard held.isEmpty else { return held }
        throw ProgramError.usage(
            "no symbol is named, and the store at \(dataDirectory) holds none.",
            remedy: "Name one or more, for example: \(command) BTCUSDT ETHUSDT")
    }
}
