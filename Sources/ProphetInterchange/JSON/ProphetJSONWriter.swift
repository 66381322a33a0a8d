import ProphetEngine

/// Writes the entries of a saved Prophet model, in Prophet's order.
struct ProphetJSONWriter {
    let fitted: FittedProphet

    /// The version of Prophet whose format this is.
    private static let version = "1.5.0"

    /// The names of columns that Prophet adds to the table of the history, or that have a role there.
    private static let takenNames: Set<String> = ["ds", "y", "cap", "floor", "cap_scaled", "t", "y_scaled"]

    /// The text of the model.
    func text() throws(InterchangeError) -> String {
        guard !fitted.history.ds.isEmpty else { throw .noHistory }
        let conditions = fitted.seasonalities.compactMap(\.condition)
        for name in fitted.regressors.map(\.name) + conditions where Self.takenNames.contains(name) {
            throw .columnNameTaken(name)
        }
        var writer = JSONWriter()
        try writer.object { (writer) throws(InterchangeError) in
            writeOptions(to: &writer)
            try writeSeries(to: &writer)
            try writeTables(to: &writer)
            writer.key("changepoints_t")
            writer.numbers(fitted.changepointTimes)
            writeSeasonalities(to: &writer)
            try writeRegressors(to: &writer)
            writer.key("fit_kwargs")
            writer.object { _ in }
            writeParameters(to: &writer)
            writer.key("__prophet_version")
            writer.text(Self.version)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func writeOptions(to writer: inout JSONWriter) {
        let options = fitted.options
        writer.key("growth")
        writer.text(options.growth.rawValue)
        writer.key("n_changepoints")
        writer.integer(fitted.changepoints.count)
        writer.key("specified_changepoints")
        writer.bool(options.changepoints != nil)
        writer.key("changepoint_range")
        writer.number(options.changepointRange)
        writer.key("yearly_seasonality")
        ConstructorOptions.write(options.yearlySeasonality, to: &writer)
        writer.key("weekly_seasonality")
        ConstructorOptions.write(options.weeklySeasonality, to: &writer)
        writer.key("daily_seasonality")
        ConstructorOptions.write(options.dailySeasonality, to: &writer)
        writer.key("seasonality_mode")
        writer.text(options.seasonalityMode.rawValue)
        writer.key("seasonality_prior_scale")
        writer.number(options.seasonalityPriorScale)
        writer.key("changepoint_prior_scale")
        writer.number(options.changepointPriorScale)
        writer.key("holidays_prior_scale")
        writer.number(options.holidaysPriorScale)
        writer.key("mcmc_samples")
        writer.integer(options.mcmcSamples)
        writer.key("interval_width")
        writer.number(options.intervalWidth)
        writer.key("uncertainty_samples")
        writer.integer(options.uncertaintySamples)
        writer.key("y_scale")
        writer.number(fitted.yScale)
        writer.key("y_min")
        writer.number(fitted.yMin)
        writer.key("scaling")
        writer.text(options.scaling.rawValue)
        writer.key("logistic_floor")
        writer.bool(fitted.scale.hasFloor)
        // Holidays of a country are part of the holidays, with their dates.
        writer.key("country_holidays")
        writer.null()
        writer.key("component_modes")
        writer.object { writer in
            for (mode, names) in ComponentTable.modes(of: fitted) {
                writer.key(mode.rawValue)
                writer.array { writer in
                    for name in names { writer.text(name) }
                }
            }
        }
        writer.key("holidays_mode")
        writer.text(fitted.holidaysMode.rawValue)
    }

    // MARK: - Series and tables

    private func writeSeries(to writer: inout JSONWriter) throws(InterchangeError) {
        let changepoints = fitted.changepoints
        writer.key("changepoints")
        try writeSeries("ds", index: changepointRows, to: &writer) { $1.time(changepoints[$0]) }
        let times = fitted.historyTimes
        writer.key("history_dates")
        try writeSeries("ds", index: Array(times.indices), to: &writer) { $1.time(times[$0]) }
        let names = fitted.holidayNames
        writer.key("train_holiday_names")
        if names.isEmpty {
            writer.null()
        } else {
            try writeSeries(nil, index: Array(names.indices), to: &writer) { $1.text(names[$0]) }
        }
        writer.key("start")
        writer.number(Double(fitted.start) / 1000)
        writer.key("t_scale")
        writer.number(Double(fitted.tScale) / 1000)
    }

    /// The rows of the history that the changepoints are taken from; explicit ones are counted from 0.
    private var changepointRows: [Int] {
        guard fitted.options.changepoints == nil else { return Array(fitted.changepoints.indices) }
        let times = fitted.history.ds
        var row = 0
        return fitted.changepoints.map { time in
            while row < times.count - 1, times[row] < time { row += 1 }
            return row
        }
    }

    private func writeSeries(
        _ name: String?, index: [Int], to writer: inout JSONWriter,
        _ write: (Int, inout JSONWriter) -> Void
    ) throws(InterchangeError) {
        try writer.embedded { writer throws(InterchangeError) in
            writer.object { writer in
                writer.key("name")
                if let name { writer.text(name) } else { writer.null() }
                writer.key("index")
                writer.array { writer in
                    for row in index { writer.integer(row) }
                }
                writer.key("data")
                writer.array { writer in
                    for position in index.indices { write(position, &writer) }
                }
            }
        }
    }

    private func writeTables(to writer: inout JSONWriter) throws(InterchangeError) {
        writer.key("holidays")
        try JSONHolidays.write(fitted.options.holidays, to: &writer)
        writer.key("history")
        try JSONColumn.writeTable(try historyColumns(), rows: fitted.history.ds.count, to: &writer)
        writer.key("train_component_cols")
        let components = ComponentTable(columns: fitted.featureColumns)
        let columns = components.names.map { name in
            JSONColumn(name, .integer) { $1.integer(components.memberships[$0].contains(name) ? 1 : 0) }
        }
        try JSONColumn.writeTable(columns, rows: components.memberships.count, to: &writer)
    }

    /// The history in the form in which Prophet fits it.
    private func historyColumns() throws(InterchangeError) -> [JSONColumn] {
        let history = fitted.history
        let frame = history.frame
        let scale = fitted.scale
        let floors =
            scale.hasFloor ? frame.floor ?? [] : [Double](repeating: scale.yMin, count: frame.count)
        var columns = [
            JSONColumn("ds", .datetime) { $1.time(history.ds[$0]) }, JSONColumn("y", numbers: history.y),
        ]
        for regressor in fitted.regressors {
            guard let values = frame.regressors[regressor.name] else { throw .noHistory }
            columns.append(
                JSONColumn(
                    regressor.name,
                    numbers: values.map { ($0 - regressor.mean) / regressor.standardDeviation }))
        }
        for name in Set(fitted.seasonalities.compactMap(\.condition)).sorted() {
            guard let values = frame.conditions[name] else { throw .noHistory }
            columns.append(JSONColumn(name, .boolean) { $1.bool(values[$0]) })
        }
        if fitted.options.growth == .logistic {
            guard let caps = frame.cap, floors.count == caps.count else { throw .noHistory }
            columns.append(JSONColumn("cap", numbers: caps))
            columns.append(JSONColumn("floor", numbers: floors))
            columns.append(
                JSONColumn("cap_scaled", numbers: zip(caps, floors).map { ($0 - $1) / scale.yScale }))
        } else {
            columns.append(JSONColumn("floor", numbers: floors))
        }
        columns.append(
            JSONColumn(
                "t", numbers: history.ds.map { Double($0 - scale.start) / Double(scale.tScale) }))
        columns.append(
            JSONColumn("y_scaled", numbers: zip(history.y, floors).map { ($0 - $1) / scale.yScale }))
        return columns
    }

    // MARK: - Components and parameters

    private func writeSeasonalities(to writer: inout JSONWriter) {
        writer.key("seasonalities")
        writer.array { writer in
            writer.array { writer in
                for seasonality in fitted.seasonalities { writer.text(seasonality.name) }
            }
            writer.object { writer in
                for seasonality in fitted.seasonalities {
                    writer.key(seasonality.name)
                    writer.object { writer in
                        writer.key("period")
                        writer.number(seasonality.period)
                        writer.key("fourier_order")
                        writer.integer(seasonality.order)
                        writer.key("prior_scale")
                        writer.number(seasonality.priorScale)
                        writer.key("mode")
                        writer.text(seasonality.mode.rawValue)
                        writer.key("condition_name")
                        if let name = seasonality.condition { writer.text(name) } else { writer.null() }
                    }
                }
            }
        }
    }

    private func writeRegressors(to writer: inout JSONWriter) throws(InterchangeError) {
        writer.key("extra_regressors")
        try writer.array { (writer) throws(InterchangeError) in
            writer.array { writer in
                for regressor in fitted.regressors { writer.text(regressor.name) }
            }
            try writer.object { (writer) throws(InterchangeError) in
                for regressor in fitted.regressors {
                    writer.key(regressor.name)
                    try write(regressor, to: &writer)
                }
            }
        }
    }

    private func write(_ regressor: FittedRegressor, to writer: inout JSONWriter) throws(InterchangeError) {
        let predictor = fitted.options.regressors.last { $0.name == regressor.name }?.predictor
        try writer.object { (writer) throws(InterchangeError) in
            writer.key("prior_scale")
            writer.number(regressor.priorScale)
            writer.key("standardize")
            switch regressor.standardize {
            case .auto: writer.text("auto")
            case .on: writer.bool(true)
            case .off: writer.bool(false)
            }
            writer.key("mu")
            writer.number(regressor.mean)
            writer.key("std")
            writer.number(regressor.standardDeviation)
            writer.key("mode")
            writer.text(regressor.mode.rawValue)
            writer.key("predictor_spec")
            if let predictor {
                try ConstructorOptions.write(predictor, to: &writer)
            } else {
                writer.null()
            }
            writer.key("predictor")
            writer.null()
        }
    }

    private func writeParameters(to writer: inout JSONWriter) {
        writer.key("params")
        writer.object { writer in
            func row(_ key: String, _ values: [Double]) {
                writer.key(key)
                writer.array { $0.numbers(values) }
            }
            func flat(_ key: String, _ values: [Double]) {
                writer.key(key)
                writer.numbers(values)
            }
            func matrix(_ key: String, _ rows: [[Double]]) {
                writer.key(key)
                writer.array { writer in
                    for row in rows { writer.numbers(row) }
                }
            }
            if let draws = fitted.draws {
                flat("k", draws.k)
                flat("m", draws.m)
                matrix("delta", draws.delta)
                flat("sigma_obs", draws.sigma)
                matrix("beta", draws.beta)
                return
            }
            let parameters = fitted.parameters
            if fitted.report.logPosterior.isFinite { row("lp__", [fitted.report.logPosterior]) }
            row("k", [parameters.k])
            row("m", [parameters.m])
            row("delta", parameters.delta)
            row("sigma_obs", [parameters.sigma])
            row("beta", parameters.beta)
        }
    }
}
