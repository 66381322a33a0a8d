import Candles

/// The aggregate trades of one symbol in order of time and of number.
///
/// Recorded trades are kept; simulated ones are made from their minute when they are asked for, so they cost
/// nothing until then.
enum TradeTape: Sendable {
    /// Trades of a file.
    case recorded([AggregateTrade])
    /// Trades made from minutes.
    case simulated(SimulatedTrades)

    /// The number of trades, past and future.
    var count: Int {
        switch self {
        case .recorded(let trades): trades.count
        case .simulated(let trades): trades.count
        }
    }

    /// The trade at an index.
    subscript(index: Int) -> AggregateTrade {
        switch self {
        case .recorded(let trades): trades[index]
        case .simulated(let trades): trades[index]
        }
    }

    /// The number of trades at or before an instant.
    ///
    /// - Complexity: O(log *n*).
    func count(through time: OpenTime) -> Int { partition { self[$0].time <= time.milliseconds } }

    /// The number of trades whose number is below a bound.
    ///
    /// - Complexity: O(log *n*).
    func count(belowID id: Int64) -> Int { partition { self[$0].id < id } }

    private func partition(_ isBefore: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
