/// A day of the week.
public enum Weekday: String, Hashable, Sendable, CaseIterable {
    case monday = "MON"
    case tuesday = "TUE"
    case wednesday = "WED"
    case thursday = "THU"
    case friday = "FRI"
    case saturday = "SAT"
    case sunday = "SUN"

    /// The place in the week, 0 for Monday.
    var position: Int64 {
        switch self {
        case .monday: 0
        case .tuesday: 1
        case .wednesday: 2
        case .thursday: 3
        case .friday: 4
        case .saturday: 5
        case .sunday: 6
        }
    }

    /// The place in the week, 0 for Monday, of a day counted from 1970-01-01, a Thursday.
    static func position(ofDay number: Int64) -> Int64 {
        CalendarDate.floorDivide(number + 3, by: 7).1
    }

    /// The weekday of a day counted from 1970-01-01.
    init(day number: Int64) {
        self = Self.allCases[Int(Self.position(ofDay: number))]
    }
}
