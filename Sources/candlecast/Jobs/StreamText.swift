import Candles
import ServingLayer
import SpeedLayer

/// What producer and consumer tell the user.
enum StreamText {
    /// Tells what the producer does.
    static func tell(_ event: ProducerEvent, _ console: Console) {
        switch event {
        case .connected(let attempt):
            console.note(
                attempt <= 1 ? "stream: connected" : "stream: connected again (connection \(attempt))")
        case .disconnected(let reason, let pause):
            console.note("stream: \(reason) Connecting again in \(seconds(pause)).")
        case .filled(let key, let candles, let range):
            console.detail("stream: filled \(key) by REST: \(candles) candles of \(range)")
        case .fillFailed(let reason, let pause):
            console.warn("the hole could not be filled yet: \(reason) Trying again in \(seconds(pause)).")
        case .ticker(let counts): console.progress("stream: \(line(counts))")
        case .appended: break
        case .stopped(let summary):
            console.note("stream: \(summary.records) records in the log, \(summary.connections) connections")
        }
    }

    /// Tells what the consumer does.
    static func tell(_ event: ConsumerEvent, _ console: Console) {
        switch event {
        case .batch(let records, let changed, let next, let end):
            console.detail(
                "store: \(records) records, \(changed) candles changed, \(end - next) records behind")
        case .badRecord(let offset, let error):
            console.warn("record \(offset) of the log is skipped: \(error)")
        case .restarted(let from, let to):
            console.warn("the log was begun anew: reading from \(to) instead of \(from)")
        case .finished(let summary):
            console.note("store: \(summary.records) records read, \(summary.changed) candles changed")
        }
    }

    /// The totals of a producer as people read them.
    static func table(_ summary: ProducerSummary, hasColor: Bool) -> [String] {
        var table = TextTable([
            "symbol", ">price", ">24 h volume", ">change", ">messages", ">candles", ">filled by REST",
        ])
        for counts in summary.symbols {
            table.add([
                counts.symbol.name, counts.price.map(NumberText.price) ?? "-",
                counts.baseVolume.map { NumberText.grouped($0, places: 0) } ?? "-",
                counts.changePercent.map { NumberText.grouped($0, places: 2) + " %" } ?? "-",
                NumberText.count(counts.messages), NumberText.count(counts.candles),
                NumberText.count(counts.filled),
            ])
        }
        let total = summary.symbols.reduce(0) { $0 + $1.messages }
        let length =
            Double(summary.duration.components.seconds) + Double(summary.duration.components.attoseconds)
            * 1e-18
        let rate = length > 0 ? NumberText.grouped(Double(total) / length, places: 1) : "-"
        return table.lines(hasColor: hasColor)
            + [
                "\(NumberText.count(total)) messages in \(NumberText.grouped(length, places: 1)) s, \(rate) a second"
            ]
    }

    private static func line(_ counts: ProducerSummary.SymbolCounts) -> String {
        let change = counts.changePercent.map { NumberText.grouped($0, places: 2) + " %" } ?? "-"
        return
            "\(counts.symbol)  \(counts.price.map(NumberText.price) ?? "-")  \(change)  \(counts.messages) messages"
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths =
            duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
