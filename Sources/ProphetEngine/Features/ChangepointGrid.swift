/// The times at which the rate of the trend may change.
struct ChangepointGrid: Hashable, Sendable {
    /// The times in milliseconds, ascending; empty when there are none.
    let times: [Int64]
    /// The scaled times, ascending; one entry 0 when there are no changepoints.
    let scaledTimes: [Double]
    /// The number of changepoints used, if the history was too short for the number asked for.
    let reducedCount: Int?

    /// Places changepoints in a history of ascending times.
    ///
    /// - Throws: ``ProphetError/changepointOutside(_:first:last:)``.
    init(options: ProphetOptions, times rows: [Int64], scale: SeriesScale) throws(ProphetError) {
        if let explicit = options.changepoints {
            times = explicit.sorted()
            reducedCount = nil
            let end = scale.start + scale.tScale
            for time in times where time < scale.start || time > end {
                throw .changepointOutside(time, first: scale.start, last: end)
            }
        } else {
            let candidates = Int((Double(rows.count) * options.changepointRange).rounded(.down))
            let count = min(options.changepointCount, candidates - 1)
            reducedCount = count < options.changepointCount ? max(count, 0) : nil
            times = Self.positions(count: count, candidates: candidates).map { rows[$0] }
        }
        scaledTimes = times.isEmpty ? [0] : times.map { scale.scaled($0) }
    }

    /// Row numbers spread evenly over the candidates, without the first row.
    private static func positions(count: Int, candidates: Int) -> [Int] {
        guard count > 0 else { return [] }
        let step = Double(candidates - 1) / Double(count)
        return (1...count).map { index in
            index == count ? candidates - 1 : Int((Double(index) * step).rounded(.toNearestOrEven))
        }
    }
}
