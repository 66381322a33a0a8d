/// What base volume, prices and a scale say a quote volume should be, in units of that scale: the base volume times
/// the middle of high and low.
///
/// It is whole-number arithmetic, so it is the same everywhere, and it wraps around instead of trapping.
struct QuotePrediction {
    private let base: UnsafePointer<Int64>
    private let high: UnsafePointer<Int64>
    private let low: UnsafePointer<Int64>
    private let divisor: Int64
    private let inverse: Double

    /// A prediction from columns in whole units; nil where the quote volume has more decimal places than base volume
    /// and price have together.
    init?(
        base: UnsafePointer<Int64>, high: UnsafePointer<Int64>, low: UnsafePointer<Int64>, places: Int,
        quotePlaces: Int
    ) {
        let excess = places - quotePlaces
        guard (0...18).contains(excess) else { return nil }
        self.base = base
        self.high = high
        self.low = low
        divisor = (0..<excess).reduce(2) { power, _ in power * 10 }
        inverse = 1 / Double(divisor)
    }

    subscript(row: Int) -> Int64 {
        let (amount, price) = (base[row], high[row] &+ low[row])
        let estimate = Double(amount) * Double(price) * inverse
        // Below these limits the estimate is less than 1 away from the quotient, so that the remainder, which fits,
        // puts it right.
        guard amount >= 0, price >= 0, amount < 1 << 53, price < 1 << 53, estimate < 0x1p50 else {
            let product = Int128(amount) * Int128(price)
            return Int64(truncatingIfNeeded: product / Int128(divisor))
        }
        let quotient = Int64(estimate)
        let remainder = amount &* price &- quotient &* divisor
        return quotient &+ (remainder >= divisor ? 1 : 0) &- (remainder < 0 ? 1 : 0)
    }
}
