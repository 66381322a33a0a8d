extension PosteriorSolver {
    /// How often a step is corrected for what the linear mean misses.
    private static let corrections = 4
    /// The share of the promised rise that a step must bring to be taken without looking for a better one.
    private static let fairShare = 0.25
    /// The damping at which a search for a rise is given up.
    private static let largestDamping = 1e12

    /// The maximum of an approximation around a point, if the density is larger there.
    ///
    /// Where the mean is not linear the approximation with the exact second derivative is tried first, which
    /// ends the search in few rounds but may have no maximum. Else the mean is replaced by its linear
    /// approximation, corrected for what that misses, and the step is held back more and more while the
    /// density falls: short steps rise.
    func climb(
        from point: Point, derivative: Jacobian, gram: [Double], correlation: [Double], work: inout Work
    ) -> Point? {
        var model = QuadraticModel(
            layout: layout, hessian: gram, isConvex: true, damping: 0, correlation: correlation,
            residualSquares: point.mean.residualSquares, center: point.vector, precisions: precisions,
            lambda: lambda, noise: gradientNoise(point), minimumVariance: Self.minimumVariance,
            relativePrecision: posterior.isLinear ? 0 : Self.roundPrecision)
        guard !posterior.isLinear else { return climbDamped(from: point, model, nil, nil, &work) }
        let curvature = derivative.curvature(
            mean: point.mean, features: posterior.features,
            isActive: { point.vector[layout.smoothCount + $0] != 0 })
        var exact = model
        exact.hessian = zip(gram, curvature).map { $0 + $1 }
        exact.isConvex = false
        let direct = step(from: point, exact, nil, &work)
        if let direct, direct.isFair { return direct.point }
        model.damping = work.damping
        let other = climbDamped(from: point, model, exact, derivative, &work)
        guard let direct else { return other }
        return direct.point.logDensity >= other?.logDensity ?? -.infinity ? direct.point : other
    }

    /// The best step of both approximations with as little damping as lets the density rise.
    private func climbDamped(
        from point: Point, _ linear: QuadraticModel, _ exact: QuadraticModel?, _ derivative: Jacobian?,
        _ work: inout Work
    ) -> Point? {
        var damping = linear.damping
        while damping < Self.largestDamping {
            var best: Point?
            var model = linear
            model.damping = damping
            best = step(from: point, model, derivative, &work)?.point
            if damping > 0, var exact {
                exact.damping = damping
                if let other = step(from: point, exact, nil, &work)?.point,
                    other.logDensity > best?.logDensity ?? -.infinity
                {
                    best = other
                }
            }
            if let best {
                work.damping = damping < 1e-6 ? 0 : damping / 10
                return best
            }
            damping = max(1e-4, damping * 5)
        }
        return nil
    }

    /// The minimum of a model around a point, if there is one and the density is not smaller there.
    ///
    /// With the columns at the point given, a step that rises less than promised is corrected, as long as that
    /// raises the density.
    private func step(
        from point: Point, _ model: QuadraticModel, _ derivative: Jacobian?, _ work: inout Work
    ) -> (point: Point, isFair: Bool)? {
        guard let minimum = minimum(of: model, from: point, &work) else { return nil }
        var best = self.point(at: minimum.vector)
        if let other = straightened(minimum.vector, from: point.vector).map({ self.point(at: $0) }),
            other.logDensity > best.logDensity
        {
            best = other
        }
        let promised =
            posterior.logDensity(
                layout.parameters(minimum.vector, variance: minimum.variance),
                residualSquares: minimum.residualSquares) - point.logDensity
        // The density is a sum over the rows: a fall that is smaller than its rounding error means nothing.
        let allowance = 1e-12 * max(1, abs(point.logDensity))
        let fair = point.logDensity + Self.fairShare * promised - allowance
        if let derivative, !isSurvey, !(best.logDensity >= fair) {
            for _ in 0..<Self.corrections {
                let corrected = model.corrected(
                    at: best.vector, correlation: derivative.correlation(with: best.mean.residuals),
                    residualSquares: best.mean.residualSquares)
                guard
                    let next = self.minimum(of: corrected, from: point, &work).map({
                        self.point(at: $0.vector)
                    }),
                    next.logDensity > best.logDensity
                else { break }
                best = next
            }
        }
        guard best.logDensity >= point.logDensity - allowance else { return nil }
        return (best, best.logDensity >= fair)
    }

    private func minimum(
        of model: QuadraticModel, from point: Point, _ work: inout Work
    ) -> QuadraticModel.Minimum? {
        let minimum = model.minimise(point.variance) { posterior.optimalVariance(residualSquares: $0) }
        work.factorisations += minimum?.solves ?? 0
        return minimum
    }

    /// A step of logistic growth along which the level -k m of the broken line, not m, changes evenly.
    ///
    /// The curve depends on k and m through k and k m; where the data determine these well, the density has a
    /// narrow ridge that is straight in them and bent in k and m.
    private func straightened(_ vector: [Double], from center: [Double]) -> [Double]? {
        guard posterior.trend.growth == .logistic, vector[0] * center[0] > 0 else { return nil }
        let (k, m) = (center[0], center[layout.level])
        let product = k * m + k * (vector[layout.level] - m) + m * (vector[0] - k)
        var result = vector
        result[layout.level] = product / vector[0]
        return result
    }
}
