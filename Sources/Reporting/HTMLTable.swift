/// A table that scrolls inside its frame, so that a narrow page does not.
struct HTMLTable {
    /// What the table shows, for those who do not see it.
    let caption: String
    /// The headings; the first column names the rows.
    let head: [String]
    /// The cells, as many per row as there are headings.
    var rows: [[Markup]]
    /// The rows to stand out, by index.
    var highlighted: Set<Int> = []

    /// The table in its frame.
    var markup: Markup {
        let heads = head.enumerated().map { index, title -> Markup in
            index == 0 ? "<th scope=\"col\">\(title)</th>" : "<th scope=\"col\" class=\"num\">\(title)</th>"
        }
        let body = rows.enumerated().map { index, cells -> Markup in
            let kind: Markup = highlighted.contains(index) ? " class=\"best\"" : .empty
            let columns = cells.enumerated().map { column, cell -> Markup in
                column == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td class=\"num\">\(cell)</td>"
            }
            return "<tr\(kind)>\(columns)</tr>\n"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table>
            <caption>\(caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>
            \(body)</tbody></table></div>
            """
    }

    /// The table folded away under a word.
    var details: Markup { "<details><summary>Table</summary>\(markup)</details>" }
}
