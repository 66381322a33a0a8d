@testable import ProphetInterchange

/// Writes the JSON values that tests have edited.
enum JSONText {
    static func text(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        write(value, to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ value: JSONValue, to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .number(let number):
            if let whole = Int(exactly: number) { writer.integer(whole) } else { writer.number(number) }
        case .text(let text): writer.text(text)
        case .array(let items):
            writer.array { writer in
                for item in items { write(item, to: &writer) }
            }
        case .object(let members):
            writer.object { writer in
                for member in members {
                    writer.key(member.name)
                    write(member.value, to: &writer)
                }
            }
        }
    }
}
