import ProphetEngine

/// The values of a component over the axis of its panel.
struct ComponentEffects: Hashable, Sendable {
    /// The times, in milliseconds since 1970-01-01 UTC.
    let times: [Int64]
    /// A value for each time: in units of the series, or a fraction of the trend.
    let values: [Double]
    /// The lower bounds; the values themselves where nothing is uncertain.
    let lower: [Double]
    /// The upper bounds; the values themselves where nothing is uncertain.
    let upper: [Double]
    /// Whether the values are fractions of the trend.
    let isPercent: Bool

    /// The first day of the year, and of the week, over which seasonalities are drawn: Sunday, 1 January 2017.
    static let origin: Int64 = 17_167 * 86_400_000

    /// The effects of a panel.
    ///
    /// Seasonalities are computed over one period with all conditions switched on.
    ///
    /// - Throws: ``ProphetError`` if the model cannot forecast those rows.
    init(
        _ panel: ComponentPanel, _ model: FittedProphet, _ forecast: ProphetForecast
    ) throws(ProphetError) {
        let source: ProphetForecast
        let day: Int64 = 86_400_000
        switch panel.axis {
        case .times: source = forecast
        case .weekdays: source = try Self.period(model, (0..<7).map { Self.origin + $0 * day })
        case .days: source = try Self.period(model, (0..<365).map { Self.origin + $0 * day })
        case .period(let days):
            let last = days * Double(day)
            source = try Self.period(
                model, (0..<200).map { Self.origin + Int64((last * Double($0) / 199).rounded()) })
        }
        times = source.ds
        if panel.name == "trend" {
            values = source.trend
            lower = source.trendLower
            upper = source.trendUpper
            isPercent = false
        } else {
            let component = source.component(panel.name)
            values = component?.values ?? []
            lower = component?.lower ?? []
            upper = component?.upper ?? []
            isPercent = component?.mode == .multiplicative
        }
    }

    /// The forecast of some rows in which every condition holds and no regressor acts.
    private static func period(
        _ model: FittedProphet, _ times: [Int64]
    ) throws(ProphetError) -> ProphetForecast {
        let count = times.count
        let zero = [Double](repeating: 0, count: count)
        let isLogistic = model.options.growth == .logistic
        let base = model.scale.hasFloor ? 0 : model.yMin
        let frame = ProphetFrame(
            ds: times,
            cap: isLogistic ? [Double](repeating: base + model.yScale, count: count) : nil,
            floor: model.scale.hasFloor ? zero : nil,
            regressors: Dictionary(model.regressors.map { ($0.name, zero) }) { first, _ in first },
            conditions: Dictionary(
                model.seasonalities.compactMap(\.condition).map {
                    ($0, [Bool](repeating: true, count: count))
                }
            ) { first, _ in first })
        return try model.predict(frame, intervals: .exact)
    }
}
