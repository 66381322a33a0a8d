/// The elements of one SVG, written mark by mark.
///
/// Marks next to each other that look alike share one group, which halves the size of a chart of candles.
struct SVGBody {
    /// What the names inside the chart begin with.
    let id: String
    /// The elements so far.
    private(set) var text = Markup.empty
    /// Patterns and clipping areas that the elements refer to.
    private(set) var definitions = Markup.empty

    private var hatched: Set<Ink> = []
    private var clips = 0

    init(id: String) {
        self.id = id
    }

    /// Writes marks, the last ones on top.
    mutating func write(_ marks: [ChartMark]) {
        var index = 0
        while index < marks.count {
            guard let style = Self.style(of: marks[index]) else {
                text += single(marks[index])
                index += 1
                continue
            }
            var end = index
            while end < marks.count, Self.style(of: marks[end]) == style { end += 1 }
            let shapes = marks[index..<end].map(Self.shape)
            text += "<g\(attributes(style))>\(shapes)</g>"
            index = end
        }
    }

    private static func style(of mark: ChartMark) -> ChartMark.Style? {
        switch mark {
        case .bar(_, let style, _, _), .candle(_, _, _, _, _, _, let style), .line(_, let style),
            .band(_, _, let style), .dot(_, _, let style, _), .rule(_, _, let style):
            style
        case .text, .zone, .clipped: nil
        }
    }

    /// The element of a mark whose look its group has.
    private static func shape(_ mark: ChartMark) -> Markup {
        switch mark {
        case .bar(let rect, _, let radius, let tip):
            let corner: Markup = radius > 0 ? " rx=\"\(n(radius))\"" : .empty
            return element("rect", box(rect) + corner, tip)
        case .candle(let x, let half, let high, let low, let top, let bottom, _):
            // A body without height would not be seen.
            let height = max(bottom - top, 1)
            let wicks = "M\(t(x)) \(t(high))V\(t(top))M\(t(x)) \(t(bottom))V\(t(low))"
            let body = "M\(t(x - half)) \(t(top))h\(t(2 * half))v\(t(height))h\(t(-2 * half))z"
            return element("path", " d=\"\(wicks + body)\"", nil)
        case .line(let points, _):
            return element("path", " d=\"\(path(points))\"", nil)
        case .band(let upper, let lower, _):
            let outline = path(upper) + path(lower.reversed()).replacingFirst("M", "L") + "z"
            return element("path", " d=\"\(outline)\"", nil)
        case .dot(let centre, let radius, _, let tip):
            return element("circle", " cx=\"\(n(centre.x))\" cy=\"\(n(centre.y))\" r=\"\(n(radius))\"", tip)
        case .rule(let from, let to, _):
            return element("path", " d=\"M\(t(from.x)) \(t(from.y))L\(t(to.x)) \(t(to.y))\"", nil)
        case .text, .zone, .clipped:
            return .empty
        }
    }

    private mutating func single(_ mark: ChartMark) -> Markup {
        switch mark {
        case .text(let place, let string, let style):
            let turn: Markup =
                style.rotation == 0
                ? .empty
                : " transform=\"rotate(\(Self.n(style.rotation)) \(Self.n(place.x)) \(Self.n(place.y)))\""
            let weight: Markup = style.isBold ? " font-weight=\"600\"" : .empty
            let anchor: Markup = style.anchor == .start ? .empty : " text-anchor=\"\(style.anchor.rawValue)\""
            let opacity: Markup = style.opacity == 1 ? .empty : " opacity=\"\(Self.opacity(style.opacity))\""
            return """
                <text x="\(Self.n(place.x))" y="\(Self.n(place.y))" class="f-\(style.ink.rawValue)" \
                fill="\(style.ink.light)" font-size="\(Self.n(style.size))"\(weight)\(anchor)\(opacity)\(turn)>\
                \(string)</text>
                """
        case .zone(let rect, let tip):
            return Self.element("rect", " class=\"zone\" fill-opacity=\"0\"" + Self.box(rect), tip)
        case .clipped(let marks, let rect):
            clips += 1
            let name = "\(id)-c\(clips)"
            definitions += "<clipPath id=\"\(name)\"><rect\(Self.box(rect))/></clipPath>"
            let outer = text
            text = .empty
            write(marks)
            let inner = text
            text = outer
            return "<g clip-path=\"url(#\(name))\">\(inner)</g>"
        case .bar, .candle, .line, .band, .dot, .rule:
            return Self.shape(mark)
        }
    }

