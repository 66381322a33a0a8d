import ProphetEngine
import ProphetInterchange

/// Compares the setup of recorded shapes of history, some of which are errors.
enum SetupFile {
    /// Compares every entry of the file.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws(ParityError) {
        for (index, entry) in try json.array("setup").enumerated() {
            checks.part("entry \(index)") { checks in
                var entryChecks = Checks()
                try compareEntry(entry, &entryChecks)
                checks.take(entryChecks, prefix: "entry \(index)")
            }
        }
    }

    private static func compareEntry(_ entry: JSONValue, _ checks: inout Checks) throws {
        let options = try RecordedOptions.read(case: entry).options
        let columns = entry.members.filter { isColumn($0.name, of: options) }
        let table = try RecordedTable(.object(columns), "entry")
        guard let y = try table.numbers("y") else { throw ParityError.malformed("y is missing") }
        let history = ProphetHistory(try table.frame(options), y: y)
        let result = try entry.member("result")
        let isError = !result["error"].isNull || !entry["error"].isNull
        let problem = Result { () throws(ProphetError) in
            try FitProblem(options: options, history: history)
        }
        guard !isError else {
            if case .success = problem { checks.require(false, "no error, recorded \(result["error"])") }
            return checks.require(true, "")
        }
        if case .failure(.equalTimes) = problem, try result.member("t_scale").number("t_scale") == 0 {
            // Prophet scales such rows, but cannot fit them.
            return checks.skip("all rows at one time (an error here)")
        }
        let model = try problem.get()
        try SetupComparison.seasonalities(model.seasonalities, result, &checks)
        try SetupComparison.changepoints(
            times: model.changepoints, scaledTimes: model.changepointTimes, result, &checks)
        for (name, ours) in [("y_scale", model.scale.yScale), ("y_min", model.scale.yMin)] {
            guard let recorded = try result[name].optionalNumber(name) else { continue }
            checks.near(name, ours, recorded, within: 4e-16 * abs(recorded))
        }
        if !result["start"].isNull {
            checks.equal("start", model.scale.start, try RecordedTime(result["start"], "start").milliseconds)
        }
        if let seconds = try result["t_scale"].optionalNumber("t_scale") {
            checks.near("t_scale", Double(model.scale.tScale) / 1000, seconds, within: 1e-12 * seconds)
        }
        try SetupComparison.messages(model.warnings, entry["log"], &checks)
    }

    private static func isColumn(_ name: String, of options: ProphetOptions) -> Bool {
        ["ds", "y", "cap", "floor"].contains(name) || options.regressors.contains { $0.name == name }
            || options.seasonalities.contains { $0.condition == name }
    }
}
