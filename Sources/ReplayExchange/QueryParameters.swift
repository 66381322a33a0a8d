import Candles

/// The parameters of a request, read one by one; what is left unread is an error, as on the exchange.
struct QueryParameters: Sendable {
    private var values: [String: String] = [:]
    private let sent: Int
    private var read = 0

    /// Reads a query string, without its question mark.
    ///
    /// - Throws: ``Refusal`` for a parameter that is sent twice.
    init(_ query: String) throws(Refusal) {
        var count = 0
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentText.decode(parts[0], plusIsSpace: true)
            let value = parts.count == 2 ? PercentText.decode(parts[1], plusIsSpace: true) : ""
            guard values.updateValue(value, forKey: name) == nil else { throw .duplicate(name) }
            count += 1
        }
        sent = count
    }

    /// Whether a parameter is sent.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The text of an optional parameter.
    ///
    /// - Throws: ``Refusal`` if it is sent but empty.
    mutating func text(_ name: String) throws(Refusal) -> String? {
        guard let value = values[name] else { return nil }
        read += 1
        guard !value.isEmpty else { throw .empty(name) }
        return value
    }

    /// A whole number that is not negative.
    ///
    /// - Throws: ``Refusal`` for anything else.
    mutating func number(_ name: String) throws(Refusal) -> Int64? {
        guard let text = try text(name) else { return nil }
        guard text.utf8.count <= 20, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .illegal(name, "^[0-9]{1,20}$")
        }
        guard let value = Int64(text) else { throw .invalid(name) }
        return value
    }

    /// The number of rows wanted; a number above the limit is cut to it, as the exchange does.
    ///
    /// - Throws: ``Refusal`` for 0 and for what is no number.
    mutating func limit() throws(Refusal) -> Int {
        guard let value = try number("limit") else { return KlineQuery.defaultLimit }
        guard value > 0 else { throw .invalid("limit") }
        return Int(min(value, Int64(KlineQuery.rowLimit)))
    }

    /// An instant in milliseconds or microseconds, told apart by size.
    ///
    /// - Parameters:
    ///   - name: The parameter.
    ///   - roundsUp: Whether a part of a millisecond counts as a whole one, as it must for a start.
    /// - Returns: The instant, or nil if it is not sent.
    /// - Throws: ``Refusal`` for what is no number.
    mutating func time(_ name: String, roundsUp: Bool) throws(Refusal) -> OpenTime? {
        guard let value = try number(name) else { return nil }
        guard value >= 1_000_000_000_000_000 else { return OpenTime(milliseconds: value) }
        let (whole, rest) = value.quotientAndRemainder(dividingBy: 1000)
        return OpenTime(milliseconds: roundsUp && rest > 0 ? whole + 1 : whole)
    }

    /// A symbol that must be sent and must be listed.
    ///
    /// - Throws: ``Refusal``.
    mutating func symbol(in market: Market) throws(Refusal) -> Symbol {
        guard let text = try text("symbol") else { throw .missing("symbol") }
        return try Self.symbol(text, parameter: "symbol", in: market)
    }

    /// The symbols of `symbol` or of `symbols`, a JSON array; nil if neither is sent.
    ///
    /// - Throws: ``Refusal`` for both, for text that is no list of symbols, and for one that is not listed.
    mutating func symbols(in market: Market) throws(Refusal) -> (symbols: [Symbol], isList: Bool)? {
        if has("symbol"), has("symbols") { throw .combination("Use either 'symbol' or 'symbols'") }
        if has("symbol") { return ([try symbol(in: market)], false) }
        guard let text = try text("symbols") else { return nil }
        let pattern = "^\\[(\"[\\w\\-._&&[^a-z]]{1,50}\"(,\"[\\w\\-._&&[^a-z]]{1,50}\"){0,}){0,1}\\]$"
        guard case .array(let items)? = JSONValue(parsing: Array(text.utf8)) else {
            throw .illegal("symbols", pattern)
        }
        var symbols: [Symbol] = []
        for item in items {
            guard case .string(let name) = item else { throw .illegal("symbols", pattern) }
            let symbol = try Self.symbol(name, parameter: "symbols", in: market)
            guard !symbols.contains(symbol) else {
                throw Refusal(-1151, "Symbol is present multiple times in the list.")
            }
            symbols.append(symbol)
        }
        guard !symbols.isEmpty else { throw .empty("symbols") }
        return (symbols, true)
    }

    /// Ends the reading.
    ///
    /// - Throws: ``Refusal`` if a parameter was not read.
    func finish() throws(Refusal) {
        guard read < sent else { return }
        throw read == 0 ? .tooMany(expected: 0, received: sent) : .unread(read: read, sent: sent)
    }

    private static func symbol(
        _ text: String, parameter: String, in market: Market
    ) throws(Refusal) -> Symbol {
        let symbol: Symbol
        do {
            symbol = try Symbol(text)
        } catch {
            throw .illegal(parameter, "^[\\w\\-._&&[^a-z]]{1,50}$")
        }
        guard market.contains(symbol) else { throw .invalidSymbol }
        return symbol
    }
}