    /// The attributes of a group, each in the form that a reader without style sheets understands.
    private mutating func attributes(_ style: ChartMark.Style) -> Markup {
        var classes: [String] = []
        var result = Markup.empty
        if let fill = style.fill, style.isHatched {
            result += " fill=\"url(#\(hatch(fill)))\""
        } else if let fill = style.fill {
            classes.append("f-\(fill.rawValue)")
            result += " fill=\"\(fill.light)\""
            if style.fillOpacity < 1 { result += " fill-opacity=\"\(Self.opacity(style.fillOpacity))\"" }
        } else {
            result += " fill=\"none\""
        }
        if let stroke = style.stroke {
            classes.append("s-\(stroke.rawValue)")
            result += " stroke=\"\(stroke.light)\" stroke-width=\"\(Self.n(style.width))\""
            if style.strokeOpacity < 1 {
                result += " stroke-opacity=\"\(Self.opacity(style.strokeOpacity))\""
            }
            if !style.dash.isEmpty {
                result +=
                    " stroke-dasharray=\"\(style.dash.map(NumberText.coordinate).joined(separator: " "))\""
            }
            if style.width >= 1.5 { result += " stroke-linejoin=\"round\" stroke-linecap=\"round\"" }
        }
        return classes.isEmpty ? result : " class=\"\(classes.joined(separator: " "))\"" + result
    }

    private mutating func hatch(_ ink: Ink) -> String {
        let name = "\(id)-h-\(ink.rawValue)"
        if hatched.insert(ink).inserted {
            definitions += """
                <pattern id="\(name)" width="5" height="5" patternUnits="userSpaceOnUse" \
                patternTransform="rotate(45)"><path d="M0 0V5" class="s-\(ink.rawValue)" stroke="\(ink.light)" \
                stroke-width="3"/></pattern>
                """
        }
        return name
    }

    private static func element(_ name: String, _ attributes: Markup, _ tip: String?) -> Markup {
        guard let tip else { return "<\(name)\(attributes)/>" }
        return "<\(name)\(attributes)><title>\(tip)</title></\(name)>"
    }

    private static func box(_ rect: Rect) -> Markup {
        " x=\"\(n(rect.x))\" y=\"\(n(rect.y))\" width=\"\(n(rect.width))\" height=\"\(n(rect.height))\""
    }

    private static func path(_ points: some Sequence<Point>) -> String {
        var result = ""
        for point in points { result += (result.isEmpty ? "M" : "L") + "\(t(point.x)) \(t(point.y))" }
        return result
    }

    private static func t(_ value: Double) -> String { NumberText.coordinate(value) }

    private static func n(_ value: Double) -> Markup { Markup(trusted: NumberText.coordinate(value)) }

    /// An opacity in hundredths.
    private static func opacity(_ value: Double) -> Markup {
        Markup(trusted: NumberText.fixed(min(max(value, 0), 1), 2))
    }
}

extension Markup {
    /// One piece after another.
    static func + (left: Markup, right: Markup) -> Markup {
        var result = left
        result += right
        return result
    }
}

extension String {
    /// The text with its first character exchanged, if it is the one given.
    fileprivate func replacingFirst(_ character: Character, _ replacement: String) -> String {
        first == character ? replacement + dropFirst() : self
    }
}
