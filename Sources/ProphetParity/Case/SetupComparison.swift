import ProphetEngine
import ProphetInterchange

/// Comparisons of a model's setup that cases and auxiliary files share.
enum SetupComparison {
    /// Compares changepoints and their scaled times.
    static func changepoints(
        times: [Int64], scaledTimes: [Double], _ recorded: JSONValue, _ checks: inout Checks
    ) throws(ParityError) {
        if !recorded["n_changepoints"].isNull {
            // Prophet may count fewer than none.
            checks.equal(
                "n_changepoints", times.count,
                max(0, try recorded["n_changepoints"].integer("n_changepoints")))
        }
        if !recorded["changepoints"].isNull {
            let expected = try RecordedTime.list(recorded["changepoints"], "changepoints")
            let slack: Double = expected.allSatisfy(\.isExact) ? 0 : 1
            checks.near(
                "changepoints", times.map(Double.init), expected.map { Double($0.milliseconds) }.sorted(),
                within: slack)
        }
        if !recorded["changepoints_t"].isNull {
            checks.near(
                "changepoints_t", scaledTimes, try recorded["changepoints_t"].numbers("changepoints_t"),
                within: 1e-15)
        }
    }

    /// Compares seasonalities, and their order where it is recorded.
    static func seasonalities(
        _ ours: [Seasonality], _ recorded: JSONValue, _ checks: inout Checks
    ) throws(ParityError) {
        let entries = try recorded.member("seasonalities")
        if recorded["seasonality_order"].isNull {
            checks.equal("seasonalities", ours.map(\.name).sorted(), entries.members.map(\.name).sorted())
        } else {
            checks.equal(
                "seasonality_order", ours.map(\.name),
                try recorded["seasonality_order"].texts("seasonality_order"))
        }
        for seasonality in ours {
            let entry = entries[seasonality.name]
            guard !entry.isNull else { continue }
            let expected = try RecordedOptions.seasonality(entry, name: seasonality.name)
            let name = seasonality.name
            checks.equal("\(name).period", seasonality.period, expected.period)
            checks.equal("\(name).fourier_order", seasonality.order, expected.order)
            checks.equal("\(name).prior_scale", seasonality.priorScale, expected.priorScale ?? .nan)
            checks.equal("\(name).mode", seasonality.mode, expected.mode ?? seasonality.mode)
            checks.equal("\(name).condition_name", seasonality.condition, expected.condition)
        }
    }

    /// Compares our warnings with the lines that say the same.
    static func messages(
        _ warnings: [FitWarning], _ recorded: JSONValue, _ checks: inout Checks
    ) throws(ParityError) {
        guard !recorded.isNull else { return checks.skip("log_messages absent") }
        var disabled: [String] = []
        var reductions: [Int] = []
        for line in try recorded.array("log_messages") {
            guard let last = try line.array("log_messages").last else { continue }
            let words = try last.text("log_messages").split(separator: " ")
            if words.count > 2, words[0] == "Disabling", words[2].hasPrefix("seasonality") {
                disabled.append(String(words[1]))
            } else if words.first == "n_changepoints", let count = words.last.flatMap({ Int($0.dropLast()) })
            {
                reductions.append(max(0, count))
            }
        }
        let ours = warnings.compactMap { warning in
            if case .seasonalityDisabled(let name) = warning { name } else { nil }
        }
        checks.equal("seasonalities that were left out", ours, disabled)
        let reduced = warnings.compactMap { warning in
            if case .changepointsReduced(let count) = warning { count } else { nil }
        }
        checks.equal("reduced number of changepoints", reduced, reductions)
    }

    /// How far a recorded sine may be off at a number of days: a few roundings of its argument.
    ///
    /// Prophet does not reduce the argument 2π·pair·days/period, which grows large.
    static func fourierTolerance(days: Double, period: Double, pair: Int) -> Double {
        let argument = 2 * Double.pi * Double(pair) * abs(days) / period
        return 1e-14 + 4 * Double.ulpOfOne * argument
    }
}
