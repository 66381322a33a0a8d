extension Jacobian {
    /// The part of the second derivative of half the sum of squares that J'J lacks: -Σ r ∂²mean, row-major.
    ///
    /// With u the derivative of the broken line z, that is, of k, m and delta: the entries of u_a and a
    /// multiplicative column X_c are -Σ r g' X_c u_a, those of u_a and u_b are -Σ r M g'' u_a u_b, and k and m
    /// of logistic growth have Σ r M g' besides, since z has the product k m. Rate changes that are not
    /// active are left out: they take no part in a step.
    ///
    /// - Complexity: O(T·K + S²).
    func curvature(
        mean: Posterior.Mean, features: FeatureMatrix, isActive: (Int) -> Bool
    ) -> [Double] {
        let width = layout.count
        var result = [Double](repeating: 0, count: width * width)
        func set(_ row: Int, _ column: Int, _ value: Double) {
            result[row * width + column] = value
            result[column * width + row] = value
        }
        let rows = mean.residuals.count
        let all = HingeSums(t: hinges.t, times: [0] + hinges.times)
        let weight = (0..<rows).map { -mean.residuals[$0] * (mean.slope?[$0] ?? 1) }
        for (index, column) in features.columns.enumerated() where column.mode == .multiplicative {
            let position = layout.coefficients + index
            let moments = all.moments(of: features.values.product(column: index, weight))
            set(layout.level, position, levelSlope * moments.zeroth[0])
            if layout.hasRate {
                set(0, position, moments.first[0] - origin * moments.zeroth[0])
            }
            for change in 0..<layout.changeCount where isActive(change) {
                set(layout.smoothCount + change, position, moments.first[change + 1])
            }
        }
        guard let bend = mean.bend else { return result }
        let factor = { (row: Int) in mean.factor?[row] ?? 1 }
        let bent = all.moments(of: (0..<rows).map { -mean.residuals[$0] * factor($0) * bend[$0] })
        let (zeroth, first, second) = (bent.zeroth[0], bent.first[0], bent.second[0])
        let product = (0..<rows).reduce(0.0) { $0 - weight[$1] * factor($1) }
        set(0, 0, second - 2 * origin * first + origin * origin * zeroth)
        set(0, layout.level, levelSlope * (first - origin * zeroth) + product)
        set(layout.level, layout.level, levelSlope * levelSlope * zeroth)
        for j in 0..<layout.changeCount where isActive(j) {
            let row = layout.smoothCount + j
            let time = hinges.times[j]
            set(0, row, bent.second[j + 1] + (time - origin) * bent.first[j + 1])
            set(layout.level, row, levelSlope * bent.first[j + 1])
            for l in j..<layout.changeCount where isActive(l) {
                let distance = hinges.times[l] - time
                set(row, layout.smoothCount + l, bent.second[l + 1] + distance * bent.first[l + 1])
            }
        }
        return result
    }
}
