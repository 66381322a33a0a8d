import ProphetEngine

/// Reads the entries of a saved Prophet model.
struct ProphetJSONReader {
    let model: JSONField
    let countryHolidays: [Holiday]

    /// The model that the entries describe.
    func fitted() throws(InterchangeError) -> FittedProphet {
        // Their values are not needed, but without them the text is no model of Prophet.
        for key in ["component_modes", "fit_kwargs"] { _ = try model.field(key) }
        let components = try JSONTable(try model.field("train_component_cols"))
        var options = try self.options()
        let seasonalities = try self.seasonalities()
        let regressors = try self.regressors()
        let changepoints = try times("changepoints").sorted()
        options.holidays = try holidays(components: components)
        options.changepoints = try model.field("specified_changepoints").bool() ? changepoints : nil
        options.seasonalities = Self.custom(seasonalities, options)
        options.regressors = try self.regressorOptions(regressors)
        let scale = try self.scale()
        let history = try self.history(scale: scale, regressors: regressors, seasonalities: seasonalities)
        let parameters = try JSONParameters(
            try model.field("params"), isSampled: options.mcmcSamples > 0)
        let fitted = try ModelDraft(
            options: options, parameters: parameters.means, draws: parameters.draws,
            logPosterior: parameters.logPosterior, scale: scale, changepoints: changepoints,
            changepointTimes: try model.field("changepoints_t").flatNumbers(),
            seasonalities: seasonalities, regressors: regressors,
            historyTimes: Set(try times("history_dates")).sorted(), historyRows: history.ds.count,
            history: history
        ).fitted()
        try Self.requireOrder(of: fitted.featureColumns, as: components)
        return fitted
    }

    // MARK: - Options

    private func options() throws(InterchangeError) -> ProphetOptions {
        let mode = try model.field("seasonality_mode").word(ComponentMode.self)
        return ProphetOptions(
            growth: try model.field("growth").word(Growth.self),
            // Prophet stores -1 or 0 where the history is too short for any.
            changepointCount: max(0, try model.field("n_changepoints").integer()),
            changepointRange: try model.field("changepoint_range").number(),
            changepointPriorScale: try model.field("changepoint_prior_scale").number(),
            yearlySeasonality: try setting("yearly_seasonality"),
            weeklySeasonality: try setting("weekly_seasonality"),
            dailySeasonality: try setting("daily_seasonality"),
            seasonalityMode: mode,
            seasonalityPriorScale: try model.field("seasonality_prior_scale").number(),
            holidaysMode: try optionalWord("holidays_mode", ComponentMode.self) ?? mode,
            holidaysPriorScale: try model.field("holidays_prior_scale").number(),
            mcmcSamples: try model.field("mcmc_samples").integer(),
            intervalWidth: try model.field("interval_width").number(),
            uncertaintySamples: try samples(),
            scaling: try optionalWord("scaling", Scaling.self) ?? .absmax)
    }

