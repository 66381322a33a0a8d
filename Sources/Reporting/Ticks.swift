import Candles
import RealModule

/// Where an axis is marked.
enum Ticks {
    /// Marks at multiples of 1, 2 or 5 times a power of ten.
    ///
    /// - Parameters:
    ///   - domain: The values on the axis.
    ///   - count: About how many marks are wanted.
    /// - Returns: The marks inside the domain, ascending, and the decimals that tell them apart.
    static func linear(_ domain: ClosedRange<Double>, count: Int) -> (values: [Double], decimals: Int) {
        let length = domain.upperBound - domain.lowerBound
        guard length > 0, length.isFinite, count > 0 else { return ([domain.lowerBound], 0) }
        let (step, exponent) = niceStep(length / Double(count))
        // An end that is a mark but for rounding is one.
        let first = (domain.lowerBound / step - 1e-9).rounded(.up)
        let last = (domain.upperBound / step + 1e-9).rounded(.down)
        guard first <= last else { return ([], 0) }
        // Multiples of the step, not sums of it, so that no error grows.
        let values = stride(from: first, through: last, by: 1).map { index in
            exponent < 0
                ? index * (step * Double.pow(10, -exponent)).rounded() / Double.pow(10, -exponent)
                : index * step
        }
        return (values, max(0, -exponent))
    }

    /// The smallest step of 1, 2 or 5 times a power of ten that is at least a length, and its power.
    static func niceStep(_ length: Double) -> (step: Double, exponent: Int) {
        let exponent = Int(Double.log10(length).rounded(.down))
        let power = exponent < 0 ? 1 / Double.pow(10, -exponent) : Double.pow(10, exponent)
        for factor in [1.0, 2, 5] where factor * power >= length * (1 - 1e-9) {
            return (factor * power, exponent)
        }
        return (10 * power, exponent + 1)
    }

    /// Marks of a logarithmic axis: powers of ten with 2 and 5 between them, or even marks where less than a
    /// decade is shown.
    static func logarithmic(_ domain: ClosedRange<Double>, count: Int) -> [Double] {
        guard domain.lowerBound > 0, domain.upperBound / domain.lowerBound >= 8 else {
            return linear(domain, count: count).values.filter { $0 > 0 }
        }
        let low = Int(Double.log10(domain.lowerBound).rounded(.down))
        let high = Int(Double.log10(domain.upperBound).rounded(.up))
        for factors in [[1.0, 2, 5], [1.0, 3], [1.0]] {
            let marks = (low...high).flatMap { exponent in factors.map { $0 * Double.pow(10, exponent) } }
                .filter { domain.contains($0) }
            if marks.count <= count + 1 || factors.count == 1 { return marks }
        }
        return []
    }

    /// Marks of a calendar: weeks, months, quarters or years, whichever gives about as many marks as wanted.
    ///
    /// - Returns: The marked days, ascending, with the text of each; a January carries the year.
    static func days(_ first: UTCDay, _ last: UTCDay, count: Int) -> [(day: UTCDay, label: String)] {
        let length = first.distance(to: last)
        guard length > 0, count > 0 else { return [(first, DateText.short(first))] }
        for step in [1, 2, 7, 14] where length / step <= count {
            // Counted from a Monday, so that the marks of weeks are Mondays.
            let offset = (Int(first.number) + 3) % step
            let start = first.advanced(by: offset == 0 ? 0 : step - offset)
            return stride(from: start, through: last, by: step).map { ($0, DateText.short($0)) }
        }
        for step in [1, 2, 3, 6] where length / (step * 30) <= count {
            return months(first, last, step: step).map { day in
                (day, day.civil.month == 1 ? "\(day.civil.year)" : DateText.month(day.civil.month))
            }
        }
        let years = niceStep(Double(length) / 365.25 / Double(count)).step
        return months(first, last, step: 12).filter { $0.civil.year % max(1, Int(years)) == 0 }
            .map { ($0, "\($0.civil.year)") }
    }

    private static func months(_ first: UTCDay, _ last: UTCDay, step: Int) -> [UTCDay] {
        let (from, to) = (first.civil, last.civil)
        let numbers = (from.year * 12 + from.month - 1)...(to.year * 12 + to.month - 1)
        return numbers.filter { $0 % 12 % step == 0 }
            .compactMap { UTCDay(year: $0 / 12, month: $0 % 12 + 1, day: 1) }
            .filter { first <= $0 && $0 <= last }
    }
}
