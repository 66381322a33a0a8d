import ProphetEngine

/// The options of a recorded run; absent ones are Prophet's defaults.
struct GoldenOptions: Decodable {
    let growth: String?
    let changepoints: [String]?
    let n_changepoints: Int?
    let changepoint_range: Double?
    let changepoint_prior_scale: Double?
    let seasonality_prior_scale: Double?
    let seasonality_mode: String?
    let holidays_prior_scale: Double?
    let holidays_mode: String?
    let interval_width: Double?
    let scaling: String?
    let yearly_seasonality: GoldenSetting?
    let weekly_seasonality: GoldenSetting?
    let daily_seasonality: GoldenSetting?

    /// The same options as ours.
    func prophetOptions(seasonalities: [GoldenSeasonality]) -> ProphetOptions {
        var options = ProphetOptions()
        options.growth = growth.flatMap(Growth.init) ?? options.growth
        options.changepoints = changepoints?.map(GoldenTime.milliseconds)
        options.changepointCount = n_changepoints ?? options.changepointCount
        options.changepointRange = changepoint_range ?? options.changepointRange
        options.changepointPriorScale = changepoint_prior_scale ?? options.changepointPriorScale
        options.seasonalityPriorScale = seasonality_prior_scale ?? options.seasonalityPriorScale
        options.seasonalityMode = seasonality_mode.flatMap(ComponentMode.init) ?? options.seasonalityMode
        options.holidaysPriorScale = holidays_prior_scale ?? options.holidaysPriorScale
        options.holidaysMode = holidays_mode.flatMap(ComponentMode.init)
        options.intervalWidth = interval_width ?? options.intervalWidth
        options.scaling = scaling.flatMap(Scaling.init) ?? options.scaling
        options.yearlySeasonality = yearly_seasonality?.setting ?? .auto
        options.weeklySeasonality = weekly_seasonality?.setting ?? .auto
        options.dailySeasonality = daily_seasonality?.setting ?? .auto
        options.seasonalities = seasonalities.map {
            CustomSeasonality(
                name: $0.name ?? "", period: $0.period, order: $0.fourier_order, priorScale: $0.prior_scale,
                mode: $0.mode.flatMap(ComponentMode.init), condition: $0.condition_name)
        }
        return options
    }
}

/// A seasonality as recorded, without its name where the name is its key.
struct GoldenSeasonality: Decodable {
    let name: String?
    let period: Double
    let fourier_order: Int
    let prior_scale: Double?
    let mode: String?
    let condition_name: String?
}

/// A setting of a built-in seasonality: "auto", a truth value or an order.
struct GoldenSetting: Decodable {
    let setting: SeasonalitySetting

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let isOn = try? container.decode(Bool.self) {
            setting = isOn ? .on : .off
        } else if let order = try? container.decode(Int.self) {
            setting = .order(order)
        } else {
            setting = .auto
        }
    }
}
