/// The covariance of the positions of a window, held to that of the window before as long as they are few.
struct CovarianceEstimate {
    private let count: Int
    private var prior: [Double]
    private var positions: [[Double]] = []

    /// Begins with the covariance L L'.
    init(factor: CholeskyFactor) {
        count = factor.count
        prior = factor.product()
    }

    /// Takes in a position.
    mutating func add(_ position: [Double]) {
        positions.append(position)
    }

    /// The factor of the new covariance, which the next window begins with; nil if it has none.
    ///
    /// The old covariance counts as much as 5 positions more than there are parameters.
    ///
    /// - Complexity: O(n p² + p³) for n positions of p parameters.
    mutating func closeWindow() -> CholeskyFactor? {
        let number = Double(positions.count)
        let weight = Double(count + 5)
        var mean = [Double](repeating: 0, count: count)
        for position in positions {
            for index in 0..<count {
                mean[index] += position[index] / number
            }
        }
        var sum = prior.map { $0 * weight }
        sum.withUnsafeMutableBufferPointer { sum in
            for position in positions {
                for row in 0..<count {
                    let deviation = position[row] - mean[row]
                    for column in 0...row {
                        sum[row * count + column] += deviation * (position[column] - mean[column])
                    }
                }
            }
            for row in 0..<count {
                for column in 0...row {
                    sum[row * count + column] /= number + weight
                    sum[column * count + row] = sum[row * count + column]
                }
            }
        }
        positions.removeAll(keepingCapacity: true)
        guard let factor = CholeskyFactor(sum, count: count) else { return nil }
        prior = sum
        return factor
    }
}
