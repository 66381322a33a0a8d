/// The exchange's name of a traded pair, such as `BTCUSDT`.
///
/// A symbol is part of file names and URLs, so only letters, digits, `-` and `_` are let in: never a path. ASCII
/// letters are capitals; letters of other scripts are allowed, as the exchange allows them.
public struct Symbol: Hashable, Sendable {
    /// The symbol as the exchange writes it.
    public let name: String

    /// Checks a name.
    ///
    /// - Throws: ``CandleError/symbol(_:)`` for anything that is no symbol.
    public init(_ name: String) throws(CandleError) {
        let scalars = name.unicodeScalars
        guard (1...32).contains(scalars.count), scalars.allSatisfy(Self.isAllowed) else {
            throw .symbol(name)
        }
        self.name = name
    }

    /// The symbol in the small letters that stream names use.
    public var streamName: String { name.lowercased() }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "0"..."9", "-", "_": true
        case _ where scalar.isASCII: false
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }
}

extension Symbol: Comparable {
    /// Orders symbols by name.
    public static func < (left: Symbol, right: Symbol) -> Bool { left.name < right.name }
}

extension Symbol: CustomStringConvertible {
    public var description: String { name }
}
