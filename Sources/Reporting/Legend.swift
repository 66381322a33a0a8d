/// The signs of a chart and what they mean, in rows from the left.
struct Legend {
    /// One sign and its meaning.
    struct Item: Hashable, Sendable {
        let label: String
        let sign: Sign
    }

    /// How a sign is drawn.
    enum Sign: Hashable, Sendable {
        case line(ChartMark.Style)
        case box(ChartMark.Style)
        case dot(ChartMark.Style)
    }

    /// The height of one row.
    static let rowHeight = 18.0

    /// The marks of a legend, and the height that it takes.
    static func layout(
        _ items: [Item], x: Double, y: Double, width: Double
    ) -> (marks: [ChartMark], height: Double) {
        guard !items.isEmpty else { return ([], 0) }
        var marks: [ChartMark] = []
        var place = Point(x, y)
        for item in items {
            let length = 22 + ChartScene.width(of: item.label, size: 11.5) + 8
            if place.x > x, place.x + length > x + width { place = Point(x, place.y + rowHeight) }
            let middle = place.y + rowHeight / 2
            switch item.sign {
            case .line(let style):
                marks.append(.rule(Point(place.x, middle), Point(place.x + 16, middle), style))
            case .box(let style):
                marks.append(.bar(Rect(place.x + 2, middle - 5, 12, 10), style, radius: 2))
            case .dot(let style):
                marks.append(.dot(Point(place.x + 8, middle), radius: 4, style))
            }
            marks.append(
                .text(
                    Point(place.x + 22, middle + 4), item.label, ChartMark.TextStyle(size: 11.5, ink: .muted))
            )
            place = Point(place.x + length, place.y)
        }
        return (marks, place.y - y + rowHeight + 4)
    }
}
