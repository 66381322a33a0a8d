/// A JSON document: objects keep the order of their members, numbers are doubles.
enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([Member])

    /// A name and its value.
    struct Member: Equatable, Sendable {
        let name: String
        var value: JSONValue
    }

    /// The value of a member of an object; null where there is none.
    subscript(_ name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members.last { $0.name == name }?.value ?? .null
    }

    /// Whether there is nothing.
    var isNull: Bool { self == .null }

    /// The members of an object; none for anything else.
    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The elements of an array; nil for anything else.
    var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// What kind of value it is, in words.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a truth value"
        case .number(let number): "the number \(number)"
        case .text(let text): "the text \"\(text.prefix(40))\""
        case .array(let elements): "an array of \(elements.count)"
        case .object: "an object"
        }
    }
}
