import Candles

/// A metric of a cross-validation against the horizon: each forecast as a grey dot, the rolling metric as a line.
public struct MetricChart: Hashable, Sendable {
    /// The name of the metric.
    let metric: String
    /// The metric of each forecast alone.
    let points: [HorizonValue]
    /// The metric over the rolling window, by ascending horizon.
    let curve: [HorizonValue]
    /// Whether horizons are calendar months.
    let isMonthly: Bool

    /// Creates a chart.
    ///
    /// - Parameters:
    ///   - metric: The name of the metric.
    ///   - points: The metric of each forecast alone, in any order; may be empty.
    ///   - curve: The metric over the rolling window.
    ///   - isMonthly: Whether horizons are calendar months instead of milliseconds.
    public init(metric: String, points: [HorizonValue], curve: [HorizonValue], isMonthly: Bool = false) {
        self.metric = metric
        self.points = points.sorted { $0.horizon < $1.horizon }
        self.curve = curve.sorted { $0.horizon < $1.horizon }
        self.isMonthly = isMonthly
    }

    /// The chart as an SVG file.
    public func document() -> String { SVGWriter.document(scene(.wide(420))) }

    /// A unit of the horizon.
    struct Unit: Hashable {
        let name: String
        let milliseconds: Int64
    }

    /// The largest unit of which more than one goes into a tenth of the longest horizon.
    var unit: Unit {
        if isMonthly { return Unit(name: "months", milliseconds: 1) }
        let units = [
            Unit(name: "days", milliseconds: 86_400_000), Unit(name: "hours", milliseconds: 3_600_000),
            Unit(name: "minutes", milliseconds: 60_000), Unit(name: "seconds", milliseconds: 1000),
        ]
        let longest = (points + curve).map(\.horizon).max() ?? 0
        return units.first { $0.milliseconds * 10 < longest } ?? Unit(name: "milliseconds", milliseconds: 1)
    }

    /// The chart, laid out.
    func scene(_ size: ChartSize) -> ChartScene {
        let title = "\(metric) by horizon"
        let all = points + curve
        guard let last = all.map(\.horizon).max() else {
            return ChartScene("metric", title: title, summary: "There is nothing to show.", size)
        }
        let unit = unit
        let horizon = { (value: HorizonValue) in Double(value.horizon) / Double(unit.milliseconds) }
        // A few wild forecasts must not press the line against the axis; their dots are cut off.
        let heights = points.map(\.value).filter(\.isFinite).sorted()
        let most = heights.isEmpty ? 0 : heights[min(heights.count - 1, heights.count * 99 / 100)]
        let curveTop = curve.map(\.value).filter(\.isFinite).max() ?? 0
        let domain = Scale.domain(of: [0, most, curveTop], margin: 0.05)
        let bottom = domain.lowerBound < 0 && (heights.first ?? 0) >= 0 ? 0 : domain.lowerBound
        let marks = AxisText(bottom...domain.upperBound, count: 5)
        let end = Double(last) / Double(unit.milliseconds)
        var plot = Plot(
            size, x: 0...(end > 0 ? end * 1.02 : 1), y: bottom...domain.upperBound, legend: legend,
            labelWidth: Plot.labelWidth(marks.labels))
        plot.addValues(marks)
        let places = Ticks.linear(0...max(end, 1e-9), count: size.isNarrow ? 5 : 10).values
        plot.addPlaces(places.map { ($0, "\(NumberText.tick($0)) \(unit.name)") })
        let drawn = SeriesThinning.indices(of: points.map(\.value), limit: SeriesThinning.wideLimit)
        let dots = drawn.map { index in
            ChartMark.dot(
                Point(plot.x(horizon(points[index])), plot.y(points[index].value)), radius: 2,
                .fill(.series6, drawn.count > 500 ? 0.25 : 0.4))
        }
        let line = curve.filter { $0.value.isFinite }.map { Point(plot.x(horizon($0)), plot.y($0.value)) }
        let lines = line.isEmpty ? [] : [ChartMark.line(line, .stroke(.series1, 2.2))]
        return ChartScene(
            "metric", title: title, summary: summary(unit, drawn: drawn.count), size,
            marks: plot.marks + [.clipped(dots + lines, to: plot.area)])
    }

    private var legend: [Legend.Item] {
        let points: [Legend.Item] =
            points.isEmpty ? [] : [.init(label: "single forecast", sign: .dot(.fill(.series6, 0.5)))]
        return points + [.init(label: "\(metric), rolling window", sign: .line(.stroke(.series1, 2.2)))]
    }

    private func summary(_ unit: Unit, drawn: Int) -> String {
        guard let first = curve.first, let last = curve.last else { return "There is no rolling metric." }
        let at = { (value: HorizonValue) in
            "\(AxisText.value(value.value)) at \(NumberText.significant(Double(value.horizon) / Double(unit.milliseconds), 4)) \(unit.name)"
        }
        let note =
            drawn < points.count
            ? " Of \(NumberText.fixed(Double(points.count), 0)) forecasts \(NumberText.fixed(Double(drawn), 0)) are drawn."
            : ""
        return "The \(metric) goes from \(at(first)) to \(at(last)).\(note)"
    }
}
