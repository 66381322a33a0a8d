/// The derivative J of the mean by the parameters of the fit, in the order of ``ParameterLayout``.
///
/// With M and g as in ``Posterior``, the columns are t M, M, X_c for additive and g X_c for multiplicative
/// columns, and (t - s_j)+ M. Those of the changepoints are never written down: see ``HingeSums``.
struct Jacobian: Sendable {
    private let layout: ParameterLayout
    private let hinges: HingeSums
    /// The columns of the parameters with a normal prior.
    private let columns: ColumnBlock
    /// The factor M with the padding of the columns; nil where it is 1 throughout.
    private let factor: [Double]?

    /// Rows that are summed before the sums are added up: few enough to stay in the cache.
    private static let blockRows = 256

    /// The derivative at the parameters that have the given mean.
    ///
    /// - Complexity: O(T·K).
    init(posterior: Posterior, layout: ParameterLayout, hinges: HingeSums, mean: Posterior.Mean) {
        self.layout = layout
        self.hinges = hinges
        let rows = posterior.t.count
        var columns = ColumnBlock(rows: rows, columns: layout.smoothCount)
        let stride = columns.stride
        factor = mean.factor.map { $0 + [Double](repeating: 0, count: stride - rows) }
        columns.withColumns { values in
            for row in 0..<rows {
                let factor = mean.factor?[row] ?? 1
                values[layout.level * stride + row] = factor
                if layout.hasRate {
                    values[row] = posterior.t[row] * factor
                }
            }
            for (index, column) in posterior.features.columns.enumerated() {
                let offset = (layout.coefficients + index) * stride
                posterior.features.values.copy(column: index, to: values, at: offset)
                guard column.mode == .multiplicative else { continue }
                for row in 0..<rows {
                    values[offset + row] *= mean.trend[row]
                }
            }
        }
        self.columns = columns
    }

    /// J'r, the scalar product of each column with a vector of T numbers.
    ///
    /// - Complexity: O(T·K + S).
    func correlation(with vector: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: layout.count)
        let padded = vector + [Double](repeating: 0, count: columns.stride - vector.count)
        columns.withPointer { base in
            padded.withUnsafeBufferPointer { vector in
                guard let vector = vector.baseAddress else { return }
                for index in 0..<layout.smoothCount {
                    result[index] = VectorKernels.dot(
                        base + index * columns.stride, vector, count: columns.stride)
                }
            }
        }
        guard layout.changeCount > 0 else { return result }
        result.replaceSubrange(layout.smoothCount..., with: hingeMoments(of: padded).first)
        return result
    }

    /// The Gram matrix J'J, row-major and symmetric.
    ///
    /// - Complexity: O(T·K²/2 + K·S + S²).
    func gram() -> [Double] {
        var gram = [Double](repeating: 0, count: layout.count * layout.count)
        accumulateSmoothBlock(&gram)
        if layout.changeCount > 0 {
            fillChangepoints(&gram)
        }
        for row in 0..<layout.count {
            for column in 0..<row {
                gram[row * layout.count + column] = gram[column * layout.count + row]
            }
        }
        return gram
    }

    /// The part of the second derivative of half the sum of squares that J'J lacks: -Σ r ∂²mean, row-major.
    ///
    /// The mean is bilinear in the trend and the multiplicative coefficients, so the entries of h_a and X_c
    /// are -Σ r h_a X_c. Those of rate changes that are not active are left out: they take no part in a step.
    ///
    /// - Complexity: O(T·K).
    func curvature(residuals: [Double], features: FeatureMatrix, isActive: (Int) -> Bool) -> [Double] {
        let width = layout.count
        var result = [Double](repeating: 0, count: width * width)
        func set(_ row: Int, _ column: Int, _ value: Double) {
            result[row * width + column] = -value
            result[column * width + row] = -value
        }
        let all = HingeSums(t: hinges.t, times: [0] + hinges.times)
        let padded = residuals + [Double](repeating: 0, count: columns.stride - residuals.count)
        for (index, column) in features.columns.enumerated() where column.mode == .multiplicative {
            var weight = features.values.column(index)
            for row in weight.indices {
                weight[row] *= padded[row]
            }
            let moments = all.moments(of: weight)
            let position = layout.coefficients + index
            set(layout.level, position, moments.zeroth[0])
            if layout.hasRate {
                set(0, position, moments.first[0])
            }
            for change in 0..<layout.changeCount where isActive(change) {
                set(layout.smoothCount + change, position, moments.first[change + 1])
            }
        }
        return result
    }

    /// Adds the products of the written columns, block of rows after block of rows, to the upper triangle.
    private func accumulateSmoothBlock(_ gram: inout [Double]) {
        let width = layout.count
        let count = layout.smoothCount
        let stride = columns.stride
        gram.withUnsafeMutableBufferPointer { gram in
            columns.withPointer { base in
                var start = 0
                while start < stride {
                    let rows = min(Self.blockRows, stride - start)
                    var a = 0
                    while a < count {
                        let a0 = base + a * stride + start
                        let a1 = a + 1 < count ? a0 + stride : a0
                        var b = a
                        while b < count {
                            let b0 = base + b * stride + start
                            let b1 = b + 1 < count ? b0 + stride : b0
                            let sums = VectorKernels.dot2x2(a0, a1, b0, b1, count: rows)
                            gram[a * width + b] += sums.0
                            if b + 1 < count {
                                gram[a * width + b + 1] += sums.1
                            }
                            if a + 1 < count {
                                gram[(a + 1) * width + b] += sums.2
                                if b + 1 < count {
                                    gram[(a + 1) * width + b + 1] += sums.3
                                }
                            }
                            b += 2
                        }
                        a += 2
                    }
                    start += rows
                }
            }
        }
    }

    /// Writes the products of the changepoints' columns into the upper triangle.
    private func fillChangepoints(_ gram: inout [Double]) {
        let width = layout.count
        let first = layout.smoothCount
        for index in 0..<first {
            let moments = hingeMoments(of: columns.column(index))
            gram.replaceSubrange(
                (index * width + first)..<((index + 1) * width), with: moments.first)
            guard index == layout.level else { continue }
            // The weight of two hinges is M², which is what the level's column times M is.
            for j in 0..<layout.changeCount {
                for l in j..<layout.changeCount {
                    let distance = hinges.times[l] - hinges.times[j]
                    gram[(first + j) * width + first + l] = moments.second[l] + distance * moments.first[l]
                }
            }
        }
    }

    /// The sums of M times a padded vector over the hinges.
    private func hingeMoments(of vector: [Double]) -> HingeSums.Moments {
        var weight = vector
        if let factor {
            for row in weight.indices {
                weight[row] *= factor[row]
            }
        }
        return hinges.moments(of: weight)
    }
}
