import Foundation
import ProphetEngine

/// Prophet's formulas written out plainly, apart from the engine's own, to check it by.
///
/// Nothing here is clever: every sum is a loop over rows, every derivative follows its definition.
struct ReferenceFormulas {
    private let problem: FitProblem
    private let columns: [[Double]]
    private let growth: Growth

    /// Takes the scaled rows and the feature columns of a problem.
    init(_ problem: FitProblem) {
        self.problem = problem
        columns = problem.featureColumns.indices.map { problem.featureColumn($0) }
        growth = problem.options.growth
    }

    /// A number with a bound of its rounding error.
    struct Rounded {
        let value: Double
        let error: Double
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

    /// Trend, factor and mean of every row.
    private func mean(_ parameters: ProphetParameters) -> (trend: [Double], factor: [Double], mean: [Double])
    {
        let trend = trend(at: problem.scaledTimes, caps: problem.scaledCaps, parameters)
        var factor = [Double](repeating: 1, count: trend.count)
        var additive = [Double](repeating: 0, count: trend.count)
        for (column, values) in zip(problem.featureColumns.indices, columns)
        where problem.featureColumns[column].component != nil {
            let beta = parameters.beta[column]
            let isAdditive = problem.featureColumns[column].mode == .additive
            for row in values.indices {
                if isAdditive {
                    additive[row] += values[row] * beta
                } else {
                    factor[row] += values[row] * beta
                }
            }
        }
        return (trend, factor, trend.indices.map { trend[$0] * factor[$0] + additive[$0] })
    }

    /// The unnormalised log posterior.
    func logDensity(_ parameters: ProphetParameters) -> Rounded {
        let mean = mean(parameters).mean
        let variance = parameters.sigma * parameters.sigma
        var value = -(parameters.k * parameters.k + parameters.m * parameters.m) / 50
        value -= parameters.delta.reduce(0) { $0 + abs($1) } / problem.options.changepointPriorScale
        value -= 2 * variance + Double(mean.count) * log(parameters.sigma)
        for (beta, column) in zip(parameters.beta, problem.featureColumns) {
            value -= beta * beta / (2 * column.priorScale * column.priorScale)
        }
        var error = 0.0
        for (y, mean) in zip(problem.scaledValues, mean) {
            let residual = y - mean
            value -= residual * residual / (2 * variance)
            error += 16 * Double.ulpOfOne * (abs(y) + abs(mean) + 1) * abs(residual) / variance
        }
        return Rounded(value: value, error: error)
    }

    /// The largest subgradient over k, m, every delta, every beta and ln sigma.
    ///
    /// For a delta of 0 it is the part of the gradient beyond the slope 1/tau of its prior.
    func kktResidual(_ parameters: ProphetParameters) -> Rounded {
        let (trend, factor, mean) = mean(parameters)
        let variance = parameters.sigma * parameters.sigma
        let y = problem.scaledValues
        let weights = y.indices.map { (y[$0] - mean[$0]) / variance }
        let errors = y.indices.map { Double.ulpOfOne * (abs(y[$0]) + abs(mean[$0]) + 1) / variance }
        var largest = Rounded(value: 0, error: 0)
        func take(_ prior: Double, kink: Double? = nil, _ derivative: (Int) -> Double) {
            var gradient = prior
            var error = 0.0
            for row in weights.indices {
                let derivative = derivative(row)
                gradient += weights[row] * derivative
                error += errors[row] * abs(derivative)
            }
            let value = max(0, abs(gradient) - (kink ?? 0))
            if value >= largest.value {
                largest = Rounded(value: value, error: error)
            }
        }
        let t = problem.scaledTimes
        let caps = problem.scaledCaps
        // The derivative of the mean by the broken line within the trend.
        let slope = trend.indices.map { row in
            growth == .logistic ? trend[row] * (1 - trend[row] / caps[row]) * factor[row] : factor[row]
        }
        let (k, m) = (parameters.k, parameters.m)
        take(-m / 25) { growth == .logistic ? -k * slope[$0] : slope[$0] }
        if growth == .flat {
            take(-k / 25) { _ in 0 }
        } else {
            take(-k / 25) { (growth == .logistic ? t[$0] - m : t[$0]) * slope[$0] }
        }
        let steepness = 1 / problem.options.changepointPriorScale
        for (delta, time) in zip(parameters.delta, problem.changepointTimes) {
            let prior = delta == 0 ? 0 : (delta > 0 ? -steepness : steepness)
            take(prior, kink: delta == 0 ? steepness : nil) { row in
                growth == .flat ? 0 : max(0, t[row] - time) * slope[row]
            }
        }
        for (index, column) in problem.featureColumns.enumerated() {
            let values = columns[index]
            let isMultiplicative = column.mode == .multiplicative
            take(-parameters.beta[index] / (column.priorScale * column.priorScale)) { row in
                column.component == nil ? 0 : (isMultiplicative ? trend[row] : 1) * values[row]
            }
        }
        let squares = weights.indices.reduce(0) { $0 + weights[$1] * (y[$1] - mean[$1]) }
        let squaresError = weights.indices.reduce(0) { $0 + 2 * errors[$1] * abs(y[$1] - mean[$1]) }
        let sigma = abs(squares - Double(y.count) - 4 * variance)
        return sigma > largest.value ? Rounded(value: sigma, error: squaresError) : largest
    }
}
