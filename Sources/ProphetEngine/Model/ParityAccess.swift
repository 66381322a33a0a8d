/// A model set up for a history, with its posterior at any parameters: what a fit solves, opened for checks.
///
/// Users fit a ``ProphetModel``; this is for programs that compare single steps with another implementation.
package struct FitProblem: Sendable {
    private let prepared: PreparedModel

    /// Sets a model up.
    ///
    /// - Throws: ``ProphetError`` when the options or the history cannot be used.
    package init(options: ProphetOptions, history: ProphetHistory) throws(ProphetError) {
        prepared = try PreparedModel(options: ProphetModel(options: options).options, history: history)
    }

    /// The options of the model.
    package var options: ProphetOptions { prepared.options }
    /// The scale of time and value.
    package var scale: SeriesScale { prepared.scale }
    /// The rows with a value, oldest first.
    package var rows: ProphetHistory { prepared.rows }
    /// The changepoints, ascending, in milliseconds since 1970-01-01 UTC.
    package var changepoints: [Int64] { prepared.changepoints.times }
    /// The changepoints in scaled time, shape S: one entry 0 when there are none.
    package var changepointTimes: [Double] { prepared.changepoints.scaledTimes }
    /// The seasonalities in the order of their columns.
    package var seasonalities: [Seasonality] { prepared.seasonalities }
    /// The regressors in the order of their columns.
    package var regressors: [FittedRegressor] { prepared.plan.regressors.regressors }
    /// The names of the holidays in order of first appearance.
    package var holidayNames: [String] { prepared.plan.holidays.names }
    /// How the holidays act.
    package var holidaysMode: ComponentMode { prepared.plan.holidaysMode }
    /// The feature columns, shape K.
    package var featureColumns: [FeatureColumn] { prepared.plan.columns }
    /// What a reader of the forecast should know about the setup.
    package var warnings: [FitWarning] { prepared.warnings }
    /// Whether nothing varies, so that nothing is optimised.
    package var isConstant: Bool { prepared.isConstant }

    /// The components and groups in Prophet's order: name, mode and numbers of the feature columns summed.
    package var components: [(name: String, mode: ComponentMode, columns: [Int])] {
        prepared.plan.groups.map { ($0.name, $0.mode, $0.columns) }
    }

    /// The scaled times of the rows, shape T.
    package var scaledTimes: [Double] { prepared.posterior.t }
    /// The scaled values of the rows, shape T.
    package var scaledValues: [Double] { prepared.posterior.y }
    /// The scaled caps of the rows, shape T for logistic growth, else empty.
    package var scaledCaps: [Double] { prepared.posterior.caps }
    /// The values that count as 0, shape T.
    package var floors: [Double] { prepared.scale.floors(of: prepared.rows.frame) }

    /// A column of the feature matrix, shape T.
    package func featureColumn(_ column: Int) -> [Double] {
        Array(prepared.posterior.features.values.column(column).prefix(prepared.posterior.t.count))
    }

    /// A row of the feature matrix, shape K.
    package func featureRow(_ row: Int) -> [Double] {
        featureColumns.indices.map { prepared.posterior.features.values[row, $0] }
    }

    /// The feature columns of other rows, shape K of one number per row.
    ///
    /// - Throws: ``ProphetError`` when a column that the model needs is missing or has no value in some row.
    package func featureColumns(of frame: ProphetFrame) throws(ProphetError) -> [[Double]] {
        let values = try prepared.plan.matrix(of: frame).values
        return featureColumns.indices.map { Array(values.column($0).prefix(frame.count)) }
    }

    /// The values that count as 0 in other rows, one per row.
    package func floors(of frame: ProphetFrame) -> [Double] { prepared.scale.floors(of: frame) }

    /// The point from which Prophet's search begins.
    package var initialParameters: ProphetParameters { prepared.initialParameters }

    /// The unnormalised log posterior at parameters of shapes S and K.
    package func logDensity(_ parameters: ProphetParameters) -> Double {
        prepared.posterior.logDensity(parameters)
    }

    /// The model as if fitted to parameters of shapes S and K.
    package func fitted(at parameters: ProphetParameters) -> FittedProphet {
        let report = FitReport(
            logPosterior: logDensity(parameters), kktResidual: .nan, rounds: 0, gramPasses: 0,
            factorisations: 0, activeChangepoints: parameters.delta.count { $0 != 0 }, warnings: warnings)
        return prepared.fitted(parameters, report: report)
    }

    /// The scaled time of a time in milliseconds since 1970-01-01 UTC.
    package func scaled(_ time: Int64) -> Double { prepared.scale.scaled(time) }
}

/// The columns of a Fourier series, 2·order of them, at times in milliseconds since 1970-01-01 UTC.
package func fourierColumns(period: Double, order: Int, times: [Int64]) -> [[Double]] {
    var block = ColumnBlock(rows: times.count, columns: 2 * order)
    FourierBasis(period: period, order: order).fill(&block, from: 0, times: times)
    return (0..<(2 * order)).map { Array(block.column($0).prefix(times.count)) }
}

/// The quantile of a probability of at least one sample, interpolated between order statistics.
package func sampleQuantile(_ probability: Double, of samples: [Double]) -> Double {
    var samples = samples
    return SampleQuantiles.quantiles(probability, probability, of: &samples).0
}
