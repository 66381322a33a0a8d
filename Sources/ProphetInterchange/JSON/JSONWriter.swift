/// Writes JSON text.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Writes the key of the next value.
    mutating func key(_ name: String) {
        separate()
        appendText(name.utf8)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func null() { word("null") }

    mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

    mutating func integer(_ value: Int) { word(String(value)) }

    mutating func number(_ value: Double) {
        separate()
        NumberText.append(value, to: &bytes)
    }

    mutating func text(_ value: String) {
        separate()
        appendText(value.utf8)
    }

    /// Writes a time as ISO text with milliseconds.
    mutating func time(_ value: Int64) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        DateText.append(value, .millisecond, separator: UInt8(ascii: "T"), to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func numbers(_ values: [Double]) {
        array { writer in
            for value in values { writer.number(value) }
        }
    }

    /// Writes a text that holds JSON itself.
    mutating func embedded(
        _ write: (inout JSONWriter) throws(InterchangeError) -> Void
    ) throws(InterchangeError) {
        var inner = JSONWriter()
        try write(&inner)
        separate()
        appendText(inner.bytes)
    }

    mutating func object<E: Error>(_ write: (inout JSONWriter) throws(E) -> Void) throws(E) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        try write(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func array<E: Error>(_ write: (inout JSONWriter) throws(E) -> Void) throws(E) {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        try write(&self)
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    private mutating func word(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func appendText(_ text: some Sequence<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
