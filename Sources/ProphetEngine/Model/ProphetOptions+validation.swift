extension ProphetOptions {
    /// Column names of a forecast, which no seasonality may take.
    private static let reservedNames: Set<String> = {
        let components = [
            "trend", "additive_terms", "multiplicative_terms", "holidays", "zeros", "yhat",
            "extra_regressors_additive", "extra_regressors_multiplicative",
        ]
        let bounds = (components + ["daily", "weekly", "yearly"]).flatMap { ["\($0)_lower", "\($0)_upper"] }
        return Set(components + bounds + ["ds", "y", "cap", "floor", "y_scaled", "cap_scaled"])
    }()

    /// Checks every option that does not depend on the data.
    ///
    /// - Throws: the ``ProphetError`` of the first option that cannot be used.
    func validate() throws(ProphetError) {
        guard changepointRange >= 0, changepointRange <= 1 else {
            throw .changepointRange(changepointRange)
        }
        guard changepointCount >= 0 else { throw .changepointCount(changepointCount) }
        guard intervalWidth > 0, intervalWidth < 1 else { throw .intervalWidth(intervalWidth) }
        guard uncertaintySamples >= 0 else { throw .uncertaintySamples(uncertaintySamples) }
        try Self.requirePriorScale(changepointPriorScale, of: "changepoints")
        try Self.requirePriorScale(seasonalityPriorScale, of: "seasonalities")
        for setting in [yearlySeasonality, weeklySeasonality, dailySeasonality] {
            guard case .order(let order) = setting else { continue }
            guard order >= 0 else { throw .fourierOrder(name: "built-in", order) }
        }
        for seasonality in seasonalities {
            try Self.validate(seasonality)
        }
    }

    private static func validate(_ seasonality: CustomSeasonality) throws(ProphetError) {
        let name = seasonality.name
        guard !name.isEmpty, !reservedNames.contains(name), !contains(name, separator: "_delim_") else {
            throw .seasonalityName(name)
        }
        guard seasonality.period > 0, seasonality.period.isFinite else {
            throw .seasonalityPeriod(name: name, seasonality.period)
        }
        guard seasonality.order >= 1 else { throw .fourierOrder(name: name, seasonality.order) }
        if let scale = seasonality.priorScale {
            try requirePriorScale(scale, of: name)
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
