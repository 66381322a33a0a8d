/// The derivative J of the mean by the parameters of the fit, in the order of ``ParameterLayout``.
///
/// With M, g and z as in ``Posterior`` and ``PiecewiseTrend``, and F = M dg/dz (which is M but for logistic
/// growth), the columns are F dz/dk, F dz/dm, X_c for additive and g X_c for multiplicative columns, and
/// F (t - s_j)+. Those of the changepoints are never written down: see ``HingeSums``.
struct Jacobian: Sendable {
    let layout: ParameterLayout
    let hinges: HingeSums
    /// The columns of the parameters with a normal prior.
    let columns: ColumnBlock
    /// The factor F with the padding of the columns; nil where it is 1 throughout.
    private let factor: [Double]?
    /// The time from which the broken line's rate counts: 0, or m of logistic growth.
    let origin: Double
    /// The derivative of the broken line by m: 1, or -k of logistic growth.
    let levelSlope: Double

    /// Rows that are summed before the sums are added up: few enough to stay in the cache.
    private static let blockRows = 256

    /// The derivative at the parameters that have the given mean.
    ///
    /// A block of the same shape may be handed in to be written over, which saves its allocation.
    ///
    /// - Complexity: O(T·K).
    init(
        posterior: Posterior, layout: ParameterLayout, hinges: HingeSums, mean: Posterior.Mean,
        parameters: ProphetParameters, reusing storage: consuming ColumnBlock? = nil
    ) {
        self.layout = layout
        self.hinges = hinges
        let isLogistic = posterior.trend.growth == .logistic
        let origin = isLogistic ? parameters.m : 0
        let levelSlope = isLogistic ? -parameters.k : 1
        self.origin = origin
        self.levelSlope = levelSlope
        let rows = posterior.t.count
        var columns = storage ?? ColumnBlock(rows: rows, columns: layout.smoothCount)
        let stride = columns.stride
        let factor = Self.product(mean.factor, mean.slope)
        self.factor = factor.map { $0 + [Double](repeating: 0, count: stride - rows) }
        columns.withColumns { values in
            for row in 0..<rows {
                let factor = factor?[row] ?? 1
                values[layout.level * stride + row] = levelSlope * factor
                if layout.hasRate {
                    values[row] = (posterior.t[row] - origin) * factor
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

    /// The derivative of a linear mean: the feature matrix with the trend's columns before it.
    init(posterior: Posterior) {
        layout = ParameterLayout(posterior: posterior)
        hinges = HingeSums(t: posterior.t, times: posterior.trend.changepointTimes)
        columns = posterior.features.values
        factor = nil
        origin = 0
        levelSlope = 1
    }

    /// The product of two vectors, of which nil stands for ones.
    private static func product(_ first: [Double]?, _ second: [Double]?) -> [Double]? {
        guard let first, let second else { return first ?? second }
        return zip(first, second).map { $0 * $1 }
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
            let moments = hingeMoments(of: columns.column(index - columns.prefix))
            gram.replaceSubrange(
                (index * width + first)..<((index + 1) * width), with: moments.first)
        }
        let ones =
            [Double](repeating: 1, count: columns.rows)
            + [Double](repeating: 0, count: columns.stride - columns.rows)
        let moments = hingeMoments(of: factor ?? ones)
        for j in 0..<layout.changeCount {
            for l in j..<layout.changeCount {
                let distance = hinges.times[l] - hinges.times[j]
                gram[(first + j) * width + first + l] = moments.second[l] + distance * moments.first[l]
            }
        }
    }

    /// The sums of F times a padded vector over the hinges.
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
