public import Candles

/// A change of a symbol's status: from an instant on, or from the beginning.
public struct SymbolChange: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The status, such as `TRADING`, `HALT` or `BREAK`.
    public let status: String
    /// The virtual time from which on it holds; nil for always.
    public let from: OpenTime?

    /// A change.
    public init(_ symbol: Symbol, _ status: String, from: OpenTime? = nil) {
        self.symbol = symbol
        self.status = status
        self.from = from
    }
}

/// Knows when a symbol is listed and when it trades.
struct ListingCalendar: Hashable, Sendable {
    /// Changes of status; of several that hold the one with the latest beginning counts.
    var changes: [SymbolChange] = []
    /// The virtual time from which on a symbol is known; others are known all the time.
    var listings: [Symbol: OpenTime] = [:]

    /// The status of a symbol at an instant.
    func status(of symbol: Symbol, at now: OpenTime) -> String {
        var found: SymbolChange?
        for change in changes where change.symbol == symbol {
            let begins = change.from ?? .earliest
            if begins <= now, begins >= found?.from ?? .earliest { found = change }
        }
        return found?.status ?? "TRADING"
    }

    /// The symbols that nobody knows of yet.
    func unlisted(at now: OpenTime) -> Set<Symbol> {
        listings.isEmpty ? [] : Set(listings.filter { $0.value > now }.keys)
    }
}
