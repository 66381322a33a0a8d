import Candles

/// The field of a chart between its axes: the scales, and the marks of grid and labels.
struct Plot {
    /// The field in which data are drawn.
    let area: Rect
    /// From left to right.
    let x: Scale
    /// From the bottom up.
    let y: Scale
    /// The grid, the labels and the legend, to be drawn under the data.
    private(set) var marks: [ChartMark]

    private let size: ChartSize

    /// A field with room for a legend above, labels below and values at the right.
    ///
    /// `labelWidth` is the room for the values at the right; `footer` is kept free between the field and the
    /// labels below it, such as for volumes.
    init(
        _ size: ChartSize, x: ClosedRange<Double>, y: ClosedRange<Double>, isLog: Bool = false,
        legend: [Legend.Item] = [], labelWidth: Double = 56, footer: Double = 0
    ) {
        let (legendMarks, legendHeight) = Legend.layout(legend, x: 4, y: 2, width: size.width - 8)
        let top = max(legendHeight, 4) + 6
        area = Rect(6, top, size.width - 12 - labelWidth, size.height - top - 24 - footer)
        self.x = Scale(x, from: area.x, to: area.maxX)
        self.y = Scale(y, from: area.maxY, to: area.y, isLog: isLog)
        self.size = size
        marks = legendMarks
    }

    /// The room that the values of an axis need at the right.
    static func labelWidth(_ labels: [String]) -> Double {
        (labels.map { ChartScene.width(of: $0, size: 11) }.max() ?? 0) + 12
    }

    /// The position of a day.
    func x(_ day: UTCDay) -> Double { x(Double(day.number)) }

    /// The place of a value on a day.
    func place(_ day: UTCDay, _ value: Double) -> Point { Point(x(day), y(value)) }

    /// Adds lines across the field at values, with their text at the right.
    mutating func addValues(_ values: [Double], _ label: (Double) -> String) {
        for value in values {
            let height = y(value)
            marks.append(.rule(Point(area.x, height), Point(area.maxX, height), .stroke(.grid)))
            marks.append(.text(Point(area.maxX + 7, height + 4), label(value), .init(size: 11)))
        }
    }

    /// Adds lines down the field at places, with their text below; a text that would meet its neighbour is
    /// left out.
    mutating func addPlaces(_ places: [(Double, String)], down bottom: Double? = nil, hasLines: Bool = true) {
        let bottom = bottom ?? area.maxY
        var free = -Double.infinity
        for (value, label) in places {
            let place = x(value)
            if hasLines { marks.append(.rule(Point(place, area.y), Point(place, bottom), .stroke(.grid))) }
            let half = ChartScene.width(of: label, size: 11) / 2
            guard place - half > free, place - half >= 0, place + half <= size.width else { continue }
            marks.append(.text(Point(place, bottom + 17), label, .init(size: 11, anchor: .middle)))
            free = place + half + 6
        }
    }

    /// Adds the calendar below the field.
    mutating func addDays(_ first: UTCDay, _ last: UTCDay, down bottom: Double? = nil) {
        let ticks = Ticks.days(first, last, count: max(2, Int(area.width / 85)))
        addPlaces(ticks.map { (Double($0.day.number), $0.label) }, down: bottom)
    }

    /// How many marks of values suit the height.
    var valueCount: Int { max(3, Int(area.height / 46)) }
}
