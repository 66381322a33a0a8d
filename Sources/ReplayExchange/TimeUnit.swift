import Candles

/// The unit of the times in an answer or an event.
enum TimeUnit: Hashable, Sendable {
    case millisecond
    case microsecond

    /// Reads the exchange's names, in capitals or small letters, or nil.
    init?(text: String) {
        switch text {
        case "MILLISECOND", "millisecond": self = .millisecond
        case "MICROSECOND", "microsecond": self = .microsecond
        default: return nil
        }
    }

    /// An instant in this unit.
    func number(_ milliseconds: Int64) -> Int64 {
        self == .millisecond ? milliseconds : milliseconds * 1000
    }

    /// The last unit of time before an exclusive end.
    func last(before milliseconds: Int64) -> Int64 { number(milliseconds) - 1 }
}
