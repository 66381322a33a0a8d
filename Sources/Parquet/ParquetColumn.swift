/// A column of a Parquet file.
public struct ParquetColumn: Hashable, Sendable {
    /// What the values of a column mean.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// True or false.
        case boolean
        /// A whole number of 32 bits.
        case int32
        /// A UTC day, in days since 1970-01-01.
        case date
        /// A whole number of 64 bits.
        case int64
        /// An instant, in milliseconds since 1970-01-01T00:00:00Z.
        case timestamp
        /// A number of 64 bits, IEEE 754.
        case double
        /// Text in UTF-8.
        case string
    }

    /// The name.
    public let name: String
    /// What the values mean.
    public let kind: Kind
    /// Whether values may be absent.
    public let isOptional: Bool

    /// A column, which is required unless said otherwise.
    public init(_ name: String, _ kind: Kind, isOptional: Bool = false) {
        self.name = name
        self.kind = kind
        self.isOptional = isOptional
    }
}
