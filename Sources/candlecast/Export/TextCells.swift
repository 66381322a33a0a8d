import Candles
import Parquet

/// The values of one column as text, one after the other, each with what goes before and after it in its row.
///
/// Column by column is the fast way: what kind of value it is is asked once, not for every cell.
struct TextCells {
    /// How a value is written.
    enum Style {
        case csv
        case json
    }

    /// All texts, and some bytes behind them that may be copied with them.
    private(set) var bytes: [UInt8] = []
    /// Where the text of each row ends.
    private(set) var ends: [Int] = []

    private let style: Style
    private let lead: [UInt8]
    private let end: [UInt8]
    private let present: [Bool]?
    /// What is written where no value is present.
    private let absent: [UInt8]

    /// Writes the values of a column, with the same bytes before each and after each.
    init(
        _ column: ExportColumn, _ vector: ParquetVector, _ style: Style, lead: [UInt8] = [],
        end: [UInt8] = []
    ) {
        self.style = style
        self.lead = lead
        self.end = end
        present = vector.present
        absent = style == .csv ? [] : Array("null".utf8)
        ends.reserveCapacity(vector.count)
        let quote: [UInt8] = style == .json ? [UInt8(ascii: "\"")] : []
        switch vector.values {
        case .doubles(let values): numbers(values)
        case .int64s(let values)
        where column.kind == .instant || column.kind == .milliseconds && style == .json:
            usual(values) { time, cursor in
                let day = OpenTime(milliseconds: time).day
                cursor.append(quote)
                cursor.append(day)
                cursor.append(clock: time - day.start.milliseconds)
                cursor.append(quote)
            }
        case .int64s(let values): usual(values) { $1.append($0) }
        case .int32s(let values):
            usual(values) { day, cursor in
                cursor.append(quote)
                cursor.append(UTCDay(day))
                cursor.append(quote)
            }
        case .booleans(let values):
            let words = (style == .csv ? ["0", "1"] : ["false", "true"]).map { Array($0.utf8) }
            usual(values) { $1.append(words[$0 ? 1 : 0]) }
        case .strings(let values): any(values.count) { Self.word(values[$0], style) }
        case .words(let indexes, let words):
            let texts = words.map { Self.word($0, style) }
            any(indexes.count) { texts[Int(indexes[$0])] }
        }
        bytes += [UInt8](repeating: 0, count: TextCursor.slack)
    }

    /// Writes values none of which needs more than the usual room.
    private mutating func usual<Value>(_ values: [Value], _ write: (Value, inout TextCursor) -> Void) {
        let room = TextCursor.usualRoom + lead.count + end.count
        var ends = ends
        bytes = [UInt8](unsafeUninitializedCapacity: values.count * room + TextCursor.slack) {
            memory, count in
            guard let base = memory.baseAddress else { return }
            var cursor = TextCursor(base)
            for row in values.indices {
                cursor.append(lead)
                if present?[row] == false { cursor.append(absent) } else { write(values[row], &cursor) }
                cursor.append(end)
                ends.append(cursor.position - base)
            }
            count = cursor.position - base
        }
        self.ends = ends
    }

    /// Writes values of any length.
    private mutating func any(_ rows: Int, _ text: (Int) -> [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for row in 0..<rows {
            bytes += lead
            bytes += present?[row] == false ? absent : text(row)
            bytes += end
            ends.append(bytes.count)
        }
    }

    /// Writes numbers; those of more digits than the fast way knows are written by ``Decimal``.
    private mutating func numbers(_ values: [Double]) {
        let absent = absent
        func text(_ number: Double) -> [UInt8] {
            number.isFinite ? Array(Decimal.text(number).utf8) : absent
        }
        var isUsual = true
        usual(values) { value, cursor in
            guard isUsual, !cursor.appendShort(value) else { return }
            let text = text(value)
            if text.count <= TextCursor.usualRoom { cursor.append(text) } else { isUsual = false }
        }
        // With a number below 1e-16 or above 1e31 among them, the room cannot be known beforehand.
        if !isUsual { any(values.count) { text(values[$0]) } }
    }

    private static func word(_ text: String, _ style: Style) -> [UInt8] {
        guard style == .json else { return Array(text.utf8) }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                quoted += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            default: quoted.append(byte)
            }
        }
        return quoted + [UInt8(ascii: "\"")]
    }
}
