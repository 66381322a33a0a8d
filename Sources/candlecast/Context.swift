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
    /// The bulk archive.
    let archiveURL: String
    /// The command as typed, for locks and the run log.
    let command: String
    /// The environment of the process.
    let environment: [String: String]

    /// The program's name and version, as provenance of what it makes.
    static let program = "candlecast 0.1.0"

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
        }
        configuration.attempts = options.attempts
        if let idleTimeout { configuration.idleTimeout = idleTimeout }
        self.exchange = configuration
        archiveURL =
            options.archiveURL ?? environment["CANDLECAST_ARCHIVE_URL"] ?? "https://data.binance.vision"
        self.command = "candlecast " + command
    }

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
