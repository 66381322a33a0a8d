/// What a year brought: the mean of its daily returns, and all of it together.
public struct YearlyReturn: Hashable, Sendable {
    /// The year.
    public let year: Int
    /// The number of daily returns: of traded days that have a traded day before them.
    public let days: Int
    /// The mean of the daily returns, as a share of the close before; nil if there are none.
    public let meanReturn: Double?
    /// The last close of the year over the last close before the year, less 1; nil if there are no returns.
    ///
    /// Where the series begins in the year, the close of its first day stands for the one before the year. So the
    /// total is what the daily returns give one after the other.
    public let totalReturn: Double?
    /// The last close of the year.
    public let lastClose: Double

    /// The years of a served series that have a traded day, oldest first.
    ///
    /// - Parameter days: The rows of the series, oldest first.
    /// - Returns: One entry per year.
    /// - Complexity: O(days).
    public static func years(of days: [ServedDay]) -> [YearlyReturn] {
        let traded = days.filter(\.isTraded)
        let moves = DailyMove.moves(of: traded)
        var years: [YearlyReturn] = []
        var move = 0
        for (index, day) in traded.enumerated() {
            let year = day.day.civil.year
            guard index + 1 == traded.count || traded[index + 1].day.civil.year != year else { continue }
            let start = move
            while move < moves.count, moves[move].day <= day.day { move += 1 }
            let returns = moves[start..<move].map(\.fraction)
            years.append(
                YearlyReturn(
                    year: year, days: returns.count,
                    meanReturn: returns.isEmpty ? nil : MovingAverage.mean(returns[...]),
                    totalReturn: returns.isEmpty ? nil : day.values.close / moves[start].previousClose - 1,
                    lastClose: day.values.close))
        }
        return years
    }
}
