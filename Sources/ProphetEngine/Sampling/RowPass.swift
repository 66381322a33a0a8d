/// One evaluation of a model over all rows, in memory that is handed in.
struct RowPass {
    private let posterior: Posterior
    private let starts: [Int]
    private let columns: RowSquares.Columns
    private let stride: Int
    private let first: Int
    private let line: UnsafeMutablePointer<Double>
    private let additive: UnsafeMutablePointer<Double>
    private let factor: UnsafeMutablePointer<Double>
    /// The residuals, which weigh the additive columns.
    private let residual: UnsafeMutablePointer<Double>
    /// The residuals times the trend, which weigh the multiplicative columns.
    private let trendWeight: UnsafeMutablePointer<Double>
    /// The residuals times the derivative of the mean by the broken line.
    private let lineWeight: UnsafeMutablePointer<Double>

    /// Six numbers for each row, padded to the stride of the columns.
    init(
        posterior: Posterior, starts: [Int], columns: RowSquares.Columns, stride: Int,
        base: UnsafeMutablePointer<Double>
    ) {
        self.posterior = posterior
        self.starts = starts
        self.columns = columns
        self.stride = stride
        first = SampleLayout.coefficients
        line = base
        additive = base + stride
        factor = base + 2 * stride
        residual = base + 3 * stride
        trendWeight = base + 4 * stride
        lineWeight = base + 5 * stride
    }

    private var changes: Int { first + posterior.features.columns.count }

    /// The sum of squared residuals; the weights are kept for the derivative.
    mutating func residuals(at x: UnsafePointer<Double>) -> Double {
        fillLine(x)
        for row in 0..<stride {
            additive[row] = 0
            factor[row] = 1
        }
        let values = posterior.features.values
        values.withPointer { base in
            for (selected, target) in [(columns.additive, additive), (columns.multiplicative, factor)] {
                VectorKernels.add(
                    base + values.prefix * stride, stride: stride, selected: selected,
                    times: selected.map { x[first + $0] }, to: target)
            }
        }
        let isLogistic = posterior.trend.growth == .logistic
        return posterior.y.withUnsafeBufferPointer { y in
            posterior.caps.withUnsafeBufferPointer { caps in
                var squares = 0.0
                for row in 0..<posterior.t.count {
                    var trend = line[row]
                    var slope = 1.0
                    if isLogistic {
                        let share = PiecewiseTrend.sigmoid(trend)
                        trend = caps[row] * share
                        slope = trend * (1 - share)
                    }
                    let rest = y[row] - trend * factor[row] - additive[row]
                    squares += rest * rest
                    residual[row] = rest
                    trendWeight[row] = rest * trend
                    lineWeight[row] = rest * factor[row] * slope
                }
                return squares
            }
        }
    }

    /// The broken line: each piece starts from its changepoint, where values are small.
    private func fillLine(_ x: UnsafePointer<Double>) {
        guard posterior.trend.growth != .flat else {
            for row in 0..<stride {
                line[row] = x[1]
            }
            return
        }
        let times = posterior.trend.changepointTimes
        var rate = x[0]
        var level = posterior.trend.growth == .logistic ? -x[1] : x[1]
        var start = 0.0
        var row = 0
        posterior.t.withUnsafeBufferPointer { t in
            for piece in 0..<starts.count {
                let end = starts[piece]
                while row < end {
                    line[row] = level + rate * (t[row] - start)
                    row += 1
                }
                guard piece < times.count else { break }
                level += rate * (times[piece] - start)
                start = times[piece]
                rate += x[changes + piece]
            }
        }
    }

    /// Half the derivative of the sum of squares: minus the sums of the columns times their weights.
    func slopes(at x: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
        let values = posterior.features.values
        // Rows are padded with zeros in the columns, so whatever the weights hold there does not count.
        values.withPointer { base in
            let base = base + values.prefix * stride
            if columns.multiplicative.isEmpty || columns.additive.isEmpty {
                let weight = columns.multiplicative.isEmpty ? residual : trendWeight
                VectorKernels.correlate(
                    base, stride: stride, columns: values.columns, with: weight, into: result + first)
            } else {
                for (selected, weight) in [
                    (columns.additive, residual), (columns.multiplicative, trendWeight),
                ] {
                    for index in selected {
                        result[first + index] = VectorKernels.dot(
                            base + index * stride, weight, count: stride)
                    }
                }
            }
        }
        for index in first..<changes {
            result[index] = -result[index]
        }
        let times = posterior.trend.changepointTimes
        let isFlat = posterior.trend.growth == .flat
        var zeroth = 0.0
        var moment = 0.0
        posterior.t.withUnsafeBufferPointer { t in
            // From the last piece to the one before the first changepoint, whose hinge starts at time 0.
            for piece in Swift.stride(from: times.count, through: 0, by: -1) {
                let time = piece > 0 ? times[piece - 1] : 0
                let next = piece < times.count ? times[piece] : time
                moment += (next - time) * zeroth
                let rows = (piece > 0 ? starts[piece - 1] : 0)..<starts[piece]
                for row in rows {
                    let weight = lineWeight[row]
                    zeroth += weight
                    moment += (t[row] - time) * weight
                }
                if piece > 0 {
                    result[changes + piece - 1] = isFlat ? 0 : -moment
                }
            }
        }
        switch posterior.trend.growth {
        case .flat:
            result[0] = 0
            result[1] = -zeroth
        case .linear:
            result[0] = -moment
            result[1] = -zeroth
        case .logistic:
            result[0] = -moment
            result[1] = zeroth
        }
    }
}
