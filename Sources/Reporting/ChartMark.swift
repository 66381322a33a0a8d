/// One mark of a drawing, placed.
enum ChartMark: Hashable, Sendable {
    /// A rectangle.
    case bar(Rect, Style, radius: Double = 0, tip: String? = nil)
    /// The wick and body of a candle: centre, half the body's width, and the heights of its four prices.
    case candle(x: Double, half: Double, high: Double, low: Double, top: Double, bottom: Double, Style)
    /// A line through points.
    case line([Point], Style)
    /// The area between two lines over the same x, both from left to right.
    case band(upper: [Point], lower: [Point], Style)
    /// A circle.
    case dot(Point, radius: Double, Style, tip: String? = nil)
    /// A straight line.
    case rule(Point, Point, Style)
    /// A text, anchored at its start, middle or end.
    case text(Point, String, TextStyle)
    /// An invisible area that says something when it is pointed at.
    case zone(Rect, tip: String)
    /// Marks of which only what is inside a rectangle is seen.
    case clipped([ChartMark], to: Rect)

    /// How lines and areas look.
    struct Style: Hashable, Sendable {
        var fill: Ink?
        var fillOpacity = 1.0
        /// Whether the area is drawn with slanted lines instead of evenly.
        var isHatched = false
        var stroke: Ink?
        var strokeOpacity = 1.0
        var width = 1.0
        var dash: [Double] = []

        /// An even area without an outline.
        static func fill(_ ink: Ink, _ opacity: Double = 1) -> Style {
            Style(fill: ink, fillOpacity: opacity)
        }

        /// A line.
        static func stroke(
            _ ink: Ink, _ width: Double = 1, _ opacity: Double = 1, dash: [Double] = []
        ) -> Style {
            Style(stroke: ink, strokeOpacity: opacity, width: width, dash: dash)
        }

        /// An area of slanted lines.
        static func hatch(_ ink: Ink) -> Style { Style(fill: ink, isHatched: true) }
    }

    /// How text looks.
    struct TextStyle: Hashable, Sendable {
        var size = 12.0
        var ink = Ink.muted
        var anchor = Anchor.start
        var isBold = false
        var opacity = 1.0
        /// Degrees by which the text is turned about its anchor, clockwise.
        var rotation = 0.0

        enum Anchor: String, Hashable, Sendable { case start, middle, end }
    }
}
