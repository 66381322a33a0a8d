/// Windows of rows ordered by horizon, each ending with the last row of a horizon.
struct RollingWindow: Sendable {
    /// The rows of one horizon.
    private struct Group: Sendable {
        let horizon: Int64
        let rows: Range<Int>
    }

    /// The horizons of all rows, ascending.
    private let horizons: [Int64]
    /// The number of rows in a window; nil for no windows: each row by itself.
    private let size: Int?
    private let groups: [Group]

    /// Creates windows of a number of rows, which is at most the number of all rows.
    init(horizons: [Int64], rows size: Int?) {
        self.horizons = horizons
        self.size = size
        var groups: [Group] = []
        var first = 0
        for row in horizons.indices where row + 1 == horizons.count || horizons[row + 1] != horizons[row] {
            groups.append(Group(horizon: horizons[row], rows: first..<(row + 1)))
            first = row + 1
        }
        self.groups = groups
    }

    /// The horizons that have a full window, ascending.
    var shownHorizons: [Int64] {
        guard let size else { return horizons }
        return groups.filter { $0.rows.upperBound >= size }.map(\.horizon)
    }

    /// The values of a metric at the horizons that have a full window, from those of the rows in order.
    func values(of metric: Metric, _ values: [Double]) -> [Double] {
        guard let size else { return metric == .rmse ? values.map { $0.squareRoot() } : values }
        switch metric {
        case .mdape: return medians(values, size)
        case .rmse: return means(values, size).map { $0.squareRoot() }
        default: return means(values, size)
        }
    }

    /// The means of the windows; the oldest horizon of a window takes part with its own mean, as far as it
    /// is needed to fill the window.
    private func means(_ values: [Double], _ size: Int) -> [Double] {
        let sums = groups.map { values[$0.rows].reduce(0, +) }
        var result: [Double] = []
        var sum = 0.0
        var count = 0
        var newest = groups.count - 1
        for index in groups.indices.reversed() {
            sum += sums[index]
            count += groups[index].rows.count
            while count >= size {
                let excess = Double(count - size) * sums[index] / Double(groups[index].rows.count)
                result.append((sum - excess) / Double(size))
                sum -= sums[newest]
                count -= groups[newest].rows.count
                newest -= 1
            }
        }
        return result.reversed()
    }

    /// The medians of the windows: all rows of the horizon, and rows before them until the window is full.
    private func medians(_ values: [Double], _ size: Int) -> [Double] {
        groups.filter { $0.rows.upperBound >= size }.map { group in
            let first = min(group.rows.lowerBound, group.rows.upperBound - size)
            return Metric.median(Array(values[first..<group.rows.upperBound]))
        }
    }
}
