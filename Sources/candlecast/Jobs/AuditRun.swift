import BatchLayer
import Candles
import ServingLayer

/// Runs an audit, with or without the exchange.
struct AuditRun: Sendable {
    let context: Context
    let store: CandleStore

    /// Runs an audit.
    ///
    /// - Throws: ``BatchError`` if the store could not be read.
    func run(_ request: AuditRequest, isOffline: Bool) async throws -> AuditReport {
        let console = context.console
        let progress: @Sendable (String, Int, Int) -> Void = { what, done, total in
            console.progress("audit: \(what)  \(Bar.text(done, of: total))")
        }
        guard !isOffline else {
            return try await Audit(store: store, exchange: nil, progress: progress).run(request)
        }
        return try await context.withClient { client in
            try await Audit(store: store, exchange: AuditExchange(client), progress: progress).run(request)
        }
    }
}
