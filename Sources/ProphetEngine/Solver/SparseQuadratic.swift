/// Minimises ½ (x - c)' S (x - c) - q' (x - c) + lambda Σ|x_j| exactly, by an active set.
///
/// On the active variables, whose signs are fixed, this is a linear system. If its solution would change a
/// sign, go only to the first zero and drop that variable; if it keeps all signs, add the zero variable whose
/// gradient exceeds lambda most; end when none does. Each step lowers the objective, so no active set comes
/// twice.
struct SparseQuadratic {
    /// The matrix S, row-major and symmetric positive definite.
    let matrix: [Double]
    /// The negative gradient q of the smooth part at c.
    let gradient: [Double]
    /// The point c.
    let center: [Double]
    /// The weight lambda of the absolute values.
    let lambda: Double
    /// The rounding error of a gradient: a smaller excess over lambda activates nothing.
    let noise: Double

    /// Finds the minimum.
    ///
    /// - Parameter start: A point to start from; close to the minimum it saves steps.
    /// - Returns: The minimum, the number of linear systems solved, and whether each of them was positive
    ///   definite.
    /// - Complexity: O(a³) for each of the steps, a being the number of variables that are not 0.
    func minimise(from start: [Double]) -> (x: [Double], solves: Int, isConvex: Bool) {
        let count = center.count
        var x = start
        var sign = start.map { $0 == 0 ? 0.0 : $0 > 0 ? 1 : -1 }
        var isBlocked = [Bool](repeating: false, count: count)
        var solves = 0
        var isConvex = true
        while solves < 40 * count + 40 {
            let active = x.indices.filter { sign[$0] != 0 }
            let (target, isDefinite) = solve(active, sign: sign)
            isConvex = isConvex && isDefinite
            solves += active.isEmpty ? 0 : 1
            var step = 1.0
            var crossing: Int?
            for (index, variable) in active.enumerated() where target[index] * sign[variable] <= 0 {
                let reach = x[variable] == 0 ? 0 : x[variable] / (x[variable] - target[index])
                if reach < step || crossing == nil {
                    step = reach
                    crossing = variable
                }
            }
            for (index, variable) in active.enumerated() {
                x[variable] = step == 1 ? target[index] : x[variable] + step * (target[index] - x[variable])
            }
            if let crossing {
                // A variable that turns back at once was added by a rounding error.
                isBlocked[crossing] = isBlocked[crossing] || step == 0
                x[crossing] = 0
                sign[crossing] = 0
                continue
            }
            guard let (entering, direction) = mostViolated(x, sign: sign, isBlocked: isBlocked) else { break }
            sign[entering] = direction
        }
        return (x, solves, isConvex)
    }

    /// The zero variable whose gradient exceeds lambda most, and the sign it would take.
    private func mostViolated(_ x: [Double], sign: [Double], isBlocked: [Bool]) -> (Int, Double)? {
        let count = center.count
        var result: (Int, Double)?
        var largest = lambda + max(noise, lambda * 1e-13)
        for variable in 0..<count where sign[variable] == 0 && !isBlocked[variable] {
            var slope = gradient[variable]
            for other in 0..<count {
                slope -= matrix[variable * count + other] * (x[other] - center[other])
            }
            if abs(slope) > largest {
                largest = abs(slope)
                result = (variable, slope > 0 ? 1 : -1)
            }
        }
        return result
    }

    /// The minimum over the active variables with their signs fixed and all others 0.
    private func solve(_ active: [Int], sign: [Double]) -> (target: [Double], isDefinite: Bool) {
        guard !active.isEmpty else { return ([], true) }
        let count = center.count
        let size = active.count
        var system = [Double](repeating: 0, count: size * size)
        var right = [Double](repeating: 0, count: size)
        for (row, variable) in active.enumerated() {
            var sum = gradient[variable] - lambda * sign[variable]
            for other in 0..<count where sign[other] == 0 && center[other] != 0 {
                sum += matrix[variable * count + other] * center[other]
            }
            right[row] = sum
            for (column, other) in active[...row].enumerated() {
                system[column * size + row] = matrix[variable * count + other]
            }
        }
        let floor = active.map { 1e-15 * matrix[$0 * count + $0] }
        let factored = ReducedSystem(system, leading: size, floor: floor)
        let step = factored.expand(factored.reduce(right).leading, trailing: [])
        return (zip(active, step).map { center[$0] + $1 }, factored.isPositiveDefinite)
    }
}
