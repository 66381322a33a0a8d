import Candles

/// Compares a candle with the smaller candles of its slot.
///
/// They can be compared where the smaller ones are all held, or known not to exist, and none of either lies off the
/// grid: a candle that reaches over the end of the slot belongs to two of them. Prices and trade counts are exact, and
/// so are amounts as long as no part is so large that a `Double` cannot name its eight decimals without doubt; then the
/// sum may be off by half the distance of neighbouring numbers for each such part.
struct RollupAudit {
    /// The symbol.
    let symbol: Symbol
    /// The length of the candles compared.
    let larger: Interval
    /// The length of the candles that they are rolled up from.
    let smaller: Interval
    /// What the exchange has said of the larger candles.
    let largerAnswered: AnsweredRanges
    /// What the exchange has said of the smaller candles.
    let smallerAnswered: AnsweredRanges

    /// The open times of the first and last larger candle held, or nil if there are none.
    var largerBounds: ClosedRange<OpenTime>?
    /// The open times of the first and last smaller candle held, or nil if there are none.
    var smallerBounds: ClosedRange<OpenTime>?

    /// What came of a comparison.
    enum Outcome: Hashable {
        /// Nothing is held of either, and nothing need be.
        case nothing
        /// Not all is held that would be needed.
        case notComparable
        case same
        case finding(AuditFinding)
    }

    /// Compares one slot.
    ///
    /// - Parameters:
    ///   - slot: The slot of the larger candle.
    ///   - whole: The larger candle that opens in the slot, or nil.
    ///   - parts: The smaller candles that open in the slot, in order of time.
    ///   - before: The last smaller candle that opens before the slot, if it is near.
    /// - Returns: Whether they agree, can be compared at all, or what is wrong.
    /// - Complexity: O(parts).
    func compare(
        _ slot: TimeRange, whole: CandleVersion?, parts: some Collection<CandleVersion>,
        before: CandleVersion?
    ) -> Outcome {
        guard whole != nil || !parts.isEmpty, let smallerBounds, let largerBounds else { return .nothing }
        // Beyond the first and the last candle of a series nothing is held by mistake: it begins or ends there.
        let isOverlapping = slot.end > smallerBounds.lowerBound && slot.start <= smallerBounds.upperBound
        guard isOverlapping, whole != nil || largerBounds.contains(slot.start) else { return .nothing }
        guard isListedAlike(slot, smallerBounds, largerBounds) else { return .notComparable }
        guard areOnGrid(slot, whole, parts, before), isComplete(slot, parts) else { return .notComparable }
        var rollup = Rollup()
        for part in parts { rollup.add(part) }
        guard let values = rollup.values(closeTime: slot.end) else {
            guard let whole, (whole.values.trades ?? 0) > 0 || (whole.values.baseVolume ?? 0) > 0 else {
                return .notComparable
            }
            return .finding(absent(smaller, in: slot, beside: "\(larger)", whole.values))
        }
        guard let whole else {
            guard largerAnswered.contain(slot), (values.baseVolume ?? 0) > 0 else { return .notComparable }
            return .finding(absent(larger, in: slot, beside: "its \(smaller) candles", values))
        }
        let fields = CandleField.allCases.filter { $0 != .closeTime }
        let differences = CandleDifference.between(
            values, whole.values, fields: fields, slack: Self.slack(parts, values))
        guard !differences.isEmpty else { return .same }
        return .finding(
            AuditFinding(
                .rollup, SeriesKey(symbol, larger), slot,
                problem: "\(rollup.count) \(smaller) candles and the \(larger) candle do not agree",
                sides: .init("from \(smaller)", "\(larger) (\(whole.vintage.name))"),
                differences: differences, cure: AuditCure.refetch(symbol, [smaller, larger], slot)))
    }

    /// How far the sums of amounts may be off because their parts do not have all their decimals.
    private static func slack(
        _ parts: some Collection<CandleVersion>, _ sum: CandleValues
    ) -> [CandleField: Double] {
        var slack: [CandleField: Double] = [:]
        for field in CandleField.amounts {
            var total = 0.0
            for part in parts {
                let amount = field.number(in: part.values) ?? 0
                // A whole number of that size stands for itself.
                if amount >= CandleField.largestExactAmount, amount != amount.rounded() {
                    total += amount.ulp / 2
                }
            }
            if total > 0 { slack[field] = total + (field.number(in: sum) ?? 0).ulp }
        }
        return slack
    }

    /// Whether the slot lies inside both series, or both begin, or end, in it.
    ///
    /// Where the smaller candles begin in the middle of a slot, it is all of the slot only if the larger ones begin
    /// there too, as on the day of the listing.
    private func isListedAlike(
        _ slot: TimeRange, _ parts: ClosedRange<OpenTime>, _ wholes: ClosedRange<OpenTime>
    ) -> Bool {
        let isFirst = slot.start < smaller.slot(containing: parts.lowerBound)
        let isLast = slot.end > smaller.slot(after: parts.upperBound)
        return (!isFirst || wholes.lowerBound >= slot.start) && (!isLast || wholes.upperBound < slot.end)
    }

    private func areOnGrid(
        _ slot: TimeRange, _ whole: CandleVersion?, _ parts: some Collection<CandleVersion>,
        _ before: CandleVersion?
    ) -> Bool {
        if let whole, whole.openTime != slot.start || !whole.isClosed { return false }
        if let before, before.values.closeTime > slot.start { return false }
        return parts.allSatisfy { part in
            part.isClosed && smaller.slot(containing: part.openTime) == part.openTime
        }
    }

    /// Whether every smaller slot holds a candle or is known to have none.
    private func isComplete(_ slot: TimeRange, _ parts: some Collection<CandleVersion>) -> Bool {
        var next = slot.start
        for part in parts {
            if part.openTime > next, !smallerAnswered.contain(TimeRange(next, part.openTime)) { return false }
            next = smaller.slot(after: part.openTime)
        }
        return next >= slot.end || smallerAnswered.contain(TimeRange(next, slot.end))
    }

    /// Candles that an answer says do not exist, although others tell of trades.
    private func absent(
        _ interval: Interval, in slot: TimeRange, beside witness: String, _ values: CandleValues
    ) -> AuditFinding {
        let trades = values.trades.map { ", \($0) trades" } ?? ""
        let volume = values.baseVolume.map(Decimal.text) ?? "unknown"
        return AuditFinding(
            .rollup, SeriesKey(symbol, interval), slot,
            problem:
                "no \(interval) candle is held, and \(witness) \(witness.hasSuffix("s") ? "tell" : "tells") of base"
                + " volume \(volume)\(trades)",
            cure: AuditCure.refetch(symbol, [interval], slot))
    }
}
