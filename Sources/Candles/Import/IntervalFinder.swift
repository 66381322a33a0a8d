/// Finds the interval of a candle file from its first rows.
public enum IntervalFinder {
    /// The interval that the rows of a block are apart: their most frequent step if most rows have it, else the
    /// longest interval that every step is a multiple of.
    ///
    /// - Parameters:
    ///   - block: A block that was cut where a line ends, without the header.
    ///   - layout: How rows are to be read.
    ///   - symbol: The symbol whose rows are wanted.
    ///   - named: The interval if it was said; it is then checked against rows that are closer together.
    /// - Returns: The interval.
    /// - Throws: ``CandleFileError/unknownInterval(step:)`` if the rows do not tell, or
    ///   ``CandleFileError/intervalMismatch(named:found:)``.
    /// - Complexity: O(bytes), O(*n* log *n*) for *n* rows.
    public static func interval(
        of block: TextBlock, _ layout: CandleFileLayout, symbol: Symbol? = nil, named: Interval? = nil
    ) throws(CandleFileError) -> Interval {
        let times = times(block, layout, symbol)
        let found = interval(of: times.open)
        if let named {
            if let found, times.open.count > 3, found < named {
                throw .intervalMismatch(named: named, found: found)
            }
            return named
        }
        if let found { return found }
        if let length = times.length,
            let interval = Interval.allCases.first(where: { $0.milliseconds == length })
        {
            return interval
        }
        let open = Set(times.open).sorted()
        throw .unknownInterval(step: open.count > 1 ? zip(open.dropFirst(), open).map(-).min() : nil)
    }

    private static let limit = 20_000

    /// The open times of the candles of a block, and the length that the first close time says.
    private static func times(
        _ block: TextBlock, _ layout: CandleFileLayout, _ symbol: Symbol?
    ) -> (open: [Int64], length: Int64?) {
        var scanner = RowScanner(layout, symbol: symbol)
        var (open, length): ([Int64], Int64?) = ([], nil)
        let lines = block.lines
        guard var position = lines.baseAddress else { return (open, length) }
        let end = position + lines.count
        while position < end, open.count < limit {
            let outcome = scanner.next(&position)
            guard outcome == .candle || outcome == .empty else { continue }
            open.append(scanner.openTime)
            let close = Int64(bitPattern: scanner.words[CandleField.closeTime.rawValue])
            if length == nil, close != Int64.min {
                let exact = close - scanner.openTime
                length = exact % 1000 == 0 && scanner.closeStep == 1 ? exact : exact + scanner.closeStep
            }
        }
        return (open, length)
    }

    /// The interval of some open times in any order, or nil if they do not tell.
    static func interval(of times: [Int64]) -> Interval? {
        let sorted = Set(times).sorted()
        guard sorted.count > 1 else { return nil }
        var frequency: [Int64: Int] = [:]
        var common: Int64 = 0
        for (later, earlier) in zip(sorted.dropFirst(), sorted) {
            frequency[later - earlier, default: 0] += 1
            common = greatestCommonDivisor(common, later - earlier)
        }
        if let usual = frequency.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            usual.value * 2 >= sorted.count,
            let interval = Interval.allCases.first(where: { $0.milliseconds == usual.key })
        {
            return interval
        }
        let month = sorted.allSatisfy {
            Interval.month.slot(containing: OpenTime(milliseconds: $0)).milliseconds == $0
        }
        if month { return .month }
        // A few rows far apart have a long common step; only when there are more is it more than chance.
        let exact = Interval.allCases.first { $0.milliseconds == common }
        return exact
            ?? (sorted.count > 20
                ? Interval.allCases.last { $0.milliseconds.map { common % $0 == 0 } ?? false } : nil)
    }

    private static func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }
}
