import Candles

/// The name of a candle file: `SYMBOL-INTERVAL.csv.gz` or `SYMBOL-INTERVAL.csv`.
struct CandleFileName: Hashable, Sendable {
    /// What the file holds.
    let key: SeriesKey
    /// Whether the contents are packed.
    let isPacked: Bool

    /// Whether a file of a folder is meant to be read: it is CSV, packed or not, and not hidden.
    ///
    /// A name that begins with two points is not hidden but an attempt at another folder, and is refused later.
    static func isCandidate(_ name: String) -> Bool {
        (!name.hasPrefix(".") || name.hasPrefix(".."))
            && (name.hasSuffix(".csv") || name.hasSuffix(".csv.gz"))
    }

    /// Reads a file name without its folder.
    ///
    /// - Throws: ``ReplayError/badFile(file:reason:)`` for a symbol or an interval that cannot be.
    init(_ name: String) throws(ReplayError) {
        isPacked = name.hasSuffix(".gz")
        let stem = name.dropLast(isPacked ? ".csv.gz".count : ".csv".count)
        guard Self.isCandidate(name), let dash = stem.lastIndex(of: "-") else {
            throw .badFile(
                file: name, reason: "the name is not SYMBOL-INTERVAL.csv.gz, such as BTCUSDT-1d.csv.gz")
        }
        do {
            key = SeriesKey(
                try Symbol(String(stem[..<dash])),
                try Interval(text: String(stem[stem.index(after: dash)...])))
        } catch {
            throw .badFile(file: name, reason: "in the name, \(error.problem.dropLast())")
        }
    }
}
