import ProphetEngine
import ProphetInterchange

extension CaseRun {
    /// Compares what is decided before the fit.
    mutating func compareSetup() {
        let setup = json["setup"]
        guard !setup.isNull else { return checks.skip("setup absent") }
        part("setup") { try $0.compareScales(setup) }
        part("setup.changepoints") { try $0.compareChangepoints(setup) }
        part("setup.seasonalities") { run in
            try SetupComparison.seasonalities(run.problem.seasonalities, setup, &run.checks)
        }
        part("setup.regressors") { try $0.compareRegressors(setup) }
        part("setup.columns") { try $0.compareColumns(setup) }
        part("setup.component_modes") { try $0.compareModes(setup["component_modes"]) }
        part("setup.rows") { try $0.compareRows(setup) }
        part("log_messages") { run in
            try SetupComparison.messages(run.problem.warnings, run.json["log_messages"], &run.checks)
        }
    }

    private mutating func compareScales(_ setup: JSONValue) throws(ParityError) {
        let scale = problem.scale
        let start = try RecordedTime(setup.member("start"), "start")
        checks.near("start", Double(scale.start), Double(start.milliseconds), within: start.isExact ? 0 : 1)
        let tScale = try setup.member("t_scale_seconds").number("t_scale_seconds") * 1000
        checks.near("t_scale", Double(scale.tScale), tScale, within: 1e-12 * tScale + (start.isExact ? 0 : 1))
        let yScale = try setup.member("y_scale").number("y_scale")
        checks.near("y_scale", scale.yScale, yScale, within: 4e-16 * abs(yScale))
        let yMin = try setup.member("y_min").number("y_min")
        checks.near("y_min", scale.yMin, yMin, within: 4e-16 * abs(yMin))
        if !setup["logistic_floor"].isNull {
            checks.equal(
                "logistic_floor", scale.hasFloor, try setup["logistic_floor"].truth("logistic_floor"))
        }
        if !setup["n_rows"].isNull {
            checks.equal("n_rows", problem.rows.y.count, try setup["n_rows"].integer("n_rows"))
        }
        let holidays = setup["train_holiday_names"]
        checks.equal(
            "train_holiday_names", problem.holidayNames,
            holidays.isNull ? [] : try holidays.texts("train_holiday_names"))
        let initial = setup["init"]
        guard !initial.isNull else { return checks.skip("init absent") }
        let ours = problem.initialParameters
        for (name, value) in [("k", ours.k), ("m", ours.m)] {
            let recorded = try initial.member(name).number("init.\(name)")
            checks.near("init.\(name)", value, recorded, within: 1e-12 * max(1, abs(recorded)))
        }
    }

    private mutating func compareChangepoints(_ setup: JSONValue) throws(ParityError) {
        try SetupComparison.changepoints(
            times: problem.changepoints, scaledTimes: problem.changepointTimes, setup, &checks)
    }

    private mutating func compareRegressors(_ setup: JSONValue) throws(ParityError) {
        let recorded = setup["regressors"]
        guard !recorded.isNull else { return checks.skip("regressors absent") }
        checks.equal(
            "regressors", problem.regressors.map(\.name).sorted(), recorded.members.map(\.name).sorted())
        for regressor in problem.regressors {
            let entry = recorded[regressor.name]
            guard !entry.isNull else { continue }
            let mean = try entry.member("mu").number("mu")
            let deviation = try entry.member("std").number("std")
            checks.near(
                "\(regressor.name).mu", regressor.mean, mean, within: 1e-12 * max(abs(mean), deviation))
            checks.near(
                "\(regressor.name).std", regressor.standardDeviation, deviation, within: 1e-12 * deviation)
            if let scale = try entry["prior_scale"].optionalNumber("prior_scale") {
                checks.equal("\(regressor.name).prior_scale", regressor.priorScale, scale)
            }
            if let mode = try entry["mode"].optionalText("mode") {
                checks.equal("\(regressor.name).mode", regressor.mode.rawValue, mode)
            }
        }
    }

