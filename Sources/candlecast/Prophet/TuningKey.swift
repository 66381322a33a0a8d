import ArgumentParser
import ProphetEngine

/// An option that a search varies, and its spelling on the command line.
enum TuningKey: String, CaseIterable {
    case growth
    case changepointCount = "changepoint-count"
    case changepointRange = "changepoint-range"
    case yearlySeasonality = "yearly-seasonality"
    case weeklySeasonality = "weekly-seasonality"
    case dailySeasonality = "daily-seasonality"
    case seasonalityMode = "seasonality-mode"
    case holidaysMode = "holidays-mode"
    case scaling
    case holidaysPriorScale = "holidays-prior-scale"
    case seasonalityPriorScale = "seasonality-prior-scale"
    case changepointPriorScale = "changepoint-prior-scale"

    /// The option of a name, also in Prophet's spelling.
    init(name: String) throws {
        let name = name.replacing("_", with: "-").lowercased()
        guard let key = TuningKey(rawValue: name == "n-changepoints" ? "changepoint-count" : name) else {
            throw ValidationError(
                "\"\(name)\" cannot be varied; what can is \(Self.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        self = key
    }

    /// Options with a value of this one.
    func setting(_ text: String, in options: ProphetOptions) throws -> ProphetOptions {
        var options = options
        switch self {
        case .growth: options.growth = try read(text, Growth.init(argument:))
        case .changepointCount: options.changepointCount = try read(text) { Int($0) }
        case .changepointRange: options.changepointRange = try read(text) { Double($0) }
        case .yearlySeasonality: options.yearlySeasonality = try setting(text)
        case .weeklySeasonality: options.weeklySeasonality = try setting(text)
        case .dailySeasonality: options.dailySeasonality = try setting(text)
        case .seasonalityMode: options.seasonalityMode = try read(text, ComponentMode.init(argument:))
        case .holidaysMode: options.holidaysMode = try read(text, ComponentMode.init(argument:))
        case .scaling: options.scaling = try read(text, Scaling.init(argument:))
        case .holidaysPriorScale: options.holidaysPriorScale = try read(text) { Double($0) }
        case .seasonalityPriorScale: options.seasonalityPriorScale = try read(text) { Double($0) }
        case .changepointPriorScale: options.changepointPriorScale = try read(text) { Double($0) }
        }
        return options
    }

    private func read<Value>(_ text: String, _ convert: (String) -> Value?) throws -> Value {
        guard let value = convert(text) else {
            throw ValidationError("\"\(text)\" is no value of \(rawValue).")
        }
        return value
    }

    private func setting(_ text: String) throws -> SeasonalitySetting {
        do {
            return try SeasonalitySetting(text: text)
        } catch let error as ValidationError {
            throw ValidationError("\"\(text)\" is no value of \(rawValue): \(error.message)")
        }
    }

    /// The value of this option as it is written on the command line; nil if it has none.
    func text(in options: ProphetOptions) -> String? {
        switch self {
        case .growth: options.growth.rawValue
        case .changepointCount: "\(options.changepointCount)"
        case .changepointRange: "\(options.changepointRange)"
        case .yearlySeasonality: options.yearlySeasonality.argument
        case .weeklySeasonality: options.weeklySeasonality.argument
        case .dailySeasonality: options.dailySeasonality.argument
        case .seasonalityMode: options.seasonalityMode.rawValue
        case .holidaysMode: options.holidaysMode?.rawValue
        case .scaling: options.scaling.rawValue
        case .holidaysPriorScale: "\(options.holidaysPriorScale)"
        case .seasonalityPriorScale: "\(options.seasonalityPriorScale)"
        case .changepointPriorScale: "\(options.changepointPriorScale)"
        }
    }

    /// What sets options apart from others, as it is written on the command line.
    static func words(_ options: ProphetOptions, apartFrom base: ProphetOptions) -> [String] {
        allCases.flatMap { key -> [String] in
            guard let text = key.text(in: options), text != key.text(in: base) else { return [] }
            return ["--\(key.rawValue)", text]
        }
    }
}
