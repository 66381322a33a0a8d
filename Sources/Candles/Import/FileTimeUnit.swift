/// The unit of the times in a candle file.
public enum FileTimeUnit: String, CaseIterable, Hashable, Sendable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"

    /// The name in sentences.
    public var name: String {
        switch self {
        case .seconds: "seconds"
        case .milliseconds: "milliseconds"
        case .microseconds: "microseconds"
        }
    }

    /// The unit in which a number is a time between 2009 and 2100, or nil.
    ///
    /// The three units are so far apart that no number is a time in two of them.
    public init?(of number: Int64) {
        guard let unit = Self.allCases.first(where: { $0.milliseconds(number) != nil }) else { return nil }
        self = unit
    }

    /// A number in this unit as milliseconds since 1970; nil outside 2009 to 2100.
    func milliseconds(_ number: Int64) -> Int64? {
        let limit = OpenTime.latest.milliseconds
        guard number >= 0, number < limit * 1000 else { return nil }
        let result: Int64
        switch self {
        case .seconds:
            guard number < limit else { return nil }
            result = number * 1000
        case .milliseconds: result = number
        case .microseconds: result = number / 1000
        }
        return OpenTime.earliest.milliseconds <= result && result < limit ? result : nil
    }
}
