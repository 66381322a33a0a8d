/// The feature matrix X of some rows, with what each column means.
///
/// The values are column-major with a padded stride, see ``ColumnBlock``. As in Prophet there is always a
/// column: a model without components has one of zeros.
struct FeatureMatrix: Sendable {
    /// What each column means, shape K.
    let columns: [FeatureColumn]
    /// The values, K columns.
    let values: ColumnBlock

    /// The features of seasonalities at times in milliseconds since 1970-01-01 UTC.
    ///
    /// - Complexity: O(T·K).
    init(seasonalities: [Seasonality], times: [Int64]) {
        var columns: [FeatureColumn] = []
        for seasonality in seasonalities {
            for number in 1...(2 * seasonality.order) {
                columns.append(
                    FeatureColumn(
                        name: "\(seasonality.name)_delim_\(number)", component: seasonality.name,
                        priorScale: seasonality.priorScale, mode: seasonality.mode))
            }
        }
        if columns.isEmpty {
            columns = [FeatureColumn(name: "zeros", component: nil, priorScale: 1, mode: .additive)]
        }
        var values = ColumnBlock(rows: times.count, columns: columns.count)
        var first = 0
        for seasonality in seasonalities {
            FourierBasis(period: seasonality.period, order: seasonality.order)
                .fill(&values, from: first, times: times)
            first += 2 * seasonality.order
        }
        self.columns = columns
        self.values = values
    }

    /// Whether any column is multiplicative.
    var hasMultiplicative: Bool {
        columns.contains { $0.mode == .multiplicative }
    }

    /// The sum over the chosen columns of column times coefficient, shape T.
    func sum(_ beta: [Double], where isChosen: (FeatureColumn) -> Bool) -> [Double] {
        var result = [Double](repeating: 0, count: values.rows)
        for (index, column) in columns.enumerated() where isChosen(column) && beta[index] != 0 {
            values.add(column: index, times: beta[index], to: &result)
        }
        return result
    }
}
