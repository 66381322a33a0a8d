import Candles

/// The marks of a forecast over its times: lines and bands, thinned where there are many rows.
struct ForecastLines {
    /// The times of the rows, ascending, in milliseconds since 1970-01-01 UTC.
    let times: [Int64]
    /// The field that the marks are drawn in.
    let plot: Plot
    /// The most values drawn of one series.
    let limit: Int

    /// The places of the values that are drawn.
    func points(_ values: [Double]) -> [Point] {
        SeriesThinning.indices(of: values, limit: limit).map { index in
            Point(plot.x(TimeAxis.place(times[index])), plot.y(values[index]))
        }
    }

    /// A line through values; nothing if there are none.
    func line(_ values: [Double]?, _ style: ChartMark.Style) -> [ChartMark] {
        let points = points(values ?? [])
        return points.isEmpty ? [] : [.line(points, style)]
    }

    /// The area between bounds; nothing if there are none, or if they are equal throughout.
    func band(_ lower: [Double], _ upper: [Double], _ style: ChartMark.Style) -> [ChartMark] {
        guard !lower.isEmpty, lower != upper else { return [] }
        let (low, high) = (points(lower), points(upper))
        return low.isEmpty || high.isEmpty ? [] : [.band(upper: high, lower: low, style)]
    }

    /// Whether values turn so often that a line of the usual width would cover the whole area between them.
    func isDense(_ values: [Double]) -> Bool {
        guard Double(values.count) > 0.6 * plot.area.width else { return false }
        let heights = values.filter(\.isFinite).map { plot.y($0) }
        let climb = zip(heights, heights.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
        // So many steps up or down for each step to the right.
        return climb > 4 * plot.area.width
    }

    /// The look of a line through values: thinner the closer they lie, where they are dense.
    func style(_ values: [Double]) -> ChartMark.Style {
        guard isDense(values) else { return .stroke(.series1, 1.8) }
        let step = plot.area.width / Double(max(1, values.count))
        return .stroke(.series1, min(1.2, max(0.4, 1.4 * step)), 0.8)
    }

    /// The area that bounds sweep over where they turn more often than there is room for.
    ///
    /// Each stretch of the axis reaches from the lowest to the highest bound in it and beside it.
    func envelope(_ lower: [Double], _ upper: [Double], _ style: ChartMark.Style) -> [ChartMark] {
        let rows = lower.indices.filter { lower[$0].isFinite && upper[$0].isFinite }
        guard lower != upper, let first = rows.first, let last = rows.last else { return [] }
        let stretches = max(2, Int(plot.area.width / Self.stretch))
        let ranges = (0..<stretches).map { index in
            rows[(rows.count * index / stretches)..<(rows.count * (index + 1) / stretches)]
        }
        .filter { !$0.isEmpty }
        var (high, low): ([Point], [Point]) = ([], [])
        let add = { (row: Int, range: ArraySlice<Int>, high: inout [Point], low: inout [Point]) in
            let x = plot.x(TimeAxis.place(times[row]))
            high.append(Point(x, plot.y(range.map { upper[$0] }.max() ?? upper[row])))
            low.append(Point(x, plot.y(range.map { lower[$0] }.min() ?? lower[row])))
        }
        for (index, range) in ranges.enumerated() {
            let (before, after) = (ranges[max(0, index - 1)], ranges[min(ranges.count - 1, index + 1)])
            let near = rows[before.startIndex..<after.endIndex]
            if index == 0 { add(first, near, &high, &low) }
            add(range[(range.startIndex + range.endIndex) / 2], near, &high, &low)
            if index == ranges.count - 1 { add(last, near, &high, &low) }
        }
        return [.band(upper: high, lower: low, style)]
    }

    /// How wide a stretch of an envelope is.
    private static let stretch = 5.0

    /// The look of a limit of logistic growth.
    static let limitStyle = ChartMark.Style.stroke(.text, 1.2, 0.75, dash: [6, 4])
}
