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
                let factors = column.mode == .multiplicative ? mean.trend : nil
                posterior.features.values.copy(column: index, times: factors, to: values, at: offset)
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
            result.withUnsafeMutableBufferPointer { result in
                guard let sums = result.baseAddress else { return }
                VectorKernels.correlate(
                    base, stride: columns.stride, columns: layout.smoothCount, with: padded, into: sums)
            }
        }
        guard layout.changeCount > 0 else { return result }
        var scratch = padded
        let moments = padded.withUnsafeBufferPointer {
            hingeMoments(of: $0.baseAddress, scratch: &scratch)
        }
        result.replaceSubrange(layout.smoothCount..., with: moments.first)
        return result
    }

    /// The Gram matrix J'J, row-major and symmetric.
    ///
    /// - Complexity: O(T·K²/2 + K·S + S²).
    func gram() -> [Double] {
        var gram = [Double](repeating: 0, count: layout.count * layout.count)
        columns.withPointer { base in
            gram.withUnsafeMutableBufferPointer { gram in
                guard let gram = gram.baseAddress else { return }
                VectorKernels.addGram(
                    base, stride: columns.stride, columns: layout.smoothCount, to: gram, width: layout.count)
            }
        }
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

    /// Writes the products of the changepoints' columns into the upper triangle.
    private func fillChangepoints(_ gram: inout [Double]) {
        let width = layout.count
        let first = layout.smoothCount
        var weight = [Double](repeating: 1, count: columns.stride)
        columns.withPointer { base in
            for index in 0..<first {
                let column = base + index * columns.stride
                gram.replaceSubrange(
                    (index * width + first)..<((index + 1) * width),
                    with: hingeMoments(of: column, scratch: &weight).first)
            }
        }
        let moments: HingeSums.Moments
        if let factor {
            moments = factor.withUnsafeBufferPointer { hingeMoments(of: $0.baseAddress, scratch: &weight) }
        } else {
            moments = hinges.moments(of: weight)
        }
        for j in 0..<layout.changeCount {
            for l in j..<layout.changeCount {
                let distance = hinges.times[l] - hinges.times[j]
                gram[(first + j) * width + first + l] = moments.second[l] + distance * moments.first[l]
            }
        }
    }

    /// The sums of F times a padded vector over the hinges; the scratch vector is as long as the columns.
    private func hingeMoments(
        of vector: UnsafePointer<Double>?, scratch weight: inout [Double]
    ) -> HingeSums.Moments {
        guard let vector else { return hinges.moments(of: weight) }
        guard let factor else { return hinges.moments(of: vector) }
        factor.withUnsafeBufferPointer { factor in
            weight.withUnsafeMutableBufferPointer { weight in
                for row in weight.indices {
                    weight[row] = factor[row] * vector[row]
                }
            }
        }
        return hinges.moments(of: weight)
    }
}
