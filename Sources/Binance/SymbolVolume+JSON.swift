import Candles

extension SymbolVolume {
    /// Reads an answer of `/api/v3/ticker/24hr` for several symbols.
    ///
    /// Symbols whose names cannot be file names are left out: nobody can ask for them.
    ///
    /// - Throws: ``AnswerFault/broken(_:)`` for a body that is no such list, ``AnswerFault/bad(_:)`` for an entry
    ///   that cannot be true.
    /// - Complexity: O(bytes).
    static func list(json body: [UInt8]) throws(AnswerFault) -> [SymbolVolume] {
        let result = body.withUnsafeBufferPointer { bytes in
            Result { () throws(AnswerFault) in try list(bytes) }
        }
        return try result.get()
    }

    private static func list(_ bytes: UnsafeBufferPointer<UInt8>) throws(AnswerFault) -> [SymbolVolume] {
        let entries: [JSONScanner.Value]
        do throws(JSONScanner.Fault) {
            entries = try Self.entries(bytes)
        } catch {
            throw .broken(error.reason)
        }
        var volumes: [SymbolVolume] = []
        volumes.reserveCapacity(entries.count)
        for (index, entry) in entries.enumerated() {
            do throws(JSONScanner.Fault) {
                if let volume = try SymbolVolume(JSONObject(bytes, in: entry.range)) {
                    volumes.append(volume)
                }
            } catch {
                throw .bad("symbol \(index + 1): \(error.reason)")
            }
        }
        return volumes
    }

    private init?(_ object: JSONObject) throws(JSONScanner.Fault) {
        let name = try object.text("symbol")
        // A symbol that is no file name can never be asked for, as in the list of symbols.
        guard let symbol = try? Symbol(name) else { return nil }
        let volume = try object.decimal("quoteVolume")
        guard volume >= 0 else { throw JSONScanner.Fault(reason: "\"quoteVolume\" is below 0: \(volume)") }
        self.init(
            symbol: symbol, quoteVolume: volume, lastPrice: try object.decimal("lastPrice"),
            count: try object.integer("count"))
    }

    private static func entries(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONScanner.Fault) -> [JSONScanner.Value] {
        var scanner = JSONScanner(bytes, in: 0..<bytes.count)
        var entries: [JSONScanner.Value] = []
        guard scanner.skip(UInt8(ascii: "[")) else { throw scanner.fault("a list is missing") }
        if scanner.skip(UInt8(ascii: "]")) { return [] }
        repeat {
            let value = try scanner.value()
            guard value.kind == .object else { throw scanner.fault("an object is missing") }
            entries.append(value)
        } while scanner.skip(UInt8(ascii: ","))
        guard scanner.skip(UInt8(ascii: "]")), scanner.isAtEnd() else {
            throw scanner.fault("the list does not end")
        }
        return entries
    }
}
