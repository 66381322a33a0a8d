/// A value of a saved model with its path, so that whatever is wrong with it can be named.
struct JSONField {
    let value: JSONValue
    let path: String

    private func wrong(_ expected: String) -> InterchangeError {
        .field(path, expected: expected, found: value.kind)
    }

    var isNull: Bool { value == .null }

    func text() throws(InterchangeError) -> String {
        guard case .text(let text) = value else { throw wrong("a text") }
        return text
    }

    func bool() throws(InterchangeError) -> Bool {
        switch value {
        case .bool(let value): return value
        case .number(0): return false
        case .number(1): return true
        default: throw wrong("true or false")
        }
    }

    /// A finite number.
    func number() throws(InterchangeError) -> Double {
        guard case .number(let number) = value, number.isFinite else { throw wrong("a number") }
        return number
    }

    /// A whole number of a range.
    func integer(in range: ClosedRange<Int> = -1_000_000_000...1_000_000_000) throws(InterchangeError) -> Int
    {
        guard case .number(let number) = value, let whole = Int(exactly: number), range.contains(whole) else {
            throw wrong("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    /// A number of seconds, as milliseconds.
    func seconds() throws(InterchangeError) -> Int64 {
        let milliseconds = (try number() * 1000).rounded()
        guard abs(milliseconds) <= 0x1p53 else { throw wrong("a number of seconds near this age") }
        return Int64(milliseconds)
    }

    /// A time as ISO text, in milliseconds.
    func time() throws(InterchangeError) -> Int64 {
        guard case .text(var text) = value else { throw wrong("a date") }
        let parsed: Result<Int64, CellFault> = text.withUTF8 { bytes in
            Result { () throws(CellFault) in try DateText.parse(bytes, allowsUTC: true) }
        }
        switch parsed {
        case .success(let time): return time
        case .failure(let fault): throw .date(text, fault)
        }
    }

    func array() throws(InterchangeError) -> [JSONField] {
        guard case .array(let items) = value else { throw wrong("a list") }
        return items.map { JSONField(value: $0, path: path) }
    }

    func members() throws(InterchangeError) -> [JSONValue.Member] {
        guard case .object(let members) = value else { throw wrong("an object") }
        return members
    }

    /// The entry of an object, or nil if there is none; the last of several.
    func optional(_ key: String) throws(InterchangeError) -> JSONField? {
        try members().last { $0.name == key }.map { JSONField(value: $0.value, path: "\(path).\(key)") }
    }

    /// The entry of an object.
    func field(_ key: String) throws(InterchangeError) -> JSONField {
        guard let found = try optional(key) else {
            throw .field("\(path).\(key)", expected: "given", found: "missing")
        }
        return found
    }

    /// The value of an entry that is one of some words.
    func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type
    ) throws(InterchangeError) -> Word where Word.RawValue == String {
        guard case .text(let text) = value, let word = Word(rawValue: text) else {
            throw wrong(type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
        }
        return word
    }

    /// The value that a text holds as JSON.
    func embedded() throws(InterchangeError) -> JSONField {
        JSONField(value: try JSONParser.parse(Array(try text().utf8)), path: path)
    }

    /// All numbers of a list of whatever nesting, in order.
    func flatNumbers() throws(InterchangeError) -> [Double] {
        guard case .array(let items) = value else { return [try number()] }
        var result: [Double] = []
        for item in items { result += try JSONField(value: item, path: path).flatNumbers() }
        return result
    }

    /// The named entries of a pair of a list of names and an object.
    func orderedMembers() throws(InterchangeError) -> [(name: String, field: JSONField)] {
        let parts = try array()
        guard parts.count == 2 else { throw wrong("a list of names and an object") }
        var members: [String: JSONValue] = [:]
        for member in try parts[1].members() { members[member.name] = member.value }
        var result: [(name: String, field: JSONField)] = []
        for part in try parts[0].array() {
            let name = try part.text()
            guard let value = members.removeValue(forKey: name) else {
                throw .field("\(path).\(name)", expected: "given once", found: "missing")
            }
            result.append((name, JSONField(value: value, path: "\(path).\(name)")))
        }
        return result
    }
}
