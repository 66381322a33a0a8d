public import Candles

extension GapFinder.Trading {
    /// What the exchange's word for the state of a symbol means; words that are not known mean a halt.
    ///
    /// `BREAK` is said of symbols that were delisted and are still listed by the interface.
    public init(status: String) {
        switch status {
        case "TRADING": self = .open
        case "BREAK": self = .ended
        default: self = .halted
        }
    }
}
