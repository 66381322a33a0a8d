/// Writes chart scenes as SVG.
///
/// Colours stand as attributes, so that any reader of SVG draws the chart on light paper; classes let a style
/// sheet change them, which browsers do for dark paper.
public enum SVGWriter {
    /// A chart as a file of its own.
    ///
    /// - Complexity: O(marks).
    public static func document(_ scene: ChartScene) -> String {
        let rules = Ink.allCases.map { ink in
            (".f-\(ink.rawValue){fill:\(ink.dark)}.s-\(ink.rawValue){stroke:\(ink.dark)}")
        }
        let dark = rules.joined()
        let forced = Ink.allCases.map { ink in
            ":root[data-theme=dark] .f-\(ink.rawValue){fill:\(ink.dark)}"
                + ":root[data-theme=dark] .s-\(ink.rawValue){stroke:\(ink.dark)}"
        }
        .joined()
        let light = Ink.allCases.map { ink in
            ":root[data-theme=light] .f-\(ink.rawValue){fill:\(ink.light)}"
                + ":root[data-theme=light] .s-\(ink.rawValue){stroke:\(ink.light)}"
        }
        .joined()
        let style = Markup(
            trusted: "<style>@media (prefers-color-scheme:dark){\(dark)}\(light)\(forced)</style>")
        let paper = ChartMark.bar(Rect(0, 0, scene.width, scene.height), .fill(.surface))
        var body = SVGBody(id: scene.name)
        body.write([paper] + scene.marks)
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(scene, id: scene.name, style, body).text
            + "\n"
    }

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
        return svg(scene, id: id, .empty, body, kind: kind)
    }

    /// The rules that colour inlined charts by the variables of a page.
    static let pageRules = Ink.allCases.map { ink in
        ".f-\(ink.rawValue){fill:var(--\(ink.rawValue))}.s-\(ink.rawValue){stroke:var(--\(ink.rawValue))}"
    }
    .joined(separator: "\n")

    private static func svg(
        _ scene: ChartScene, id: String, _ style: Markup, _ body: SVGBody, kind: String = "chart"
    ) -> Markup {
        let box = "0 0 \(NumberText.coordinate(scene.width)) \(NumberText.coordinate(scene.height))"
        let defs = body.definitions.text.isEmpty ? Markup.empty : "<defs>\(body.definitions)</defs>"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="\(kind)" viewBox="\(box)" \
            width="\(NumberText.coordinate(scene.width))" height="\(NumberText.coordinate(scene.height))" \
            role="img" aria-labelledby="\(id)-t \(id)-d" font-family="system-ui, -apple-system, 'Segoe UI', \
            Roboto, 'DejaVu Sans', sans-serif">\
            <title id="\(id)-t">\(scene.title)</title><desc id="\(id)-d">\(scene.summary)</desc>\
            \(style)\(defs)\(body.text)</svg>
            """
    }
}
