import Candles
import SpeedLayer

/// The totals of a stream as JSON.
struct StreamDocument: Encodable {
    let records: Int
    let connections: Int
    let seconds: Double
    let lastEvent: String?
    let symbols: [Counts]
    let stored: Int?

    struct Counts: Encodable {
        let symbol: String
        let price: Double?
        let messages: Int
        let candles: Int
        let filled: Int
    }

    init(_ outcome: StreamStep.Outcome) {
        let summary = outcome.produced
        let length = (summary?.duration ?? .zero).components
        records = summary?.records ?? 0
        connections = summary?.connections ?? 0
        seconds = Double(length.seconds) + Double(length.attoseconds) * 1e-18
        lastEvent = summary?.lastEvent.map { "\($0)" }
        symbols = (summary?.symbols ?? []).map { counts in
            Counts(
                symbol: counts.symbol.name, price: counts.price, messages: counts.messages,
                candles: counts.candles,
                filled: counts.filled)
        }
        stored = outcome.consumed?.changed
    }
}
