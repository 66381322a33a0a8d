import ProphetEngine

extension CompactWriter {
    /// Writes the options of a model.
    mutating func options(_ options: ProphetOptions) {
        choice(options.growth)
        optional(options.changepoints) { $0.times($1) }
        signed(Int64(options.changepointCount))
        double(options.changepointRange)
        double(options.changepointPriorScale)
        setting(options.yearlySeasonality)
        setting(options.weeklySeasonality)
        setting(options.dailySeasonality)
        list(options.seasonalities) { writer, seasonality in
            writer.text(seasonality.name)
            writer.double(seasonality.period)
            writer.signed(Int64(seasonality.order))
            writer.optional(seasonality.priorScale) { $0.double($1) }
            writer.optional(seasonality.mode) { $0.choice($1) }
            writer.optional(seasonality.condition) { $0.text($1) }
        }
        choice(options.seasonalityMode)
        double(options.seasonalityPriorScale)
        holidays(options.holidays)
        optional(options.holidaysMode) { $0.choice($1) }
        double(options.holidaysPriorScale)
        list(options.regressors) { writer, regressor in
            writer.text(regressor.name)
            writer.optional(regressor.priorScale) { $0.double($1) }
            writer.choice(regressor.standardize)
            writer.optional(regressor.mode) { $0.choice($1) }
            writer.optional(regressor.predictor) { $0.options($1) }
        }
        signed(Int64(options.mcmcSamples))
        choice(options.sampler)
        double(options.intervalWidth)
        signed(Int64(options.uncertaintySamples))
        choice(options.scaling)
    }

    /// The names once each, then for every holiday the position of its name, its time and its windows.
    private mutating func holidays(_ holidays: [Holiday]) {
        var positions: [String: Int] = [:]
        var names: [String] = []
        for holiday in holidays where positions[holiday.name] == nil {
            positions[holiday.name] = names.count
            names.append(holiday.name)
        }
        list(names) { $0.text($1) }
        list(holidays) { writer, holiday in
            writer.count(positions[holiday.name] ?? 0)
            writer.signed(holiday.ds)
            writer.signed(Int64(holiday.lowerWindow))
            writer.signed(Int64(holiday.upperWindow))
            writer.optional(holiday.priorScale) { $0.double($1) }
        }
    }

    private mutating func setting(_ setting: SeasonalitySetting) {
        switch setting {
        case .auto: signed(-3)
        case .on: signed(-2)
        case .off: signed(-1)
        case .order(let order): signed(Int64(order))
        }
    }
}

extension CompactReader {
    /// Reads the options of a model.
    mutating func options(depth: Int) throws(InterchangeError) -> ProphetOptions {
        guard depth <= CompactModel.deepest else { throw .damaged("models lie too deep in each other") }
        var options = ProphetOptions()
        options.growth = try choice(Growth.self)
        options.changepoints = try optional { (reader) throws(InterchangeError) in try reader.times() }
        options.changepointCount = try integer()
        options.changepointRange = try double()
        options.changepointPriorScale = try double()
        options.yearlySeasonality = try setting()
        options.weeklySeasonality = try setting()
        options.dailySeasonality = try setting()
        options.seasonalities = try list { (reader) throws(InterchangeError) in
            CustomSeasonality(
                name: try reader.text(), period: try reader.double(), order: try reader.integer(),
                priorScale: try reader.optionalDouble(), mode: try reader.optionalMode(),
                condition: try reader.optional { (reader) throws(InterchangeError) in try reader.text() })
        }
        options.seasonalityMode = try choice(ComponentMode.self)
        options.seasonalityPriorScale = try double()
        options.holidays = try holidays()
        options.holidaysMode = try optionalMode()
        options.holidaysPriorScale = try double()
        options.regressors = try list { (reader) throws(InterchangeError) in
            Regressor(
                try reader.text(), priorScale: try reader.optionalDouble(),
                standardize: try reader.choice(Regressor.Standardization.self),
                mode: try reader.optionalMode(),
                predictor: try reader.optional { (reader) throws(InterchangeError) in
                    try reader.options(depth: depth + 1)
                })
        }
        options.mcmcSamples = try integer()
        options.sampler = try choice(PosteriorSampler.self)
        options.intervalWidth = try double()
        options.uncertaintySamples = try integer()
        options.scaling = try choice(Scaling.self)
        return options
    }

    private mutating func holidays() throws(InterchangeError) -> [Holiday] {
        let names = try list { (reader) throws(InterchangeError) in try reader.text() }
        return try list { (reader) throws(InterchangeError) in
            let position = try reader.count(atMost: .max)
            guard position < names.count else { throw .damaged("a holiday has no name") }
            return Holiday(
                names[position], ds: try reader.signed(), lowerWindow: try reader.integer(),
                upperWindow: try reader.integer(), priorScale: try reader.optionalDouble())
        }
    }

    private mutating func setting() throws(InterchangeError) -> SeasonalitySetting {
        switch try integer() {
        case -3: return .auto
        case -2: return .on
        case -1: return .off
        case let order: return .order(order)
        }
    }

    mutating func optionalDouble() throws(InterchangeError) -> Double? {
        try optional { (reader) throws(InterchangeError) in try reader.double() }
    }

    mutating func optionalMode() throws(InterchangeError) -> ComponentMode? {
        try optional { (reader) throws(InterchangeError) in try reader.choice(ComponentMode.self) }
    }
}
