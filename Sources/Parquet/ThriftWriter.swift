/// Writes structures in Thrift's compact protocol, in which Parquet's headers are.
///
/// Fields must be written in the order of their numbers.
///
/// Source: Apache Thrift, "Thrift Compact protocol" (doc/specs/thrift-compact-protocol.md).
struct ThriftWriter {
    /// The number of a type in the headers of fields and lists.
    enum Kind: UInt8 {
        case yes = 1
        case no = 2
        case int16 = 4
        case int32 = 5
        case int64 = 6
        case binary = 8
        case list = 9
        case structure = 12
    }

    private(set) var bytes: [UInt8] = []
    private var lastField = 0

    /// The bytes of a structure that stands alone.
    static func structure(_ body: (inout ThriftWriter) -> Void) -> [UInt8] {
        var writer = ThriftWriter()
        writer.element(body)
        return writer.bytes
    }

    mutating func int32(_ field: Int, _ value: Int) {
        begin(field, .int32)
        zigzag(value)
    }

    mutating func int64(_ field: Int, _ value: Int) {
        begin(field, .int64)
        zigzag(value)
    }

    mutating func int16(_ field: Int, _ value: Int) {
        begin(field, .int16)
        zigzag(value)
    }

    mutating func boolean(_ field: Int, _ value: Bool) {
        begin(field, value ? .yes : .no)
    }

    mutating func text(_ field: Int, _ value: String) {
        binary(field, Array(value.utf8))
    }

    mutating func binary(_ field: Int, _ value: [UInt8]) {
        begin(field, .binary)
        binaryElement(value)
    }

    mutating func structure(_ field: Int, _ body: (inout ThriftWriter) -> Void = { _ in }) {
        begin(field, .structure)
        element(body)
    }

    /// Begins a list; as many elements of the kind must follow.
    mutating func list(_ field: Int, count: Int, of kind: Kind) {
        begin(field, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            bytes.append(0xF0 | kind.rawValue)
            varint(UInt64(count))
        }
    }

    /// A structure in a list.
    mutating func element(_ body: (inout ThriftWriter) -> Void) {
        let outer = lastField
        lastField = 0
        body(&self)
        bytes.append(0)
        lastField = outer
    }

    /// A whole number in a list.
    mutating func intElement(_ value: Int) { zigzag(value) }

    /// Bytes in a list.
    mutating func binaryElement(_ value: [UInt8]) {
        varint(UInt64(value.count))
        bytes += value
    }

    private mutating func begin(_ field: Int, _ kind: Kind) {
        let step = field - lastField
        precondition((1...15).contains(step), "field \(field) must follow \(lastField) within 15")
        bytes.append(UInt8(step) << 4 | kind.rawValue)
        lastField = field
    }

    private mutating func zigzag(_ value: Int) {
        varint(UInt64(bitPattern: Int64(value) << 1 ^ Int64(value) >> 63))
    }

    private mutating func varint(_ value: UInt64) { bytes.appendVarint(value) }
}

extension [UInt8] {
    /// Appends a number in groups of seven bits, the lowest first.
    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends the four lowest bytes of a number, the lowest first.
    mutating func append32(_ value: Int) {
        for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
