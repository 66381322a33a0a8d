import ProphetEngine

/// The parameters of a saved model: one row of each, or one for each draw of the posterior.
struct JSONParameters {
    /// The parameters, or their means over the draws.
    let means: ProphetParameters
    /// The draws, if there are several.
    let draws: PosteriorDraws?
    /// The log posterior of a single row; NaN if it is not given.
    let logPosterior: Double

    /// Reads the parameters.
    ///
    /// - Parameters:
    ///   - field: The object of the parameters.
    ///   - isSampled: Whether the model was sampled, in which case even one row is a draw.
    /// - Throws: ``InterchangeError`` when a parameter is missing or they differ in shape.
    init(_ field: JSONField, isSampled: Bool) throws(InterchangeError) {
        let k = try field.field("k").flatNumbers()
        let m = try field.field("m").flatNumbers()
        let sigma = try field.field("sigma_obs").flatNumbers()
        let count = k.count
        let delta = try Self.rows(try field.field("delta"), count: count)
        let beta = try Self.rows(try field.field("beta"), count: count)
        guard count > 0, [m.count, sigma.count, delta.count, beta.count].allSatisfy({ $0 == count }) else {
            throw .inconsistentModel(
                "there are \(count) values of k, \(m.count) of m, \(sigma.count) of sigma_obs, "
                    + "\(delta.count) rows of delta and \(beta.count) of beta")
        }
        guard (delta + beta).allSatisfy({ !$0.isEmpty }), Set(delta.map(\.count)).count == 1,
            Set(beta.map(\.count)).count == 1
        else { throw .inconsistentModel("the rows of delta or beta differ in length or are empty") }
        means = ProphetParameters(
            k: Self.mean(k), m: Self.mean(m), delta: Self.means(delta), beta: Self.means(beta),
            sigma: Self.mean(sigma))
        guard count > 1 || isSampled else {
            draws = nil
            logPosterior = try field.optional("lp__")?.flatNumbers().first ?? .nan
            return
        }
        // Four chains are Prophet's default; the text does not tell.
        draws = PosteriorDraws(
            chains: count % 4 == 0 ? 4 : 1, k: k, m: m, delta: delta, beta: beta, sigma: sigma)
        logPosterior = .nan
    }

    /// The rows of a matrix, which may be a plain list if it has one column or one row.
    private static func rows(_ field: JSONField, count: Int) throws(InterchangeError) -> [[Double]] {
        let items = try field.array()
        var rows: [[Double]] = []
        var isPlain = false
        for item in items {
            if case .number = item.value { isPlain = true }
            rows.append(try item.flatNumbers())
        }
        return isPlain && count == 1 ? [Array(rows.joined())] : rows
    }

    private static func mean(_ values: [Double]) -> Double {
        values.count == 1 ? values[0] : values.reduce(0, +) / Double(values.count)
    }

    private static func means(_ rows: [[Double]]) -> [Double] {
        guard let first = rows.first, rows.count > 1 else { return rows.first ?? [] }
        return first.indices.map { column in mean(rows.map { $0[column] }) }
    }
}
