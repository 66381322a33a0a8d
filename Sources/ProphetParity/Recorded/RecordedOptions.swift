import ProphetEngine
import ProphetInterchange

/// Reads the options of a recorded model; absent ones are Prophet's defaults.
enum RecordedOptions {
    /// What was read, with what cannot be compared.
    struct Reading {
        var options = ProphetOptions()
        var notes: [String] = []
        /// Whether Prophet drew from the posterior.
        var isSampled = false
    }

    /// Reads the options of a whole case: constructor, seasonalities, regressors and holidays.
    static func read(case json: JSONValue) throws(ParityError) -> Reading {
        var reading = try read(json["options"])
        for entry in json["add_seasonality"].elements ?? [] {
            reading.options.seasonalities.append(try seasonality(entry, name: nil))
        }
        for entry in json["add_regressor"].elements ?? [] {
            reading.options.regressors.append(try regressor(entry))
        }
        reading.options.holidays += try RecordedHolidays.read(json["holidays"])
        for name in ["country_holidays", "add_country_holidays"] where !json[name].isNull {
            reading.notes.append("\(name) n/a (calendars are given as dates)")
        }
        return reading
    }

    /// Reads the options of the constructor.
    static func read(_ json: JSONValue) throws(ParityError) -> Reading {
        var reading = Reading()
        for member in json.members where !member.value.isNull {
            try apply(member, to: &reading)
        }
        return reading
    }

    private static func apply(_ member: JSONValue.Member, to reading: inout Reading) throws(ParityError) {
        let (name, value) = (member.name, member.value)
        switch name {
        case "growth":
            reading.options.growth = try choice(value, name)
        case "changepoints":
            reading.options.changepoints = try RecordedTime.list(value, name).map(\.milliseconds)
        case "n_changepoints":
            reading.options.changepointCount = try value.integer(name)
        case "changepoint_range":
            reading.options.changepointRange = try value.number(name)
        case "changepoint_prior_scale":
            reading.options.changepointPriorScale = try value.number(name)
        case "yearly_seasonality":
            reading.options.yearlySeasonality = try setting(value, name)
        case "weekly_seasonality":
            reading.options.weeklySeasonality = try setting(value, name)
        case "daily_seasonality":
            reading.options.dailySeasonality = try setting(value, name)
        case "seasonality_mode":
            reading.options.seasonalityMode = try choice(value, name)
        case "seasonality_prior_scale":
            reading.options.seasonalityPriorScale = try value.number(name)
        case "holidays":
            reading.options.holidays += try RecordedHolidays.read(value)
        case "holidays_mode":
            reading.options.holidaysMode = try choice(value, name)
        case "holidays_prior_scale":
            reading.options.holidaysPriorScale = try value.number(name)
        case "interval_width":
            reading.options.intervalWidth = try value.number(name)
        case "uncertainty_samples":
            reading.options.uncertaintySamples = try value.integer(name)
        case "scaling":
            reading.options.scaling = try choice(value, name)
        case "mcmc_samples":
            let draws = try value.integer(name)
            if draws != 0 {
                reading.isSampled = true
                reading.notes.append("mcmc_samples n/a (draws are random; the optimum is compared)")
            }
        case "stan_backend":
            break
        default:
            throw .malformed("option \(name) is not known")
        }
    }

    /// Reads a seasonality; its name may be the key under which it stands.
    static func seasonality(_ json: JSONValue, name: String?) throws(ParityError) -> CustomSeasonality {
        let ownName = name == nil ? try json.member("name").text("name") : nil
        return CustomSeasonality(
            name: name ?? ownName ?? "",
            period: try json.member("period").number("period"),
            order: try json.member("fourier_order").integer("fourier_order"),
            priorScale: try json["prior_scale"].optionalNumber("prior_scale"),
            mode: json["mode"].isNull ? nil : try choice(json["mode"], "mode"),
            condition: try json["condition_name"].optionalText("condition_name"))
    }

    private static func regressor(_ json: JSONValue) throws(ParityError) -> Regressor {
        Regressor(
            try json.member("name").text("name"),
            priorScale: try json["prior_scale"].optionalNumber("prior_scale"),
            standardize: try standardization(json["standardize"]),
            mode: json["mode"].isNull ? nil : try choice(json["mode"], "mode"),
            predictor: try predictor(json["regressor_predictor"]))
    }

    private static func standardization(_ json: JSONValue) throws(ParityError) -> Regressor.Standardization {
        if json.isNull || json == .text("auto") { return .auto }
        return try json.truth("standardize") ? .on : .off
    }

    private static func predictor(_ json: JSONValue) throws(ParityError) -> ProphetOptions? {
        switch json {
        case .null, .bool(false): nil
        case .object: try read(json).options
        default: try json.truth("regressor_predictor") ? ProphetOptions() : nil
        }
    }

    private static func setting(_ json: JSONValue, _ what: String) throws(ParityError) -> SeasonalitySetting {
        switch json {
        case .text("auto"): .auto
        case .bool(let isOn): isOn ? .on : .off
        default: .order(try json.integer(what))
        }
    }

    private static func choice<Value: RawRepresentable>(
        _ json: JSONValue, _ what: String
    ) throws(ParityError) -> Value where Value.RawValue == String {
        let text = try json.text(what)
        guard let value = Value(rawValue: text) else {
            throw .malformed("\(what) \"\(text)\" is not known")
        }
        return value
    }
}
