extension KlineRow {
    /// Reads an answer of the klines interface: a JSON array of rows.
    ///
    /// - Parameter bytes: The whole answer.
    /// - Returns: The rows in the order of the answer.
    /// - Throws: ``KlineAnswerError`` for text that is not such an array, or with the number of a refused row.
    /// - Complexity: O(bytes).
    public static func rows(json bytes: UnsafeBufferPointer<UInt8>) throws(KlineAnswerError) -> [KlineRow] {
        var scanner = ByteScanner(bytes)
        var rows: [KlineRow] = []
        scanner.skipSpace()
        guard scanner.skip(0x5B) else { throw .notAnArray(at: scanner.position) }
        scanner.skipSpace()
        if !scanner.skip(0x5D) {
            repeat {
                scanner.skipSpace()
                guard scanner.skip(0x5B) else { throw .notAnArray(at: scanner.position) }
                do {
                    rows.append(try read(&scanner))
                } catch {
                    // Where the text simply ends, the answer was cut off: that is no fault of the row.
                    throw scanner.isAtEnd ? .truncated(at: scanner.position) : .row(rows.count, error)
                }
                scanner.skipSpace()
                guard scanner.skip(0x5D) else {
                    if scanner.isAtEnd { throw .truncated(at: scanner.position) }
                    throw .row(rows.count - 1, .fieldCount(13))
                }
                scanner.skipSpace()
            } while scanner.skip(0x2C)
            guard scanner.skip(0x5D) else {
                throw scanner.isAtEnd ? .truncated(at: scanner.position) : .notAnArray(at: scanner.position)
            }
        }
        scanner.skipSpace()
        guard scanner.isAtEnd else { throw .notAnArray(at: scanner.position) }
        return rows
    }

    /// Reads an answer of the klines interface from an array of bytes.
    ///
    /// - Throws: ``KlineAnswerError`` as the variant for a buffer.
    public static func rows(json bytes: [UInt8]) throws(KlineAnswerError) -> [KlineRow] {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<[KlineRow], KlineAnswerError> in
            Result { () throws(KlineAnswerError) in try rows(json: buffer) }
        }
        return try result.get()
    }
}

/// Why an answer of the klines interface was refused.
public enum KlineAnswerError: Error, Hashable, Sendable {
    /// The text is no array of arrays; the number of the byte where that shows.
    case notAnArray(at: Int)
    /// The text ends before the array does, at this byte: the transfer was cut.
    case truncated(at: Int)
    /// The row with this number, counted from 0, is no candle.
    case row(Int, CandleError)
}

extension KlineAnswerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnArray(let byte): "byte \(byte) of the answer shows that it is no array of kline rows."
        case .truncated(let byte): "the answer was cut off at byte \(byte)."
        case .row(let index, let error): "row \(index + 1) of the answer: \(error)"
        }
    }
}
