/// How far the close of a traded day is from the close of the traded day before.
public struct DailyMove: Hashable, Sendable {
    /// The day.
    public let day: UTCDay
    /// The traded day before; not the day before where days are missing.
    public let previousDay: UTCDay
    /// The close of the day.
    public let close: Double
    /// The close of the traded day before.
    public let previousClose: Double

    /// A move between the closes of two days.
    public init(day: UTCDay, previousDay: UTCDay, close: Double, previousClose: Double) {
        self.day = day
        self.previousDay = previousDay
        self.close = close
        self.previousClose = previousClose
    }

    /// The difference in the quote asset.
    public var change: Double { close - previousClose }
    /// The difference as a share of the close before: 0.1 is a rise by a tenth.
    public var fraction: Double { change / previousClose }

    /// The moves of a served series, oldest first.
    ///
    /// Only closed days on which something was traded count: filled days, and the running day, are passed over.
    ///
    /// - Parameter days: The rows of the series, oldest first.
    /// - Returns: One move for every traded day but the first.
    /// - Complexity: O(days).
    public static func moves(of days: [ServedDay]) -> [DailyMove] {
        var previous: ServedDay?
        var moves: [DailyMove] = []
        for day in days where day.isTraded {
            if let previous {
                moves.append(
                    DailyMove(
                        day: day.day, previousDay: previous.day, close: day.values.close,
                        previousClose: previous.values.close))
            }
            previous = day
        }
        return moves
    }

    /// The moves that are largest in percent, up or down; of equal ones the earlier is first.
    public static func largest(of moves: [DailyMove], limit: Int = 10) -> [DailyMove] {
        let sorted = moves.sorted { left, right in
            let (mine, theirs) = (abs(left.fraction), abs(right.fraction))
            return mine == theirs ? left.day < right.day : mine > theirs
        }
        return Array(sorted.prefix(max(0, limit)))
    }
}

extension ServedDay {
    /// Whether the row is a closed day of which the exchange or a file gave a candle: not filled and not running.
    public var isTraded: Bool { isClosed && origin != .filled }
}
