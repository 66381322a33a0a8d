/// Writes chart scenes as SVG.
///
/// Colours stand as attributes, so that any reader of SVG draws the chart on light paper; classes let a style
/// sheet change them, which browsers do for dark paper.
public enum SVGWriter {
    /// A chart as a file of its own, with its title above it.
    ///
    /// On dark systems a browser draws it on dark paper; `data-theme="light"` or `"dark"` on the root decides
    /// otherwise.
    ///
    /// - Complexity: O(marks).
    public static func document(_ scene: ChartScene) -> String {
        let colours = { (scope: String, colour: (Ink) -> String) in
            Ink.allCases.map { ink in
                "\(scope).f-\(ink.rawValue){fill:\(colour(ink))}\(scope).s-\(ink.rawValue){stroke:\(colour(ink))}"
            }
            .joined()
        }
        // Readers without media queries must find no rule that changes the attributes.
        let style = Markup(
            trusted: "<style>@media (prefers-color-scheme:dark){" + colours("", \.dark) + "}"
                + colours(":root[data-theme=light] ", \.light) + colours(":root[data-theme=dark] ", \.dark)
                + "</style>")
        let paper = Rect(-margin, -head, scene.width + 2 * margin, scene.height + head + margin)
        var body = SVGBody(id: scene.name)
        body.write([
            .bar(paper, .fill(.surface)),
            .text(Point(6, 14 - head + 8), scene.title, .init(size: 15, ink: .text, isBold: true)),
        ])
        body.write(scene.marks)
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + svg(scene, id: scene.name, box: paper, style, body).text + "\n"
    }

    /// The room above a chart in a file of its own, for its title.
    private static let head = 34.0
    /// The room around the other sides of a chart in a file of its own.
    private static let margin = 8.0

    /// A chart inside a page that has the rules of ``pageRules``.
    ///
    /// - Parameters:
    ///   - scene: The chart.
    ///   - id: What the names inside the chart begin with; no other chart of the page may have it.
    ///   - kind: The class of the chart.
    /// - Returns: The element.
    static func inline(_ scene: ChartScene, id: String, kind: String) -> Markup {
        var body = SVGBody(id: id)
        body.write(scene.marks)
        return svg(scene, id: id, box: Rect(0, 0, scene.width, scene.height), .empty, body, kind: kind)
    }

    /// The rules that colour inlined charts by the variables of a page.
    static let pageRules = Ink.allCases.map { ink in
        ".f-\(ink.rawValue){fill:var(--\(ink.rawValue))}.s-\(ink.rawValue){stroke:var(--\(ink.rawValue))}"
    }
    .joined(separator: "\n")

    private static func svg(
        _ scene: ChartScene, id: String, box: Rect, _ style: Markup, _ body: SVGBody, kind: String = "chart"
    ) -> Markup {
        let (width, height) = (NumberText.coordinate(box.width), NumberText.coordinate(box.height))
        let corner = "\(NumberText.coordinate(box.x)) \(NumberText.coordinate(box.y))"
        let defs = body.definitions.text.isEmpty ? Markup.empty : "<defs>\(body.definitions)</defs>"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="\(kind)" viewBox="\(corner) \(width) \(height)" \
            width="\(width)" height="\(height)" role="img" aria-labelledby="\(id)-t \(id)-d" \
            font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif">\
            <title id="\(id)-t">\(scene.title)</title><desc id="\(id)-d">\(scene.summary)</desc>\
            \(style)\(defs)\(body.text)</svg>
            """
    }
}
