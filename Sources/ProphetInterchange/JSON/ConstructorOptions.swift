import ProphetEngine

/// Options as the arguments of Prophet's constructor, which is how the model of a regressor is saved.
enum ConstructorOptions {
    /// Reads a setting of a built-in seasonality.
    static func setting(_ field: JSONField) throws(InterchangeError) -> SeasonalitySetting {
        switch field.value {
        case .text("auto"): return .auto
        case .bool(let isOn): return isOn ? .on : .off
        default: return .order(try field.integer())
        }
    }

    /// Writes a setting of a built-in seasonality.
    static func write(_ setting: SeasonalitySetting, to writer: inout JSONWriter) {
        switch setting {
        case .auto: writer.text("auto")
        case .on: writer.bool(true)
        case .off: writer.bool(false)
        case .order(let order): writer.integer(order)
        }
    }

    /// The options of a regressor's model, or nil if it has none or one that cannot be expressed.
    static func options(_ field: JSONField) throws(InterchangeError) -> ProphetOptions? {
        if field.isNull || field.value == .bool(false) { return nil }
        var options = ProphetOptions()
        if field.value == .bool(true) { return options }
        for member in try field.members() {
            let entry = JSONField(value: member.value, path: "\(field.path).\(member.name)")
            switch member.name {
            case "growth": options.growth = try entry.word(Growth.self)
            case "n_changepoints": options.changepointCount = try entry.integer()
            case "changepoint_range": options.changepointRange = try entry.number()
            case "changepoint_prior_scale": options.changepointPriorScale = try entry.number()
            case "yearly_seasonality": options.yearlySeasonality = try setting(entry)
            case "weekly_seasonality": options.weeklySeasonality = try setting(entry)
            case "daily_seasonality": options.dailySeasonality = try setting(entry)
            case "seasonality_mode": options.seasonalityMode = try entry.word(ComponentMode.self)
            case "seasonality_prior_scale": options.seasonalityPriorScale = try entry.number()
            case "holidays_prior_scale": options.holidaysPriorScale = try entry.number()
            case "mcmc_samples": options.mcmcSamples = try entry.integer()
            case "interval_width": options.intervalWidth = try entry.number()
            case "uncertainty_samples": options.uncertaintySamples = try entry.integer()
            case "scaling": options.scaling = try entry.word(Scaling.self)
            case "changepoints" where entry.isNull: continue
            case "changepoints":
                var times: [Int64] = []
                for time in try entry.array() { times.append(try time.time()) }
                options.changepoints = times
            case "holidays_mode":
                options.holidaysMode = entry.isNull ? nil : try entry.word(ComponentMode.self)
            case "holidays" where entry.isNull: continue
            case "stan_backend": continue
            default: return nil
            }
        }
        return options
    }

    /// Writes the options of a regressor's model as far as they differ from the defaults.
    static func write(_ options: ProphetOptions, to writer: inout JSONWriter) throws(InterchangeError) {
        guard options.seasonalities.isEmpty, options.holidays.isEmpty, options.regressors.isEmpty else {
            throw .notExpressible("a regressor's model with components of its own")
        }
        let defaults = ProphetOptions()
        writer.object { writer in
            func entry<Value: Equatable>(
                _ key: String, _ path: KeyPath<ProphetOptions, Value>, _ write: (Value) -> Void
            ) {
                guard options[keyPath: path] != defaults[keyPath: path] else { return }
                writer.key(key)
                write(options[keyPath: path])
            }
            entry("growth", \.growth) { writer.text($0.rawValue) }
            entry("changepoints", \.changepoints) { times in
                writer.array { writer in
                    for time in times ?? [] { writer.time(time) }
                }
            }
            entry("n_changepoints", \.changepointCount) { writer.integer($0) }
            entry("changepoint_range", \.changepointRange) { writer.number($0) }
            entry("changepoint_prior_scale", \.changepointPriorScale) { writer.number($0) }
            entry("yearly_seasonality", \.yearlySeasonality) { write($0, to: &writer) }
            entry("weekly_seasonality", \.weeklySeasonality) { write($0, to: &writer) }
            entry("daily_seasonality", \.dailySeasonality) { write($0, to: &writer) }
            entry("seasonality_mode", \.seasonalityMode) { writer.text($0.rawValue) }
            entry("seasonality_prior_scale", \.seasonalityPriorScale) { writer.number($0) }
            entry("holidays_mode", \.holidaysMode) { writer.text($0?.rawValue ?? "additive") }
            entry("holidays_prior_scale", \.holidaysPriorScale) { writer.number($0) }
            entry("mcmc_samples", \.mcmcSamples) { writer.integer($0) }
            entry("interval_width", \.intervalWidth) { writer.number($0) }
            entry("uncertainty_samples", \.uncertaintySamples) { writer.integer($0) }
            entry("scaling", \.scaling) { writer.text($0.rawValue) }
        }
    }
}
