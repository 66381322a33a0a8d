import ProphetEngine
import ProphetInterchange

/// Which holidays touch the times of a model.
enum HolidayReach {
    private static let day: Int64 = 86_400_000
    private static let mostNames = 8

    /// A note about holidays of which no day lies in the history or the forecast; nil if there are none.
    static func note(_ model: FittedProphet, forecast: [Int64]) -> String? {
        let floor = { (time: Int64) in time - ((time % day) + day) % day }
        let days = Set((model.historyTimes + forecast).map(floor))
        var names: [String] = []
        var reached: Set<String> = []
        for holiday in model.options.holidays where !reached.contains(holiday.name) {
            let first = floor(holiday.ds)
            let isReached = (holiday.lowerWindow...max(holiday.lowerWindow, holiday.upperWindow)).contains {
                days.contains(first + Int64($0) * day)
            }
            if isReached { reached.insert(holiday.name) }
            names.append(holiday.name)
        }
        var seen: Set<String> = []
        let missed = names.filter { !reached.contains($0) && seen.insert($0).inserted }
        guard !missed.isEmpty else { return nil }
        let shown = missed.prefix(mostNames).map { QuotedText.escaped($0, limit: 40) }
        let rest = missed.count > mostNames ? " and \(missed.count - mostNames) more" : ""
        let place = forecast.isEmpty ? "the history" : "the history and the forecast"
        let verb = missed.count == 1 ? "lies outside \(place) and has" : "lie outside \(place) and have"
        return "\(Figure.count(missed.count, "holiday")) \(verb) no effect: "
            + shown.joined(separator: ", ") + rest
    }
}
