import ProphetEngine
import ProphetInterchange

/// Compares how changes of rate that come in the future bend a linear trend.
///
/// The recorded random numbers cannot be given to this package, whose paths draw their own. So the formula is
/// written out here and compared with the file, and then a path of this package is compared with the formula.
enum TrendFile {
    /// Compares the file.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws {
        let likelihood = try json.member("likelihood").number("likelihood")
        let step = try json.member("single_diff").number("single_diff")
        let uniforms = try json.member("uniforms").matrix("uniforms")
        let sizes = try json.member("laplace").matrix("laplace")
        let width = uniforms.first?.count ?? 0
        guard (uniforms + sizes).allSatisfy({ $0.count == width }), uniforms.count == sizes.count else {
            throw ParityError.malformed("uniforms and laplace must have the same shape")
        }
        let shifts = zip(uniforms, sizes).map { draws, sizes in
            zip(draws, sizes).map { $0 < likelihood ? $1 : 0 }
        }
        let matrix = shifts.map(smoothed)
        if json["matrix"].isNull {
            checks.skip("matrix absent")
        } else {
            compare("matrix", matrix, try json["matrix"].matrix("matrix"), &checks)
        }
        if json["linear_uncertainty"].isNull {
            checks.skip("linear_uncertainty absent")
        } else {
            let recorded = try json["linear_uncertainty"].matrix("linear_uncertainty")
            compare("linear_uncertainty", matrix.map { deviations($0, step: step) }, recorded, &checks)
        }
        try compareOwnPath(&checks)
    }

    /// Each change averaged with the one before it.
    private static func smoothed(_ shifts: [Double]) -> [Double] {
        zip(shifts, [0] + shifts).map { ($0 + $1) / 2 }
    }

    /// The step times the sum of the sums of the changes.
    private static func deviations(_ changes: [Double], step: Double) -> [Double] {
        var rate = 0.0
        var deviation = 0.0
        return changes.map { change in
            rate += change
            deviation += step * rate
            return deviation
        }
    }

    private static func compare(
        _ name: String, _ ours: [[Double]], _ recorded: [[Double]], _ checks: inout Checks
    ) {
        checks.equal("\(name) paths", ours.count, recorded.count)
        let size = recorded.joined().reduce(0) { max($0, abs($1)) }
        for (path, pair) in zip(ours, recorded).enumerated() {
            checks.near("\(name) path \(path)", pair.0, pair.1, within: 1e-13 * size)
        }
    }

    /// Takes changes of rate from a path of this package as the formula has them, and requires that they are
    /// what the formula is made for: none in most rows, and deviations that they reproduce.
    private static func compareOwnPath(_ checks: inout Checks) throws {
        let days = ErrorCondition.times(days: 120)
        let y: [Double] = (0..<60).map { day in
            let bend = day < 30 ? 0 : 0.3 * Double(day - 30)
            return 10 + 0.2 * Double(day) + bend
        }
        var options = ProphetOptions()
        options.weeklySeasonality = .off
        options.changepointPriorScale = 1
        options.uncertaintySamples = 1
        let fitted = try ProphetModel(options: options).fit(ProphetHistory(ds: Array(days[..<60]), y: y))
        let forecast = try fitted.predict(ProphetFrame(ds: Array(days[60...])), seed: 3)
        // With one path both bounds are that path.
        let step = 1.0 / 59
        let path = zip(forecast.trendLower, forecast.trend).map { ($0 - $1) / fitted.yScale }
        var changes: [Double] = []
        var shift = 0.0
        for row in path.indices {
            let before = row > 0 ? path[row - 1] : 0
            let beforeThat = row > 1 ? path[row - 2] : 0
            let change: Double = (path[row] - 2 * before + beforeThat) / step
            shift = 2 * change - shift
            changes.append(shift)
        }
        let largest = changes.reduce(0) { max($0, abs($1)) }
        checks.require(largest > 1e-9, "a path of ours does not bend")
        let still = changes.count { abs($0) < 1e-6 * largest }
        checks.require(2 * still > changes.count, "a path of ours stays straight in \(still) rows only")
    }
}
