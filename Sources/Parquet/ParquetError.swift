/// Why a Parquet file could not be made.
public enum ParquetError: Error, Hashable, Sendable {
    /// The compression library refused; its reason in words.
    case compression(String)
    /// A page would be larger than the 2 GiB that its header can say: the column, and the bytes.
    case pageTooLarge(column: String, bytes: Int)
}

extension ParquetError: CustomStringConvertible {
    /// What is wrong.
    public var problem: String {
        switch self {
        case .compression(let reason): "A Parquet page could not be compressed: \(reason)."
        case .pageTooLarge(let column, let bytes):
            "A page of the column \(column) would have \(bytes) bytes, more than a Parquet file can hold."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .compression: "Write the file without compression, or give the program more memory."
        case .pageTooLarge: "Write CSV or JSON lines instead."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}
