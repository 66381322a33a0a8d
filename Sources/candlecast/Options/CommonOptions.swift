import ArgumentParser
import Binance
import Candles
import Foundation

/// The options that every command shares.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp(
            "The folder of the store, the log and the reports. [env: CANDLECAST_DATA_DIR]",
            valueName: "folder"))
    var dataDirectory: String?

    @Option(
        name: .customLong("rest-url"),
        help: ArgumentHelp("The exchange's REST interface. [env: CANDLECAST_REST_URL]", valueName: "url"))
    var restURL: String?

    @Option(
        name: .customLong("stream-url"),
        help: ArgumentHelp("The exchange's stream interface. [env: CANDLECAST_STREAM_URL]", valueName: "url"))
    var streamURL: String?

    @Option(
        name: .customLong("archive-url"),
        help: ArgumentHelp("The exchange's bulk archive. [env: CANDLECAST_ARCHIVE_URL]", valueName: "url"))
    var archiveURL: String?

    @Option(
        name: .customLong("archive-cache"),
        help: ArgumentHelp(
            "A folder in which files of the bulk archive are kept. [env: CANDLECAST_ARCHIVE_CACHE]",
            valueName: "folder"))
    var archiveCache: String?

    @Option(
        name: .customLong("rest-fallback"),
        help: ArgumentHelp(
            "Another address of the same exchange, for when the first does not serve; may be repeated. The public "
                + "exchange has its own. [env: CANDLECAST_REST_FALLBACK, a list with commas]",
            valueName: "url"))
    var restFallback: [String] = []

    @Option(
        name: .customLong("max-bandwidth"),
        help: ArgumentHelp(
            "The most bytes per second that are fetched, such as 2MB or 500k. [env: CANDLECAST_MAX_BANDWIDTH]",
            valueName: "rate"))
    var maxBandwidth: String?

    @Option(help: ArgumentHelp("How often a request is tried before it is given up.", valueName: "number"))
    var attempts = 6

    @OptionGroup var output: OutputOptions

    /// Whether the result is one JSON document.
    var json: Bool { output.json }

    func validate() throws {
        guard (1...100).contains(attempts) else {
            throw ValidationError("--attempts must be 1 to 100, was \(attempts).")
        }
        let environment = ProcessInfo.processInfo.environment
        if let text = maxBandwidth ?? environment["CANDLECAST_MAX_BANDWIDTH"], Bandwidth.parse(text) == nil {
            let name = maxBandwidth == nil ? "CANDLECAST_MAX_BANDWIDTH" : "--max-bandwidth"
            throw ValidationError("\(name) must be a number of bytes such as 2MB or 500k, was \"\(text)\".")
        }
    }

    /// The addresses that take over when the first does not serve; nil if nothing is said about them.
    func restFallbacks(environment: [String: String]) -> [String]? {
        guard restFallback.isEmpty else { return restFallback }
        return environment["CANDLECAST_REST_FALLBACK"].map { list in
            list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// The most bytes per second; nil for no limit.
    func bytesPerSecond(environment: [String: String]) -> Int? {
        (maxBandwidth ?? environment["CANDLECAST_MAX_BANDWIDTH"]).flatMap(Bandwidth.parse)
    }
}

/// The symbols that a command works on.
struct SymbolOptions: ParsableArguments {
    @Argument(help: "Symbols, such as BTCUSDT ETHUSDT; without any, those that the store holds.")
    var symbols: [String] = []

    @Option(
        name: .customLong("symbols"),
        help: ArgumentHelp("The same as a list with commas. [env: CANDLECAST_SYMBOLS]", valueName: "list"))
    var list: String?

    /// The symbols named on the command line or in the environment, each once, in that order.
    ///
    /// - Throws: ``CandleError/symbol(_:)`` for a name that is no symbol.
    func named(environment: [String: String]) throws(CandleError) -> [Symbol] {
        var names = symbols
        let listed = list ?? (symbols.isEmpty ? environment["CANDLECAST_SYMBOLS"] : nil)
        if let listed { names += listed.split(separator: ",").map(String.init) }
        var result: [Symbol] = []
        for name in names {
            let symbol = try Symbol(name.trimmingCharacters(in: .whitespaces).uppercased())
            if !result.contains(symbol) { result.append(symbol) }
        }
        return result
    }
}
