import Candles
import ServingLayer

/// Pages that have arrived and are not written yet.
struct PendingWrite {
    private(set) var pages = 0
    private var joined = StoreBatch()
    private var replacing = StoreBatch(replacesOwnVintage: true)

    mutating func add(_ addition: BackfillProgress.Addition, to key: SeriesKey, replaces: Bool) {
        pages += 1
        if replaces {
            Self.add(addition, to: key, in: &replacing)
        } else {
            Self.add(addition, to: key, in: &joined)
        }
    }

    /// What is to be written, each batch in a transaction of its own; nothing is pending afterwards.
    mutating func take() -> [StoreBatch] {
        defer { self = PendingWrite() }
        return [joined, replacing].filter { !$0.isEmpty }
    }

    private static func add(
        _ addition: BackfillProgress.Addition, to key: SeriesKey, in batch: inout StoreBatch
    ) {
        if !addition.versions.isEmpty { batch.candles[key, default: []] += addition.versions }
        if let answer = addition.answer { batch.coverage[key, default: []].append(answer) }
    }
}
