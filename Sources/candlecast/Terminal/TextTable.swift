/// A table for the terminal: a header, rows, numbers to the right.
struct TextTable {
    /// How a column is set.
    enum Alignment {
        case left
        case right
    }

    private let header: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// A table whose columns have these names; a name that begins with ">" sets its column to the right.
    init(_ columns: [String]) {
        header = columns.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }
        alignments = columns.map { $0.hasPrefix(">") ? .right : .left }
    }

    /// Adds a row with one text per column.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == header.count, "a row must have \(header.count) cells, had \(cells.count)")
        rows.append(cells)
    }

    /// The lines of the table, without spaces at their ends.
    func lines(hasColor: Bool = false) -> [String] {
        let widths = header.indices.map { column in
            (rows.map { $0[column].count } + [header[column].count]).max() ?? 0
        }
        let head = line(header, widths)
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return [Style.bold.apply(head, when: hasColor), Style.dim.apply(rule, when: hasColor)]
            + rows.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.indices.map { index in
            let space = String(repeating: " ", count: widths[index] - cells[index].count)
            return alignments[index] == .right ? space + cells[index] : cells[index] + space
        }
        var text = padded.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
    }
}
