import TestSupport

@testable import ProphetInterchange

/// Changes bytes the way damage, other programs and malice do; equal seeds give equal changes.
struct Mutator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    static let tokens: [String] = [
        "", "0", "-1", "1e999", "-1e308", "1e-320", "9223372036854775807", "9223372036854775808", "1e9",
        "NaN",
        "Infinity", "null", "true", "\"", "\"\"", "\\", "\\u", "\\ud800", "[", "]", "{", "}", ":", ",", ";",
        "\r",
        "\n", "\r\n ", "\t", "2024-02-30", "9999-12-31", "0001-01-01", "2024-01-01T00:00:00Z", "\u{0}", "é",
        "🎆",
        "COUNT=1000000", "FREQ=DAILY", "_delim_", "trend", "BEGIN:VEVENT\n", "END:VEVENT\n", "-3660", "3660",
    ]

    mutating func index(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &random) }

    /// One to four changes of bytes.
    mutating func mutate(_ original: [UInt8], with others: [[UInt8]]) -> [UInt8] {
        var bytes = original
        for _ in 0...index(4) {
            let at = index(bytes.count + 1)
            let end = min(bytes.count, at + 1 + index(Bool.random(using: &random) ? 4 : 200))
            switch index(9) {
            case 0 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1 where at < bytes.count: bytes[at] ^= 1 << UInt8(index(8))
            case 2: bytes.removeSubrange(min(at, end)..<end)
            case 3: bytes.insert(contentsOf: bytes[min(at, end)..<end], at: at)
            case 4: bytes.removeLast(index(bytes.count))
            case 5, 6: bytes.insert(contentsOf: Self.tokens[index(Self.tokens.count)].utf8, at: at)
            case 7:
                let other = others[index(others.count)]
                let start = index(other.count)
                bytes.replaceSubrange(min(at, end)..<end, with: other[start..<min(other.count, start + 100)])
            default: replaceNumber(in: &bytes, from: at)
            }
        }
        return bytes
    }

    /// Puts an extreme in the place of the next run of digits.
    private mutating func replaceNumber(in bytes: inout [UInt8], from start: Int) {
        guard let first = bytes[start...].firstIndex(where: { $0 &- 48 < 10 }) else { return }
        let end = bytes[first...].firstIndex { $0 &- 48 >= 10 } ?? bytes.count
        bytes.replaceSubrange(first..<end, with: Array(Self.tokens[index(12)].utf8))
    }

    /// A JSON value with a few of its parts changed, also inside texts that hold JSON.
    mutating func mutate(_ value: JSONValue) -> JSONValue {
        if index(12) == 0 { return replacement(value) }
        switch value {
        case .array(var items):
            guard !items.isEmpty else { return replacement(value) }
            let at = index(items.count)
            switch index(8) {
            case 0: items.remove(at: at)
            case 1: items.append(items[at])
            case 2: items.swapAt(at, index(items.count))
            default: items[at] = mutate(items[at])
            }
            return .array(items)
        case .object(var members):
            guard !members.isEmpty else { return replacement(value) }
            let at = index(members.count)
            if index(20) == 0 {
                members.remove(at: at)
            } else {
                members[at] = JSONValue.Member(name: members[at].name, value: mutate(members[at].value))
            }
            return .object(members)
        case .text(let text):
            guard text.hasPrefix("{"), let inner = try? JSONParser.parse(Array(text.utf8)) else {
                return replacement(value)
            }
            return .text(JSONText.text(mutate(inner)))
        default: return replacement(value)
        }
    }

    private mutating func replacement(_ value: JSONValue) -> JSONValue {
        if case .number(let number) = value, index(3) > 0 {
            let numbers = [
                -number, number * 2, number + 1, number * 1e6, number / 1e6, 0, 1, 1e9, 1e300, -1e15,
                .leastNonzeroMagnitude,
            ]
            return .number(numbers[index(numbers.count)])
        }
        switch index(8) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(Double(Int.random(in: -4000...4000, using: &random)))
        case 3: return .number(Double(bitPattern: random.next()))
        case 4: return .array([])
        case 5: return .object([])
        default: return .text(Self.tokens[index(Self.tokens.count)])
        }
    }
}
