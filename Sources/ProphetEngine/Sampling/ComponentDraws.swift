/// The components of a forecast at one row after the other, for all draws, and their bounds.
struct ComponentDraws {
    private let groups: [FeaturePlan.Group]
    /// The coefficients of each column, shape K x draws.
    private let coefficients: [[Double]]
    private let yScale: Double
    private let lowerProbability: Double
    private let upperProbability: Double
    private var values: [Double]
    /// The sum of the additive components of each draw at the last row, in units of the series.
    private(set) var additive: [Double]
    /// The sum of the multiplicative components of each draw at the last row.
    private(set) var multiplicative: [Double]
    /// The lower bounds, shape components x rows.
    private(set) var lower: [[Double]]
    /// The upper bounds, shape components x rows.
    private(set) var upper: [[Double]]

    init(fitted: FittedProphet, draws: PosteriorDraws, rows: Int) {
        groups = fitted.plan.groups
        coefficients = fitted.plan.columns.indices.map { column in draws.beta.map { $0[column] } }
        yScale = fitted.yScale
        lowerProbability = (1 - fitted.options.intervalWidth) / 2
        upperProbability = (1 + fitted.options.intervalWidth) / 2
        values = [Double](repeating: 0, count: draws.count)
        additive = values
        multiplicative = values
        let bounds = [[Double]](repeating: [Double](repeating: 0, count: rows), count: groups.count)
        lower = bounds
        upper = bounds
    }

    /// Computes a row.
    mutating func fill(row: Int, _ features: FeatureMatrix) {
        for (index, group) in groups.enumerated() {
            let scale = group.mode == .additive ? yScale : 1
            let weights = group.columns.compactMap { column -> (Int, Double)? in
                let value = features.values[row, column]
                return value == 0 ? nil : (column, value * scale)
            }
            for draw in values.indices {
                values[draw] = 0
            }
            for (column, weight) in weights {
                add(coefficients[column], times: weight)
            }
            if group.name == "additive_terms" {
                additive = values
            } else if group.name == "multiplicative_terms" {
                multiplicative = values
            }
            guard !weights.isEmpty else { continue }
            (lower[index][row], upper[index][row]) = SampleQuantiles.quantiles(
                lowerProbability, upperProbability, of: &values)
        }
    }

    private mutating func add(_ column: [Double], times weight: Double) {
        values.withUnsafeMutableBufferPointer { values in
            column.withUnsafeBufferPointer { column in
                for draw in 0..<values.count {
                    values[draw] += column[draw] * weight
                }
            }
        }
    }
}
