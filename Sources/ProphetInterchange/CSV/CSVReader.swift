/// Splits the bytes of a table into rows and cells.
///
/// Source: RFC 4180; beside commas it takes semicolons and tabs, beside CR LF either alone, and it passes
/// over empty lines.
struct CSVReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private var position: Int
    private var nextLine = 1
    /// The line in which the last row begins, counted from 1.
    private(set) var line = 1
    /// The names of the columns.
    private(set) var header: [String] = []

    private static let quote = UInt8(ascii: "\"")
    private static let separators: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]

    /// Begins to read a table: reads its header.
    ///
    /// - Throws: ``InterchangeError`` when there is none or two columns have one name.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(InterchangeError) {
        try BinaryKind.refuse(bytes)
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        separator = Self.separator(of: bytes[position...])
        var cells: [CSVCell] = []
        guard try nextRow(into: &cells) else { throw .emptyTable }
        var names: Set<String> = []
        for cell in cells {
            let text = cell.text(in: bytes)
            guard text.isEmpty || names.insert(text).inserted else { throw .columnTwice(text) }
            // Programs that number the rows leave the name of that column empty.
            header.append(text)
            guard header.count <= Self.mostColumns else {
                throw .tooMany("columns", count: cells.count, limit: Self.mostColumns)
            }
        }
    }

    private static let mostColumns = 10_000

    /// The separator that occurs most often in the first line that has any text, outside quotes.
    private static func separator(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
        var counts = [0, 0, 0]
        var isQuoted = false
        var hasText = false
        for byte in bytes {
            if byte == quote {
                isQuoted.toggle()
            } else if !isQuoted, byte == 0x0A || byte == 0x0D {
                if hasText { break }
                continue
            } else if !isQuoted, let index = separators.firstIndex(of: byte) {
                counts[index] += 1
            }
            hasText = true
        }
        // Of equal counts the first wins, so a table of one column is taken to have commas.
        let most = counts.max() ?? 0
        return separators[counts.firstIndex(of: most) ?? 0]
    }

    /// Reads the next row that is not empty.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``InterchangeError/quote(line:)``.
    /// - Complexity: O(n) for n bytes of the row.
    mutating func nextRow(into cells: inout [CSVCell]) throws(InterchangeError) -> Bool {
        repeat {
            guard position < bytes.count else { return false }
            cells.removeAll(keepingCapacity: true)
            line = nextLine
            try readRow(into: &cells)
        } while isBlank(cells)
        return true
    }

    private func isBlank(_ cells: [CSVCell]) -> Bool {
        cells.count == 1 && !cells[0].isQuoted && cells[0].bytes(in: bytes).isEmpty
    }

    private mutating func readRow(into cells: inout [CSVCell]) throws(InterchangeError) {
        while true {
            if position < bytes.count, bytes[position] == Self.quote {
                cells.append(try quotedCell())
            } else {
                let start = position
                while position < bytes.count {
                    let byte = bytes[position]
                    // Everything that ends a cell is a control character or a separator.
                    if byte == separator || byte == 0x0A || byte == 0x0D { break }
                    position += 1
                }
                cells.append(CSVCell(start: start, end: position, isQuoted: false, hasDoubledQuotes: false))
            }
            guard position < bytes.count else { return }
            let byte = bytes[position]
            position += 1
            if byte == separator { continue }
            if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            nextLine += 1
            return
        }
    }

    /// The cell whose opening quote is at the current position.
    private mutating func quotedCell() throws(InterchangeError) -> CSVCell {
        position += 1
        var cell = CSVCell(start: position, end: position, isQuoted: true, hasDoubledQuotes: false)
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x0A { nextLine += 1 }
            guard byte == Self.quote else { continue }
            if position < bytes.count, bytes[position] == Self.quote {
                cell.hasDoubledQuotes = true
                position += 1
                continue
            }
            cell.end = position - 1
            guard position == bytes.count || [separator, 0x0A, 0x0D].contains(bytes[position]) else { break }
            return cell
        }
        throw .quote(line: line)
    }

    /// The error of a value that cannot be used.
    func fault(_ fault: CellFault, _ cell: CSVCell, column: Int) -> InterchangeError {
        .cell(line: line, column: header[column], value: String(cell.text(in: bytes).prefix(60)), fault)
    }
}
