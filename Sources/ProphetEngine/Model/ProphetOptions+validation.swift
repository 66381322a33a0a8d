extension ProphetOptions {
    /// Column names of a forecast, which no component may take.
    private static let reservedNames: Set<String> = {
        let components = [
            "trend", "additive_terms", "multiplicative_terms", "holidays", "zeros", "yhat",
            "extra_regressors_additive", "extra_regressors_multiplicative", "daily", "weekly", "yearly",
        ]
        let bounds = components.flatMap { ["\($0)_lower", "\($0)_upper"] }
        return Set(components + bounds + ["ds", "y", "cap", "floor", "y_scaled", "cap_scaled"])
    }()

    /// The seasonalities that a user's may replace.
    private static let builtInNames: Set<String> = ["daily", "weekly", "yearly"]
    private static let highestOrder = 10_000
    private static let mostSamples = 10_000_000

    /// Checks every option that does not depend on the data.
    ///
    /// - Throws: the ``ProphetError`` of the first option that cannot be used.
    func validate() throws(ProphetError) {
        guard changepointRange >= 0, changepointRange <= 1 else {
            throw .changepointRange(changepointRange)
        }
        guard changepointCount >= 0 else { throw .changepointCount(changepointCount) }
        guard intervalWidth > 0, intervalWidth < 1 else { throw .intervalWidth(intervalWidth) }
        guard (0...Self.mostSamples).contains(uncertaintySamples) else {
            throw .uncertaintySamples(uncertaintySamples)
        }
        guard mcmcSamples == 0 || (4...Self.mostSamples).contains(mcmcSamples) else {
            throw .mcmcSamples(mcmcSamples)
        }
        try Self.requirePriorScale(changepointPriorScale, of: "changepoints")
        try Self.requirePriorScale(seasonalityPriorScale, of: "seasonalities")
        try Self.requirePriorScale(holidaysPriorScale, of: "holidays")
        let builtIn = [
            ("yearly", yearlySeasonality), ("weekly", weeklySeasonality), ("daily", dailySeasonality),
        ]
        for (name, setting) in builtIn {
            guard case .order(let order) = setting else { continue }
            guard (0...Self.highestOrder).contains(order) else { throw .fourierOrder(name: name, order) }
        }
        for seasonality in seasonalities {
            try Self.validate(seasonality)
        }
        try validateHolidays()
        for regressor in regressors {
            try Self.requireName(regressor.name)
            if let scale = regressor.priorScale {
                try Self.requirePriorScale(scale, of: regressor.name)
            }
            try regressor.predictor?.validate()
        }
        try requireDistinctNames()
    }

    private static func validate(_ seasonality: CustomSeasonality) throws(ProphetError) {
        let name = seasonality.name
        if !builtInNames.contains(name) {
            try requireName(name)
        }
        guard seasonality.period > 0, seasonality.period.isFinite else {
            throw .seasonalityPeriod(name: name, seasonality.period)
        }
        guard (1...highestOrder).contains(seasonality.order) else {
            throw .fourierOrder(name: name, seasonality.order)
        }
        if let scale = seasonality.priorScale {
            try requirePriorScale(scale, of: name)
        }
        if let condition = seasonality.condition {
            try requireName(condition)
        }
    }

    private func validateHolidays() throws(ProphetError) {
        var scales: [String: Double] = [:]
        let widest = HolidayPlan.widestWindow
        for holiday in holidays {
            try Self.requireName(holiday.name)
            guard (-widest...0).contains(holiday.lowerWindow), (0...widest).contains(holiday.upperWindow)
            else {
                throw .holidayWindow(
                    name: holiday.name, lower: holiday.lowerWindow, upper: holiday.upperWindow)
            }
            guard holiday.ds.magnitude <= 1 << 53 else { throw .time(holiday.ds) }
            let scale = holiday.priorScale ?? holidaysPriorScale
            try Self.requirePriorScale(scale, of: holiday.name)
            if let other = scales.updateValue(scale, forKey: holiday.name), other != scale {
                throw .holidayPriorScales(name: holiday.name, other, scale)
            }
        }
    }

    /// Requires that no name stands for two things of different kinds.
    private func requireDistinctNames() throws(ProphetError) {
        let kinds = [
            ("seasonality", Set(seasonalities.map(\.name))), ("holiday", Set(holidays.map(\.name))),
            ("regressor", Set(regressors.map(\.name))),
            ("condition", Set(seasonalities.compactMap(\.condition))),
        ]
        for (index, (kind, names)) in kinds.enumerated() {
            for (_, others) in kinds[(index + 1)...] {
                if let name = names.intersection(others).min() {
                    throw .nameTaken(name, by: kind)
                }
            }
        }
    }

    private static func requireName(_ name: String) throws(ProphetError) {
        guard !name.isEmpty, !reservedNames.contains(name), !contains(name, separator: "_delim_") else {
            throw .reservedName(name)
        }
    }

    /// Requires a prior scale whose square and its inverse are ordinary numbers.
    private static func requirePriorScale(_ scale: Double, of owner: String) throws(ProphetError) {
        guard scale >= 1e-100, scale <= 1e100 else { throw .priorScale(of: owner, scale) }
    }

    private static func contains(_ text: String, separator: String) -> Bool {
        let text = Array(text.utf8)
        let separator = Array(separator.utf8)
        guard text.count >= separator.count else { return false }
        return (0...(text.count - separator.count)).contains { text[$0...].starts(with: separator) }
    }
}
