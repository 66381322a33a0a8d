/// What is wrong with one cell of a table, or with one date.
public enum CellFault: Error, Hashable, Sendable {
    /// The cell has no value where one is needed.
    case missing
    /// The text is no number.
    case notANumber
    /// The number is infinite, or larger than a double.
    case infinite
    /// The number is not whole, or out of range.
    case notAWholeNumber
    /// The first day of a window lies after its holiday, or the last day before it.
    case windowSide
    /// The text is neither true nor false.
    case notACondition
    /// The text is no date that can be read.
    case notADate
    /// The date or the time of day does not exist.
    case noSuchDate
    /// The date could be month/day/year as well as day/month/year.
    case ambiguousDate
    /// The time has a timezone.
    case timezone
    /// The time is a count of seconds or milliseconds.
    case countOfSeconds
    /// The time has digits beyond the millisecond.
    case finerThanMillisecond
}

extension CellFault {
    /// What is wrong, as the end of a sentence whose subject is the value.
    var problem: String {
        switch self {
        case .missing: "is missing"
        case .notANumber: "is not a number"
        case .infinite: "is infinite"
        case .notAWholeNumber: "is not a whole number in range"
        case .windowSide: "is on the wrong side of the holiday"
        case .notACondition: "is neither true nor false"
        case .notADate: "is not a date"
        case .noSuchDate: "is a date or time that does not exist"
        case .ambiguousDate: "does not say which of its numbers is the month"
        case .timezone: "has a timezone specified, which is not supported"
        case .countOfSeconds: "is a bare number, not a date"
        case .finerThanMillisecond: "is finer than a millisecond"
        }
    }

    /// What the reader can do.
    var remedy: String {
        switch self {
        case .missing: "Fill the cell in, or leave the row out."
        case .notANumber: "Write numbers like 1234.5 or 1.2e3, with a point and without separators."
        case .infinite: "Leave the cell empty if the value is unknown."
        case .notAWholeNumber: "Write a whole number of days, such as -1, 0 or 2."
        case .windowSide:
            "Count days before a holiday as negative in lower_window, days after it in upper_window."
        case .notACondition: "Write true or false, or 1 or 0."
        case .notADate, .noSuchDate: "Write dates as 2024-12-31 and times as 2024-12-31 18:30:00."
        case .ambiguousDate: "Write the year first: 2024-12-31."
        case .timezone: "Remove the timezone: write all times in one, without Z or offset."
        case .countOfSeconds:
            "Convert it to a date such as 2024-12-31 18:30:00; days may be written 20241231."
        case .finerThanMillisecond: "Round times to milliseconds."
        }
    }
}
