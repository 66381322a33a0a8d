import Binance
import Candles
import Foundation

/// Sees to it that REST and stream are one and the same market: real, or one simulation.
///
/// A replay exchange serves both on one port and names its source; the real exchange names none and has its own hosts.
struct SourceCheck: Sendable {
    let context: Context
    let client: BinanceClient

    /// The name under which the store keeps candles of this exchange.
    ///
    /// - Throws: ``ProgramError/usage(_:remedy:)`` if REST and stream come from different sources.
    func label() async throws -> String {
        let rest = try await client.source().label
        let stream = await streamLabel()
        guard rest == stream else {
            throw ProgramError.usage(
                "\(context.exchange.restURL) serves the source \"\(rest)\", \(context.exchange.streamURL) serves"
                    + " \"\(stream)\"; their candles must not be mixed.",
                remedy: "Give --rest-url and --stream-url of the same exchange.")
        }
        return rest
    }

    /// What the host of the stream says of itself over REST; the real exchange's stream hosts do not answer there.
    private func streamLabel() async -> String {
        var configuration = context.exchange
        configuration.attempts = 1
        // The question is who this host is, so no other may answer it.
        configuration.restFallbackURLs = []
        let url = configuration.streamURL
        guard !Self.isReal(url) else { return ExchangeSource.exchange.label }
        configuration.restURL = "http" + url.dropFirst(2)
        let probe = BinanceClient(configuration: configuration)
        var label = ExchangeSource.exchange.label
        do { label = try await probe.source().label } catch { context.console.detail("\(error)") }
        do { try await probe.shutdown() } catch { context.console.detail("\(error)") }
        return label
    }

    private static func isReal(_ url: String) -> Bool {
        let host = URL(string: url)?.host() ?? ""
        return host.hasSuffix("binance.com") || host.hasSuffix("binance.vision")
    }
}