    private func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Word.Type
    ) throws(InterchangeError) -> Word? where Word.RawValue == String {
        guard let field = try model.optional(key), !field.isNull else { return nil }
        return try field.word(type)
    }

    /// The number of paths, which Prophet takes as a truth value too.
    private func samples() throws(InterchangeError) -> Int {
        let field = try model.field("uncertainty_samples")
        if case .bool(let isOn) = field.value { return isOn ? 1 : 0 }
        return try field.integer()
    }

    private func setting(_ key: String) throws(InterchangeError) -> SeasonalitySetting {
        try ConstructorOptions.setting(try model.field(key))
    }

    // MARK: - Scales and times

    private func scale() throws(InterchangeError) -> SeriesScale {
        let hasFloor = try model.field("logistic_floor").bool()
        return SeriesScale(
            start: try model.field("start").seconds(), tScale: try model.field("t_scale").seconds(),
            yScale: try model.field("y_scale").number(), yMin: try model.optional("y_min")?.number() ?? 0,
            hasFloor: hasFloor)
    }

    /// The times of a series, which is a text that holds JSON.
    private func times(_ key: String) throws(InterchangeError) -> [Int64] {
        let field = try model.field(key)
        guard !field.isNull else { return [] }
        var times: [Int64] = []
        for entry in try field.embedded().field("data").array() { times.append(try entry.time()) }
        return times
    }

    // MARK: - Components

    private func seasonalities() throws(InterchangeError) -> [Seasonality] {
        var result: [Seasonality] = []
        for (name, field) in try model.field("seasonalities").orderedMembers() {
            let condition = try field.optional("condition_name")
            result.append(
                Seasonality(
                    name: name, period: try field.field("period").number(),
                    order: try field.field("fourier_order").integer(),
                    priorScale: try field.field("prior_scale").number(),
                    mode: try field.field("mode").word(ComponentMode.self),
                    condition: condition?.isNull ?? true ? nil : try condition?.text()))
        }
        return result
    }

    /// The seasonalities that the settings of the built-in ones do not give.
    private static func custom(_ all: [Seasonality], _ options: ProphetOptions) -> [CustomSeasonality] {
        let builtIn: [String: (period: Double, order: Int, setting: SeasonalitySetting)] = [
            "yearly": (365.25, 10, options.yearlySeasonality), "weekly": (7, 3, options.weeklySeasonality),
            "daily": (1, 4, options.dailySeasonality),
        ]
        return all.filter { seasonality in
            guard let (period, order, setting) = builtIn[seasonality.name] else { return true }
            switch setting {
            case .off, .order(0): return true
            case .order: return false
            // Explicit settings replace a seasonality of the name, so it is the built-in one.
            case .on: return false
            case .auto:
                return seasonality
                    != Seasonality(
                        name: seasonality.name, period: period, order: order,
                        priorScale: options.seasonalityPriorScale, mode: options.seasonalityMode)
            }
        }.map {
            CustomSeasonality(
                name: $0.name, period: $0.period, order: $0.order, priorScale: $0.priorScale, mode: $0.mode,
                condition: $0.condition)
        }
    }

    private func regressors() throws(InterchangeError) -> [FittedRegressor] {
        var result: [FittedRegressor] = []
        for (name, field) in try model.field("extra_regressors").orderedMembers() {
            let standardize: Regressor.Standardization
            let wish = try field.field("standardize")
            if case .text = wish.value {
                standardize = try wish.word(Regressor.Standardization.self)
            } else {
                standardize = try wish.bool() ? .on : .off
            }
            result.append(
                FittedRegressor(
                    name: name, priorScale: try field.field("prior_scale").number(), standardize: standardize,
                    mode: try field.field("mode").word(ComponentMode.self),
                    mean: try field.field("mu").number(),
                    standardDeviation: try field.field("std").number()))
        }
        return result
    }

    /// The options of the regressors, with those of the models that forecast them.
    private func regressorOptions(_ fitted: [FittedRegressor]) throws(InterchangeError) -> [Regressor] {
        var result: [Regressor] = []
        for (index, (name, field)) in try model.field("extra_regressors").orderedMembers().enumerated() {
            let predictor = try field.optional("predictor_spec")
            result.append(
                Regressor(
                    name, priorScale: fitted[index].priorScale, standardize: fitted[index].standardize,
                    mode: fitted[index].mode,
                    predictor: try predictor.flatMap { (spec) throws(InterchangeError) in
                        try ConstructorOptions.options(spec)
                    }))
        }
        return result
    }

    // MARK: - Holidays

    /// The holidays of the fit: those of the text, and those of a country as they were given.
    private func holidays(components: JSONTable) throws(InterchangeError) -> [Holiday] {
        let field = try model.field("holidays")
        var result = field.isNull ? [] : try JSONHolidays.holidays(field)
        let trained = try trainedNames()
        let country = try model.field("country_holidays")
        if !country.isNull {
            let name = try country.text()
            result += countryHolidays
            let known = Set(result.map(\.name))
            let columns = Set(components.columns)
            let missing = (trained ?? []).filter { !known.contains($0) && columns.contains($0) }
            guard missing.isEmpty else { throw .countryHolidays(country: name, names: missing) }
        }
        guard let trained else { return result }
        // Holidays that the fit has not seen have no effect.
        let names = Set(trained)
        return result.filter { names.contains($0.name) }
    }

    private func trainedNames() throws(InterchangeError) -> [String]? {
        let field = try model.field("train_holiday_names")
        guard !field.isNull else { return nil }
        var names: [String] = []
        for entry in try field.embedded().field("data").array() { names.append(try entry.text()) }
        return names
    }

    // MARK: - Checks

    /// Requires that the coefficients of the text are those of our columns.
    private static func requireOrder(
        of columns: [FeatureColumn], as table: JSONTable
    ) throws(InterchangeError) {
        guard table.rows.count == columns.count else {
            throw .inconsistentModel(
                "train_component_cols has \(table.rows.count) rows for \(columns.count) feature columns")
        }
        let expected = ComponentTable(columns: columns)
        // Older versions of pandas write the row number and name as columns of their own.
        let names = table.columns.filter { $0 != "index" && $0 != "col" }
        var values: [[JSONField]] = []
        for name in names { values.append(try table.column(name)) }
        for (row, memberships) in expected.memberships.enumerated() {
            var found: Set<String> = []
            for (index, name) in names.enumerated() where try values[index][row].integer(in: 0...1) == 1 {
                found.insert(name)
            }
            guard found == memberships else {
                throw .inconsistentModel(
                    "coefficient \(row + 1) should be that of \(columns[row].name), but train_component_cols "
                        + "has it belong to \(found.sorted().joined(separator: ", "))")
            }
        }
    }
}
