/// A chart in its frame: one drawing for wide pages, one for narrow ones, and its numbers as a table.
struct ChartCard {
    /// What the names inside the drawings begin with.
    let id: String
    /// Whether the drawings have to say that their data are made up.
    let isSimulated: Bool
    /// The drawing for wide pages, or the only one.
    let wide: ChartScene
    /// The drawing for narrow pages; nil if one drawing suits both.
    var narrow: ChartScene?
    /// What stands beside the title.
    var note = Markup.empty
    /// The numbers of the chart.
    var table: HTMLTable?

    var markup: Markup {
        let drawings: Markup
        if let narrow {
            drawings = """
                \(SVGWriter.inline(marked(wide), id: "\(id)-w", kind: "chart wide"))
                \(SVGWriter.inline(marked(narrow), id: "\(id)-n", kind: "chart narrow"))
                """
        } else {
            drawings = SVGWriter.inline(marked(wide), id: id, kind: "chart")
        }
        return """
            <figure class="card">
            <figcaption><h3>\(wide.title)</h3>\(note)</figcaption>
            \(drawings)
            \(table?.details ?? .empty)
            </figure>
            """
    }

    private func marked(_ scene: ChartScene) -> ChartScene {
        isSimulated ? scene.watermarked("SIMULATED") : scene
    }
}
