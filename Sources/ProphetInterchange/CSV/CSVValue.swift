/// Reads the values of cells.
enum CSVValue {
    /// The texts that stand for a missing value, as pandas has them.
    private static let missingWords: Set<String> = [
        "nan", "na", "n/a", "null", "none", "<na>", "#n/a", "#na", "nat", "-nan", "#n/a n/a",
    ]

    /// Whether a cell has no value.
    static func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first else { return true }
        // Digits are by far the most frequent.
        guard first &- 48 >= 10, bytes.count <= 8 else { return false }
        return missingWords.contains(String(decoding: bytes, as: UTF8.self).lowercased())
    }

    /// A finite number, or NaN where missing; with truth values as 0 and 1 if they are allowed.
    static func number(
        _ bytes: UnsafeBufferPointer<UInt8>, allowsTruth: Bool = false
    ) throws(CellFault) -> Double {
        if let value = NumberText.double(bytes) {
            guard value.isFinite else { throw .infinite }
            return value
        }
        if isMissing(bytes) { return .nan }
        let word = String(decoding: bytes.prefix(10), as: UTF8.self).lowercased()
        if allowsTruth, let truth = truth(word) { return truth ? 1 : 0 }
        let infinities: Set<String> = ["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"]
        throw infinities.contains(word) ? .infinite : .notANumber
    }

    /// A condition: true, false, 1 or 0.
    static func condition(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) -> Bool {
        if let value = NumberText.double(bytes) {
            guard value == 0 || value == 1 else { throw .notACondition }
            return value == 1
        }
        if isMissing(bytes) { throw .missing }
        guard let truth = truth(String(decoding: bytes.prefix(10), as: UTF8.self).lowercased()) else {
            throw .notACondition
        }
        return truth
    }

    private static func truth(_ word: String) -> Bool? {
        switch word {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A time in milliseconds.
    static func time(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) -> Int64 {
        if isMissing(bytes) { throw .missing }
        return try DateText.parse(bytes)
    }

    /// A whole number of days, or nil where missing.
    static func days(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) -> Int? {
        let value = try number(bytes)
        if value.isNaN { return nil }
        // Tables with gaps have whole numbers as 1.0.
        guard let whole = Int(exactly: value), whole.magnitude <= 1_000_000 else { throw .notAWholeNumber }
        return whole
    }
}
