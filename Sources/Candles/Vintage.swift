/// Where a candle version comes from; the higher vintage wins the join.
///
/// The raw values are stored in files and must never change.
public enum Vintage: UInt8, CaseIterable, Hashable, Sendable {
    /// Made up for the served series where nothing is known; never stored as a candle.
    case filled = 0
    /// A running candle, from the stream or from REST.
    case open = 10
    /// Imported from a file of the user.
    case imported = 20
    /// The stream said that the candle is closed.
    case streamClosed = 30
    /// From the exchange's bulk archive.
    case archive = 40
    /// A closed candle from the exchange's REST interface.
    case rest = 50

    /// The vintages that a closed candle can have.
    public enum Closed: UInt8, CaseIterable, Hashable, Sendable {
        case imported = 20
        case streamClosed = 30
        case archive = 40
        case rest = 50

        /// The same as a vintage of any candle.
        public var vintage: Vintage {
            switch self {
            case .imported: .imported
            case .streamClosed: .streamClosed
            case .archive: .archive
            case .rest: .rest
            }
        }
    }

    /// The name in files, tables and JSON.
    public var name: String {
        switch self {
        case .filled: "filled"
        case .open: "open"
        case .imported: "imported"
        case .streamClosed: "stream_closed"
        case .archive: "archive"
        case .rest: "rest"
        }
    }

    /// The vintage with a name, or nil.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

extension Vintage: Comparable {
    public static func < (left: Vintage, right: Vintage) -> Bool { left.rawValue < right.rawValue }
}
