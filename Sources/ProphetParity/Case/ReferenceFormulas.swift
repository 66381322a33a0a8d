import Foundation
import ProphetEngine

/// Prophet's formulas written out plainly, apart from the engine's own, to check it by.
///
/// Nothing here is clever: every sum is a loop over rows, every derivative follows its definition.
struct ReferenceFormulas {
    private let problem: FitProblem
    private let columns: [[Double]]
    private let growth: Growth
    /// How far the feature columns of Prophet may be off from ours.
    private let columnErrors: [[Double]]

    /// Takes the scaled rows and the feature columns of a problem.
    init(_ problem: FitProblem) {
        self.problem = problem
        columns = problem.featureColumns.indices.map { problem.featureColumn($0) }
        growth = problem.options.growth
        columnErrors = FeatureRounding(problem).tolerances(times: problem.rows.ds)
    }

    /// A number with bounds of its error.
    struct Rounded {
        let value: Double
        /// What the rounding of the arithmetic may change.
        let error: Double
        /// What the rounding of recorded features may change beside that.
        let recordingError: Double
    }

    /// The trend at scaled times, by rates and offsets as Prophet's model states it.
    func trend(at times: [Double], caps: [Double], _ parameters: ProphetParameters) -> [Double] {
        guard growth != .flat else { return [Double](repeating: parameters.m, count: times.count) }
        let changepoints = problem.changepointTimes
        var rates = [parameters.k]
        var offsets = [parameters.m]
        for (change, time) in zip(parameters.delta, changepoints) {
            let (rate, offset) = (rates[rates.count - 1], offsets[offsets.count - 1])
            let next = rate + change
            rates.append(next)
            switch growth {
            case .logistic:
                offsets.append(change == 0 ? offset : offset + (time - offset) * (1 - rate / next))
            default:
                offsets.append(offset - time * change)
            }
        }
        return times.indices.map { row in
            let passed = changepoints.count { $0 <= times[row] }
            guard growth == .logistic else { return rates[passed] * times[row] + offsets[passed] }
            return caps[row] / (1 + exp(-rates[passed] * (times[row] - offsets[passed])))
        }
    }

    /// Whether the offsets of logistic growth can be computed: no rate on the way is nearly 0.
    func hasOffsets(_ parameters: ProphetParameters) -> Bool {
        guard growth == .logistic else { return true }
        var rate = parameters.k
        var rates = [abs(rate)]
        for change in parameters.delta where change != 0 {
            rate += change
            rates.append(abs(rate))
        }
        return (rates.min() ?? 0) > 1e-4 * (rates.max() ?? 0)
    }

    /// What the formulas say of every row.
    private struct Rows {
        var trend: [Double]
        var factor: [Double]
        var mean: [Double]
        /// How many units in the last place of 1 the mean may be off by.
        var size: [Double]
        /// What the rounding of recorded features may change of the mean.
        var recordingError: [Double]
    }

    private func rows(_ parameters: ProphetParameters) -> Rows {
        let trend = trend(at: problem.scaledTimes, caps: problem.scaledCaps, parameters)
        let zeros = [Double](repeating: 0, count: trend.count)
        var factor = [Double](repeating: 1, count: trend.count)
        var (additive, size, recordingError) = (zeros, trendSizes(trend, parameters), zeros)
        for (column, values) in zip(problem.featureColumns.indices, columns)
        where problem.featureColumns[column].component != nil {
            let beta = parameters.beta[column]
            let isAdditive = problem.featureColumns[column].mode == .additive
            for row in values.indices {
                let unit = isAdditive ? 1 : abs(trend[row])
                size[row] += unit * abs(values[row] * beta)
                recordingError[row] += unit * columnErrors[column][row] * abs(beta)
                if isAdditive {
                    additive[row] += values[row] * beta
                } else {
                    factor[row] += values[row] * beta
                }
            }
        }
        let mean = trend.indices.map { trend[$0] * factor[$0] + additive[$0] }
        return Rows(trend: trend, factor: factor, mean: mean, size: size, recordingError: recordingError)
    }

    /// How many units in the last place of 1 the trend may be off by, by row: the rounding of rates and offsets
    /// is carried along as they are summed, since all later rows share it.
    private func trendSizes(_ trend: [Double], _ parameters: ProphetParameters) -> [Double] {
        guard growth != .flat else { return trend.map(abs) }
        var rate = (value: parameters.k, error: abs(parameters.k) / 2)
        var offset = (value: parameters.m, error: abs(parameters.m) / 2)
        var lines = [(rate: rate, offset: offset)]
        for (change, time) in zip(parameters.delta, problem.changepointTimes) {
            let next = rate.value + change
            if growth == .linear {
                offset.value -= time * change
                offset.error += (abs(time * change) + abs(offset.value)) / 2
            } else if change != 0 {
                let share = rate.value / next
                let moved = (time - offset.value) * (1 - share)
                offset.error = offset.error * abs(share) + abs((time - offset.value) * share) + abs(moved)
                offset.value += moved
                offset.error += abs(offset.value) / 2
            }
            rate = (next, rate.error + (abs(change) + abs(next)) / 2)
            lines.append((rate, offset))
        }
        return trend.indices.map { row in
            let time = problem.scaledTimes[row]
            let line = lines[problem.changepointTimes.count { $0 <= time }]
            let (rate, offset) = (line.rate, line.offset)
            guard growth == .logistic else {
                return abs(time) * (rate.error + abs(rate.value)) + offset.error + abs(offset.value)
            }
            let distance = time - offset.value
            let argument = abs(rate.value) * (offset.error + abs(distance)) + rate.error * abs(distance)
            return abs(trend[row]) + abs(trend[row] * (1 - trend[row] / problem.scaledCaps[row])) * argument
        }
    }

