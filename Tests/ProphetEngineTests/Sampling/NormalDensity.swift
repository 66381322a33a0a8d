@testable import ProphetEngine

/// A normal density of a given precision matrix around a given centre.
struct NormalDensity: DifferentiableDensity {
    let center: [Double]
    /// Row-major.
    let precision: [Double]

    var count: Int { center.count }

    func value(at x: [Double], gradient: inout [Double]) -> Double {
        var sum = 0.0
        for row in 0..<count {
            gradient[row] = 0
            for column in 0..<count {
                gradient[row] -= precision[row * count + column] * (x[column] - center[column])
            }
            sum += gradient[row] * (x[row] - center[row]) / 2
        }
        return sum
    }
}
