/// The feature matrix X of some rows, with what each column means.
///
/// The values are column-major with a padded stride, see ``ColumnBlock``. As in Prophet there is always a
/// column: a model without components has one of zeros.
struct FeatureMatrix: Sendable {
    /// What each column means, shape K.
    let columns: [FeatureColumn]
    /// The values, K columns.
    let values: ColumnBlock

    /// Whether any column is multiplicative.
    var hasMultiplicative: Bool {
        columns.contains { $0.mode == .multiplicative }
    }

    /// The sum over the chosen columns of column times coefficient, shape T.
    ///
    /// - Complexity: O(T·K).
    func sum(_ beta: [Double], where isChosen: (FeatureColumn) -> Bool) -> [Double] {
        values.sum(columns.indices.filter { isChosen(columns[$0]) }, beta)
    }
}
