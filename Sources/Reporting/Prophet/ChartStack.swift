/// Several charts below each other in one drawing, each under its title.
enum ChartStack {
    private static let head = 26.0
    private static let gap = 18.0

    /// The drawing of some charts of equal width.
    static func scene(_ name: String, title: String, _ scenes: [ChartScene]) -> ChartScene {
        var marks: [ChartMark] = []
        var top = 0.0
        for (index, scene) in scenes.enumerated() {
            if index > 0 { top += gap }
            marks.append(
                .text(Point(6, top + 15), scene.title, .init(size: 13, ink: .text, isBold: true)))
            top += head
            marks += scene.marks.map { $0.lowered(by: top) }
            top += scene.height
        }
        let size = ChartSize(width: scenes.map(\.width).max() ?? 0, height: top)
        return ChartScene(
            name, title: title, summary: scenes.map { "\($0.title): \($0.summary)" }.joined(separator: " "),
            size, marks: marks)
    }
}

extension ChartMark {
    /// The mark at a place further down.
    func lowered(by distance: Double) -> ChartMark {
        let point = { (point: Point) in Point(point.x, point.y + distance) }
        let rect = { (rect: Rect) in Rect(rect.x, rect.y + distance, rect.width, rect.height) }
        return switch self {
        case .bar(let place, let style, let radius, let tip):
            .bar(rect(place), style, radius: radius, tip: tip)
        case .candle(let x, let half, let high, let low, let top, let bottom, let style):
            .candle(
                x: x, half: half, high: high + distance, low: low + distance, top: top + distance,
                bottom: bottom + distance, style)
        case .line(let points, let style): .line(points.map(point), style)
        case .band(let upper, let lower, let style):
            .band(upper: upper.map(point), lower: lower.map(point), style)
        case .dot(let centre, let radius, let style, let tip):
            .dot(point(centre), radius: radius, style, tip: tip)
        case .rule(let from, let to, let style): .rule(point(from), point(to), style)
        case .text(let place, let text, let style): .text(point(place), text, style)
        case .zone(let place, let tip): .zone(rect(place), tip: tip)
        case .clipped(let marks, let place):
            .clipped(marks.map { $0.lowered(by: distance) }, to: rect(place))
        }
    }
}