    private mutating func compareColumns(_ setup: JSONValue) throws(ParityError) {
        let columns = problem.featureColumns
        checks.equal(
            "feature_columns", columns.map(\.name),
            try setup.member("feature_columns").texts("feature_columns"))
        checks.equal(
            "prior_scales", columns.map(\.priorScale),
            try setup.member("prior_scales").numbers("prior_scales"))
        for (name, mode) in [("s_a", ComponentMode.additive), ("s_m", .multiplicative)] {
            let ours = columns.map { $0.component != nil && $0.mode == mode ? 1.0 : 0 }
            checks.equal(name, ours, try setup.member(name).numbers(name))
        }
        let recorded = setup["component_cols"]
        guard !recorded.isNull else { return checks.skip("component_cols absent") }
        checks.equal("component_cols", problem.components.map(\.name), recorded.members.map(\.name))
        for component in problem.components where !recorded[component.name].isNull {
            let members = Set(component.columns)
            checks.equal(
                "component_cols.\(component.name)", columns.indices.map { members.contains($0) ? 1.0 : 0 },
                try recorded[component.name].numbers("component_cols.\(component.name)"))
        }
    }

    /// Compares the names of each mode, groups included, whether or not a group has columns.
    private mutating func compareModes(_ recorded: JSONValue) throws(ParityError) {
        guard !recorded.isNull else { return checks.skip("component_modes absent") }
        for mode in ComponentMode.allCases {
            var ours: Set = ["\(mode.rawValue)_terms", "extra_regressors_\(mode.rawValue)"]
            if problem.holidaysMode == mode {
                ours.insert("holidays")
            }
            ours.formUnion(problem.components.filter { $0.mode == mode }.map(\.name))
            let expected = Set(try recorded.member(mode.rawValue).texts(mode.rawValue))
            checks.equal("component_modes.\(mode.rawValue)", ours.sorted(), expected.sorted())
        }
    }

    private mutating func compareRows(_ setup: JSONValue) throws(ParityError) {
        let count = problem.rows.y.count
        if setup["history_rows"].isNull { checks.skip("history_rows absent") }
        if setup["feature_rows"].isNull { checks.skip("feature_rows absent") }
        for member in setup["history_rows"].members {
            let row = try Self.row(member.name, count: count)
            let entry = member.value
            let time = try RecordedTime(entry.member("ds"), "ds")
            checks.near(
                "ds[\(row)]", Double(problem.rows.ds[row]), Double(time.milliseconds),
                within: time.isExact ? 0 : 1)
            let slack = time.isExact ? 0 : 2 / Double(problem.scale.tScale)
            let values = [
                ("t", problem.scaledTimes[row], 1e-15 + slack),
                ("y_scaled", problem.scaledValues[row], 1e-15),
                ("floor", problem.floors[row], 0),
                ("cap_scaled", problem.scaledCaps.isEmpty ? .nan : problem.scaledCaps[row], 1e-15),
            ]
            for (name, value, tolerance) in values {
                guard let recorded = try entry[name].optionalNumber(name), !value.isNaN else { continue }
                checks.near("\(name)[\(row)]", value, recorded, within: tolerance * max(1, abs(recorded)))
            }
        }
        for member in setup["feature_rows"].members {
            let row = try Self.row(member.name, count: count)
            let days = Double(problem.rows.ds[row]) / 86_400_000
            let tolerances = FeatureRounding(problem).tolerances(days: days)
            let recorded = try member.value.numbers("feature_rows.\(row)")
            checks.near("features[\(row)]", problem.featureRow(row), recorded) { column in
                tolerances[column] + 1e-12 * abs(recorded[column])
            }
        }
    }

    private static func row(_ text: String, count: Int) throws(ParityError) -> Int {
        guard let row = Int(text), (0..<count).contains(row) else {
            throw .malformed("row \(text) is not one of \(count)")
        }
        return row
    }
}
