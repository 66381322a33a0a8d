import ProphetInterchange

extension JSONValue {
    /// The document that a text in UTF-8 is.
    ///
    /// - Throws: ``ParityError/malformed(_:)``.
    static func parse(_ text: some Sequence<UInt8>) throws(ParityError) -> JSONValue {
        switch Result(catching: { () throws(InterchangeError) in try JSONParser.parse(Array(text)) }) {
        case .success(let value): return value
        case .failure(let error): throw .malformed("not JSON: \(error.problem)")
        }
    }

    /// The value of a member of an object; null where there is none.
    subscript(_ name: String) -> JSONValue {
        members.last { $0.name == name }?.value ?? .null
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

    /// A member that must be there.
    func member(_ name: String) throws(ParityError) -> JSONValue {
        let value = self[name]
        guard !value.isNull else { throw .malformed("\(name) is missing") }
        return value
    }

    /// The number that the value is; truth values count as 0 and 1.
    func number(_ what: String) throws(ParityError) -> Double {
        switch self {
        case .number(let number): number
        case .bool(let truth): truth ? 1 : 0
        default: throw .malformed("\(what) must be a number, was \(kind)")
        }
    }

    /// The number that the value is, or nil for null.
    func optionalNumber(_ what: String) throws(ParityError) -> Double? {
        isNull ? nil : try number(what)
    }

    /// The whole number that the value is.
    func integer(_ what: String) throws(ParityError) -> Int {
        let number = try number(what)
        guard let integer = Int(exactly: number) else {
            throw .malformed("\(what) must be a whole number, was \(number)")
        }
        return integer
    }

    /// The truth value that the value is; 0 and 1 count as truth values.
    func truth(_ what: String) throws(ParityError) -> Bool {
        switch self {
        case .bool(let truth): return truth
        case .number(let number) where number == 0 || number == 1: return number == 1
        default: throw .malformed("\(what) must be true or false, was \(kind)")
        }
    }

    /// The text that the value is.
    func text(_ what: String) throws(ParityError) -> String {
        guard case .text(let text) = self else {
            throw .malformed("\(what) must be text, was \(kind)")
        }
        return text
    }

    /// The text that the value is, or nil for null.
    func optionalText(_ what: String) throws(ParityError) -> String? {
        isNull ? nil : try text(what)
    }

    /// The array that the value is.
    func array(_ what: String) throws(ParityError) -> [JSONValue] {
        guard let elements else { throw .malformed("\(what) must be an array, was \(kind)") }
        return elements
    }

    /// The array of numbers that the value is; null counts as NaN, text as the number that it spells.
    func numbers(_ what: String) throws(ParityError) -> [Double] {
        var result: [Double] = []
        for element in try array(what) {
            switch element {
            case .null:
                result.append(.nan)
            case .text(let text):
                guard let number = Double(text) else {
                    throw .malformed("\(what) must hold numbers, had \(element.kind)")
                }
                result.append(number)
            default:
                result.append(try element.number(what))
            }
        }
        return result
    }

    /// The array of arrays of numbers that the value is.
    func matrix(_ what: String) throws(ParityError) -> [[Double]] {
        var result: [[Double]] = []
        for row in try array(what) {
            result.append(try row.numbers(what))
        }
        return result
    }

    /// The array of texts that the value is.
    func texts(_ what: String) throws(ParityError) -> [String] {
        var result: [String] = []
        for element in try array(what) {
            result.append(try element.text(what))
        }
        return result
    }
}
