import Candles
import Foundation

/// The members of one JSON object, located but not read.
///
/// Keys differ only by case in the exchange's messages (`c`, `C`), so they are compared byte by byte.
struct JSONObject {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var members: [(key: Range<Int>, value: JSONScanner.Value)] = []

    typealias Fault = JSONScanner.Fault

    /// Locates the members of the object in a range.
    ///
    /// - Complexity: O(bytes).
    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) throws(Fault) {
        self.bytes = bytes
        members.reserveCapacity(24)
        var scanner = JSONScanner(bytes, in: range)
        guard scanner.skip(UInt8(ascii: "{")) else { throw scanner.fault("an object is missing") }
        if scanner.skip(UInt8(ascii: "}")) { return }
        repeat {
            let key = try scanner.text()
            guard scanner.skip(UInt8(ascii: ":")) else { throw scanner.fault("a colon is missing") }
            members.append((key, try scanner.value()))
        } while scanner.skip(UInt8(ascii: ","))
        guard scanner.skip(UInt8(ascii: "}")), scanner.isAtEnd() else {
            throw scanner.fault("an object does not end")
        }
    }

    /// The value of a key, or nil.
    ///
    /// - Complexity: O(members).
    func value(_ key: StaticString) -> JSONScanner.Value? {
        let count = key.utf8CodeUnitCount
        return members.first { member in
            member.key.count == count
                && (0..<count).allSatisfy { bytes[member.key.lowerBound + $0] == key.utf8Start[$0] }
        }?.value
    }

    /// The text of a key, or nil if there is none.
    func optionalText(_ key: StaticString) throws(Fault) -> String? {
        guard let value = value(key), value.kind == .text else { return nil }
        let content = bytes[value.range]
        guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
        let quoted = Data(bytes[value.range.lowerBound - 1..<value.range.upperBound + 1])
        do {
            return try JSONDecoder().decode(String.self, from: quoted)
        } catch {
            throw Fault(reason: "\"\(key)\" holds an escape that means nothing")
        }
    }

    /// The text of a key.
    func text(_ key: StaticString) throws(Fault) -> String {
        guard let text = try optionalText(key) else { throw missing(key, "a text") }
        return text
    }

    /// The whole number of a key.
    func integer(_ key: StaticString) throws(Fault) -> Int64 {
        guard let value = value(key), value.kind == .number, let number = Int64(raw(value)) else {
            throw missing(key, "a whole number")
        }
        return number
    }

    /// The decimal of a key, written as a text or as a number without exponent.
    func decimal(_ key: StaticString) throws(Fault) -> Double {
        guard let value = value(key), value.kind == .text || value.kind == .number,
            let number = Decimal.parse(raw(value)), number.isFinite
        else { throw missing(key, "a decimal") }
        return number
    }

    /// The decimal of a key, or nil if the key is absent.
    func optionalDecimal(_ key: StaticString) throws(Fault) -> Double? {
        value(key) == nil ? nil : try decimal(key)
    }

    /// The truth value of a key.
    func flag(_ key: StaticString) throws(Fault) -> Bool {
        switch value(key)?.kind {
        case .isTrue: return true
        case .isFalse: return false
        default: throw missing(key, "true or false")
        }
    }

    /// The time of a key, in milliseconds or microseconds.
    func time(_ key: StaticString) throws(Fault) -> OpenTime {
        let number = try integer(key)
        do {
            return try OpenTime(exchange: number)
        } catch {
            throw Fault(reason: "\"\(key)\": \(error.problem)")
        }
    }

    /// The object of a key.
    func object(_ key: StaticString) throws(Fault) -> JSONObject {
        guard let value = value(key), value.kind == .object else { throw missing(key, "an object") }
        return try JSONObject(bytes, in: value.range)
    }

    private func raw(_ value: JSONScanner.Value) -> String {
        String(decoding: bytes[value.range], as: UTF8.self)
    }

    private func missing(_ key: StaticString, _ what: String) -> Fault {
        let found = value(key).map { "is \(raw($0).prefix(40))" } ?? "is absent"
        return Fault(reason: "\"\(key)\" \(found) where \(what) belongs")
    }
}
