/// A rate of transfer as people write it.
public enum Bandwidth {
    /// The largest rate: a terabyte per second.
    private static let most = 1_000_000_000_000

    /// Reads bytes per second: a number with `k`, `M` or `G` for thousands, millions or thousands of millions, or with
    /// `Ki`, `Mi` or `Gi` for powers of 1024; `B` and `/s` may follow.
    ///
    /// - Returns: The bytes per second; nil for any other text, also for less than one byte.
    public static func parse(_ text: String) -> Int? {
        var rest = Substring(text.lowercased()).filter { $0 != " " }[...]
        if rest.hasSuffix("/s") { rest = rest.dropLast(2) }
        if rest.hasSuffix("b") { rest = rest.dropLast() }
        let isBinary = rest.hasSuffix("i")
        if isBinary { rest = rest.dropLast() }
        let base = isBinary ? 1024.0 : 1000.0
        var unit = 1.0
        for (letter, factor) in [("k", base), ("m", base * base), ("g", base * base * base)]
        where rest.hasSuffix(letter) {
            unit = factor
            rest = rest.dropLast()
            break
        }
        guard !isBinary || unit > 1, rest.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let number = Double(rest)
        else { return nil }
        let rate = number * unit
        return rate >= 1 && rate <= Double(most) ? Int(rate) : nil
    }
}
