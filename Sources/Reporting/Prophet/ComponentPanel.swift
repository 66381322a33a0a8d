import ProphetEngine

/// One panel of the components of a forecast: what it shows, and over what.
struct ComponentPanel: Hashable, Sendable {
    /// What a panel is drawn over.
    enum Axis: Hashable, Sendable {
        /// The times of the forecast.
        case times
        /// The days of a week, from Sunday.
        case weekdays
        /// The days of a year, from 1 January.
        case days
        /// One period of this many days.
        case period(Double)
    }

    /// The component.
    let name: String
    /// What it is drawn over.
    let axis: Axis

    /// The panels of a model in Prophet's order: the trend, the holidays, the weekly and the yearly
    /// seasonality, the others by name, and the sums of the regressors.
    static func panels(of model: FittedProphet) -> [ComponentPanel] {
        let isDaily = smallestGap(model) == 86_400_000
        var panels = [ComponentPanel(name: "trend", axis: .times)]
        if !model.holidayNames.isEmpty { panels.append(ComponentPanel(name: "holidays", axis: .times)) }
        let built = ["weekly", "yearly"]
        let others = model.seasonalities.map(\.name).filter { !built.contains($0) }.sorted {
            $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
        }
        for name in built + others {
            guard let seasonality = model.seasonalities.first(where: { $0.name == name }) else { continue }
            let axis: Axis =
                if (name == "weekly" || seasonality.period == 7) && isDaily {
                    .weekdays
                } else if name == "yearly" || seasonality.period == 365.25 {
                    .days
                } else {
                    .period(seasonality.period)
                }
            panels.append(ComponentPanel(name: name, axis: axis))
        }
        for mode in ComponentMode.allCases where model.regressors.contains(where: { $0.mode == mode }) {
            panels.append(ComponentPanel(name: "extra_regressors_\(mode.rawValue)", axis: .times))
        }
        return panels
    }

    /// The smallest time between two rows of the history that is not 0, in milliseconds.
    private static func smallestGap(_ model: FittedProphet) -> Int64? {
        let times = model.history.ds.isEmpty ? model.historyTimes : model.history.ds
        return zip(times.dropFirst(), times).map { $0 - $1 }.filter { $0 > 0 }.min()
    }
}
