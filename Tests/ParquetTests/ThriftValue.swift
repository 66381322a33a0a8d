/// A value of Thrift's compact protocol, read without knowing what it means.
indirect enum ThriftValue: Equatable {
    case boolean(Bool)
    case number(Int)
    case binary([UInt8])
    case list([ThriftValue])
    case structure([Int: ThriftValue])

    /// Reads a structure and moves the index behind it.
    static func structure(_ bytes: [UInt8], at index: inout Int) throws -> ThriftValue {
        var fields: [Int: ThriftValue] = [:]
        var field = 0
        while true {
            let head = try byte(bytes, at: &index)
            if head == 0 { return .structure(fields) }
            field = head >> 4 == 0 ? try zigzag(bytes, at: &index) : field + Int(head >> 4)
            fields[field] = try value(bytes, at: &index, kind: head & 15)
        }
    }

    private static func value(_ bytes: [UInt8], at index: inout Int, kind: UInt8) throws -> ThriftValue {
        switch kind {
        case 1: return .boolean(true)
        case 2: return .boolean(false)
        case 4, 5, 6: return .number(try zigzag(bytes, at: &index))
        case 8:
            let count = Int(try varint(bytes, at: &index))
            guard count <= bytes.count - index else { throw Unreadable(index: index) }
            index += count
            return .binary(Array(bytes[(index - count)..<index]))
        case 9:
            let head = try byte(bytes, at: &index)
            let count = head >> 4 == 15 ? Int(try varint(bytes, at: &index)) : Int(head >> 4)
            return .list(try (0..<count).map { _ in try value(bytes, at: &index, kind: head & 15) })
        case 12: return try structure(bytes, at: &index)
        default: throw Unreadable(index: index)
        }
    }

    static func varint(_ bytes: [UInt8], at index: inout Int) throws -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte(bytes, at: &index)
            result |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return result }
            shift += 7
        }
    }

    private static func zigzag(_ bytes: [UInt8], at index: inout Int) throws -> Int {
        let raw = try varint(bytes, at: &index)
        return Int(bitPattern: UInt(raw >> 1)) ^ -Int(raw & 1)
    }

    private static func byte(_ bytes: [UInt8], at index: inout Int) throws -> UInt8 {
        guard bytes.indices.contains(index) else { throw Unreadable(index: index) }
        index += 1
        return bytes[index - 1]
    }

    struct Unreadable: Error { let index: Int }

    subscript(field: Int) -> ThriftValue? {
        guard case .structure(let fields) = self else { return nil }
        return fields[field]
    }

    var number: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    var elements: [ThriftValue] {
        guard case .list(let elements) = self else { return [] }
        return elements
    }

    var data: [UInt8]? {
        guard case .binary(let bytes) = self else { return nil }
        return bytes
    }

    var text: String? { data.map { String(decoding: $0, as: UTF8.self) } }
}