    /// The unnormalised log posterior.
    func logDensity(_ parameters: ProphetParameters) -> Rounded {
        let rows = rows(parameters)
        let variance = parameters.sigma * parameters.sigma
        var value = -(parameters.k * parameters.k + parameters.m * parameters.m) / 50
        value -= parameters.delta.reduce(0) { $0 + abs($1) } / problem.options.changepointPriorScale
        value -= 2 * variance + Double(rows.mean.count) * log(parameters.sigma)
        for (beta, column) in zip(parameters.beta, problem.featureColumns) {
            value -= beta * beta / (2 * column.priorScale * column.priorScale)
        }
        var (error, recordingError) = (0.0, 0.0)
        for (row, y) in problem.scaledValues.enumerated() {
            let residual = y - rows.mean[row]
            value -= residual * residual / (2 * variance)
            // A residual that is off by e changes its square by at most 2·|r|·e + e².
            let rounding = 16 * Double.ulpOfOne * (abs(y) + rows.size[row] + 1)
            error += rounding * (abs(residual) + rounding / 2) / variance
            let recording = rows.recordingError[row]
            recordingError += recording * (abs(residual) + recording / 2) / variance
        }
        return Rounded(value: value, error: error, recordingError: recordingError)
    }

    /// The largest subgradient over k, m, every delta, every beta and ln sigma.
    func kktResidual(_ parameters: ProphetParameters) -> Rounded {
        let all = subgradients(parameters)
        return all.max { abs($0.value) < abs($1.value) }.map {
            Rounded(value: abs($0.value), error: $0.error, recordingError: $0.recordingError)
        } ?? Rounded(value: 0, error: 0, recordingError: 0)
    }

    /// The subgradients of the log posterior over k, m, every delta, every beta and ln sigma, in this order.
    ///
    /// For a delta of 0 it is the part of the gradient beyond the slope 1/tau of its prior.
    func subgradients(_ parameters: ProphetParameters) -> [Rounded] {
        let rows = rows(parameters)
        let (trend, factor) = (rows.trend, rows.factor)
        let variance = parameters.sigma * parameters.sigma
        let y = problem.scaledValues
        let weights = y.indices.map { (y[$0] - rows.mean[$0]) / variance }
        let errors = y.indices.map { Double.ulpOfOne * (abs(y[$0]) + rows.size[$0] + 1) / variance }
        let recordingErrors = rows.recordingError.map { $0 / variance }
        var all: [Rounded] = []
        func take(
            _ prior: Double, kink: Double? = nil, own: (Int) -> Double = { _ in 0 },
            _ derivative: (Int) -> Double
        ) {
            var gradient = prior
            var (error, recordingError) = (0.0, 0.0)
            for row in weights.indices {
                let derivative = derivative(row)
                gradient += weights[row] * derivative
                error += errors[row] * abs(derivative)
                recordingError += recordingErrors[row] * abs(derivative) + abs(weights[row]) * own(row)
            }
            let value = kink.map { max(0, abs(gradient) - $0) } ?? gradient
            all.append(Rounded(value: value, error: error, recordingError: recordingError))
        }
        let t = problem.scaledTimes
        let caps = problem.scaledCaps
        // The derivative of the mean by the broken line within the trend.
        let slope = trend.indices.map { row in
            growth == .logistic ? trend[row] * (1 - trend[row] / caps[row]) * factor[row] : factor[row]
        }
        let (k, m) = (parameters.k, parameters.m)
        if growth == .flat {
            take(-k / 25) { _ in 0 }
        } else {
            take(-k / 25) { (growth == .logistic ? t[$0] - m : t[$0]) * slope[$0] }
        }
        take(-m / 25) { growth == .logistic ? -k * slope[$0] : slope[$0] }
        let steepness = 1 / problem.options.changepointPriorScale
        for (delta, time) in zip(parameters.delta, problem.changepointTimes) {
            let prior = delta == 0 ? 0 : (delta > 0 ? -steepness : steepness)
            take(prior, kink: delta == 0 ? steepness : nil) { row in
                growth == .flat ? 0 : max(0, t[row] - time) * slope[row]
            }
        }
        for (index, column) in problem.featureColumns.enumerated() {
            let values = columns[index]
            let isUsed = column.component != nil
            let unit = trend.map { !isUsed ? 0 : column.mode == .multiplicative ? $0 : 1 }
            take(
                -parameters.beta[index] / (column.priorScale * column.priorScale),
                own: { abs(unit[$0]) * columnErrors[index][$0] }, { unit[$0] * values[$0] })
        }
        let residuals = y.indices.map { y[$0] - rows.mean[$0] }
        let squares = y.indices.reduce(0) { $0 + weights[$1] * residuals[$1] }
        func weighted(_ errors: [Double]) -> Double {
            y.indices.reduce(0) { $0 + 2 * errors[$1] * abs(residuals[$1]) }
        }
        all.append(
            Rounded(
                value: squares - Double(y.count) - 4 * variance, error: weighted(errors),
                recordingError: weighted(recordingErrors)))
        return all
    }
}
