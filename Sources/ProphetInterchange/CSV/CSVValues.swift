/// The values of a column to be written.
public enum CSVValues: Hashable, Sendable {
    /// Times in milliseconds since 1970-01-01, all written as precisely as the most precise needs.
    case times([Int64])
    /// Numbers in the shortest text that reads back exactly; NaN leaves the cell empty.
    case numbers([Double])
    /// Texts, quoted where necessary.
    case texts([String])

    /// The number of values.
    public var count: Int {
        switch self {
        case .times(let values): values.count
        case .numbers(let values): values.count
        case .texts(let values): values.count
        }
    }
}
