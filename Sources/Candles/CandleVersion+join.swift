extension CandleVersion {
    /// The one rule that puts two versions of the same candle together.
    ///
    /// The higher vintage wins, then the greater trade count (unknown is lowest), then a fixed total order on the
    /// other stored values; nothing that is not stored takes part. The join is associative, commutative and
    /// idempotent, so versions may arrive in any order and any number of times.
    ///
    /// - Precondition: Both are versions of the candle with one open time.
    public static func join(_ left: CandleVersion, _ right: CandleVersion) -> CandleVersion {
        precondition(
            left.openTime == right.openTime,
            "the versions must be of one candle, were of \(left.openTime) and \(right.openTime)")
        return right.isPreferred(to: left) ? right : left
    }

    /// Whether this version comes after the other in the join's total order.
    func isPreferred(to other: CandleVersion) -> Bool {
        if vintage != other.vintage { return vintage > other.vintage }
        let (mine, theirs) = (values, other.values)
        if let decided = Self.decide(mine.trades, theirs.trades) { return decided }
        if let decided = Self.decide(mine.quoteVolume, theirs.quoteVolume) { return decided }
        if let decided = Self.decide(mine.baseVolume, theirs.baseVolume) { return decided }
        if let decided = Self.decide(mine.closeTime.milliseconds, theirs.closeTime.milliseconds) {
            return decided
        }
        if let decided = Self.decide(mine.high, theirs.high) { return decided }
        if let decided = Self.decide(theirs.low, mine.low) { return decided }
        if let decided = Self.decide(mine.close, theirs.close) { return decided }
        if let decided = Self.decide(mine.open, theirs.open) { return decided }
        if let decided = Self.decide(mine.takerBaseVolume, theirs.takerBaseVolume) { return decided }
        return Self.decide(mine.takerQuoteVolume, theirs.takerQuoteVolume) ?? false
    }

    /// Whether the left value is the greater, or nil if the two are the same; an unknown value is the lowest.
    private static func decide<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
        switch (left, right) {
        case (nil, nil): nil
        case (nil, _): false
        case (_, nil): true
        case (let left?, let right?): left == right ? nil : left > right
        }
    }
}
