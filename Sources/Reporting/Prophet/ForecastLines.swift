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

    /// The look of a limit of logistic growth.
    static let limitStyle = ChartMark.Style.stroke(.text, 1.2, 0.75, dash: [6, 4])
}
