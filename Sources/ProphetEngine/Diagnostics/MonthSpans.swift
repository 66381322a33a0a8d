/// The horizon, period and initial window of a cross-validation in calendar months.
///
/// A month after January 15 is February 15; a month after the last day of a month, or after a day that the
/// next month lacks, is the last day of the next month. The time of day stays.
public struct MonthSpans: Hashable, Sendable {
    /// How far each fold forecasts.
    public var horizon: Int
    /// How far apart the cutoffs are.
    public var period: Int
    /// How much history the first fold must have; nil takes three horizons, or the longest seasonality.
    public var initial: Int?

    /// Creates spans; the period is a month unless it is given.
    public init(horizon: Int, period: Int = 1, initial: Int? = nil) {
        self.horizon = horizon
        self.period = period
        self.initial = initial
    }

    /// More months than this leave the range of times.
    private static let mostMonths = 3_000_000
    /// The length of a month in an error, in milliseconds.
    private static let nominalMonth: Int64 = 30 * CalendarDay.milliseconds

    /// Requires numbers of months that can be added to any time.
    func validate() throws(ProphetError) {
        let spans = [("horizon", horizon, 1), ("period", period, 1), ("initial window", initial ?? 1, 0)]
        for (name, months, least) in spans where months < least || months > Self.mostMonths {
            throw .duration(
                name, Int64(min(max(months, -Self.mostMonths), Self.mostMonths)) * Self.nominalMonth)
        }
    }

    /// The time some months after a time, both in milliseconds since 1970-01-01 UTC.
    static func time(_ time: Int64, plusMonths months: Int) -> Int64 {
        let number = CalendarDay.number(of: time)
        let date = CalendarDate(dayNumber: number)
        let length = { (month: Int64) in
            CalendarDate.firstDay(ofMonth: month + 1) - CalendarDate.firstDay(ofMonth: month)
        }
        let target = date.monthNumber + Int64(months)
        let isLast = date.day == length(date.monthNumber)
        let day = isLast ? length(target) : min(date.day, length(target))
        return time + (CalendarDate.firstDay(ofMonth: target) + day - 1 - number) * CalendarDay.milliseconds
    }

    /// Places cutoffs as ``Cutoffs/make(times:horizon:initial:period:)`` does, in steps of months.
    ///
    /// `shortest` is the least time from the first row to a cutoff, in milliseconds.
    func cutoffs(times: [Int64], shortest: Int64) throws(ProphetError) -> [Int64] {
        guard let first = times.first, let last = times.last else { throw .tooFewRows(0) }
        var cutoff = Self.time(last, plusMonths: -horizon)
        guard cutoff >= first else {
            throw .lessDataThanHorizon(horizon: last - cutoff, span: last - first)
        }
        let earliest = max(
            Self.time(first, plusMonths: initial ?? min(3 * horizon, Self.mostMonths)),
            initial == nil ? first + shortest : first)
        // Counted from one row, so that a short month on the way does not change the day of the others.
        var anchor = last
        var months = horizon
        var result: [Int64] = []
        while cutoff >= earliest {
            result.append(cutoff)
            months += period
            cutoff = Self.time(anchor, plusMonths: -months)
            let next = Cutoffs.position(after: cutoff, in: times)
            let isEmpty = next == times.count || times[next] > Self.time(cutoff, plusMonths: horizon)
            if isEmpty, cutoff > first {
                anchor = times[next - 1]
                months = horizon
                cutoff = Self.time(anchor, plusMonths: -months)
            }
        }
        guard !result.isEmpty else {
            throw .noCutoffs(
                initial: earliest - first, horizon: last - Self.time(last, plusMonths: -horizon),
                span: last - first)
        }
        return result.reversed()
    }
}
