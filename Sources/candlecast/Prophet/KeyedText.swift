import ArgumentParser
import ProphetEngine

/// One argument of several named parts: `name=monthly,period=30.5,order=5`.
struct KeyedText {
    private var parts: [String: String] = [:]

    /// Reads the parts; the first may leave its key out, and is then that of `first`.
    ///
    /// Keys may be written with underscores or hyphens.
    init(_ text: String, keys: [String], first: String) throws {
        for (index, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = pair.count == 2 ? pair[0].replacing("_", with: "-").lowercased() : first
            guard pair.count == 2 || index == 0 else {
                throw ValidationError("\"\(part)\" has no key; write \(keys.joined(separator: "=…, "))=….")
            }
            guard let known = keys.first(where: { $0 == key || Self.longNames[key] == $0 }) else {
                throw ValidationError(
                    "\"\(key)\" is not known here; the keys are \(keys.joined(separator: ", ")).")
            }
            guard parts[known] == nil else { throw ValidationError("\(known) is given twice.") }
            parts[known] = String(pair[pair.count - 1])
        }
        guard parts[first]?.isEmpty == false else { throw ValidationError("\(first) is missing.") }
    }

    /// Prophet's names of keys.
    private static let longNames = [
        "fourier-order": "order", "prior-scale": "prior", "condition-name": "condition",
    ]

    /// The text of a key, or nil if it is not given.
    func text(_ key: String) -> String? { parts[key] }

    /// The value of a key, or nil if it is not given.
    func value<Value>(_ key: String, as kind: String, _ read: (String) -> Value?) throws -> Value? {
        guard let text = parts[key] else { return nil }
        guard let value = read(text) else {
            throw ValidationError("\(key) must be \(kind), was \"\(text)\".")
        }
        return value
    }

    /// The mode of a component.
    func mode() throws -> ComponentMode? {
        try value("mode", as: "additive or multiplicative", ComponentMode.init(argument:))
    }
}
