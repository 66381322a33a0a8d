/// What the feature matrix of a model consists of: seasonalities, then holidays, then regressors.
struct FeaturePlan: Hashable, Sendable {
    let seasonalities: [Seasonality]
    let holidays: HolidayPlan
    let holidaysMode: ComponentMode
    let regressors: RegressorPlan
    /// What each column means, shape K; one column of zeros if there is nothing else.
    let columns: [FeatureColumn]

    init(
        seasonalities: [Seasonality], holidays: HolidayPlan, holidaysMode: ComponentMode,
        regressors: RegressorPlan
    ) {
        self.seasonalities = seasonalities
        self.holidays = holidays
        self.holidaysMode = holidaysMode
        self.regressors = regressors
        var columns: [FeatureColumn] = []
        for seasonality in seasonalities {
            for number in 1...(2 * seasonality.order) {
                columns.append(
                    FeatureColumn(
                        name: "\(seasonality.name)_delim_\(number)", component: seasonality.name,
                        priorScale: seasonality.priorScale, mode: seasonality.mode, source: .seasonality))
            }
        }
        for column in holidays.columns {
            columns.append(
                FeatureColumn(
                    name: column.name, component: column.holiday, priorScale: column.priorScale,
                    mode: holidaysMode, source: .holiday))
        }
        for regressor in regressors.regressors {
            columns.append(
                FeatureColumn(
                    name: regressor.name, component: regressor.name, priorScale: regressor.priorScale,
                    mode: regressor.mode, source: .regressor))
        }
        if columns.isEmpty {
            columns = [
                FeatureColumn(name: "zeros", component: nil, priorScale: 1, mode: .additive, source: .none)
            ]
        }
        self.columns = columns
    }

    /// The feature matrix of the rows of a frame in order of time.
    ///
    /// - Parameters:
    ///   - frame: The rows.
    ///   - trend: Columns that are put before the features, each one number per row.
    /// - Returns: The matrix, T rows and K columns.
    /// - Throws: ``ProphetError`` when a column that the model needs is missing or has no value in some row.
    /// - Complexity: O(T·K).
    func matrix(of frame: ProphetFrame, trend: [[Double]] = []) throws(ProphetError) -> FeatureMatrix {
        var values = ColumnBlock(rows: frame.count, columns: columns.count, prefix: trend.count)
        for (index, column) in trend.enumerated() {
            values.set(column: index - trend.count) { column[$0] }
        }
        var first = 0
        for seasonality in seasonalities {
            FourierBasis(period: seasonality.period, order: seasonality.order)
                .fill(&values, from: first, times: frame.ds)
            let width = 2 * seasonality.order
            if let condition = seasonality.condition {
                guard let isOn = frame.conditions[condition] else { throw .conditionMissing(condition) }
                values.clear(columns: first..<(first + width)) { !isOn[$0] }
            }
            first += width
        }
        holidays.fill(&values, from: first, times: frame.ds)
        first += holidays.columns.count
        for regressor in regressors.regressors {
            let column = try RegressorPlan.values(of: regressor.name, in: frame)
            values.set(column: first) { (column[$0] - regressor.mean) / regressor.standardDeviation }
            first += 1
        }
        return FeatureMatrix(columns: columns, values: values)
    }
}
