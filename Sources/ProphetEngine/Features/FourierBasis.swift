/// Sines and cosines of a period and its fractions, counted from 1970-01-01 00:00 UTC.
///
/// Columns are sin, cos of 2π·x/period, then of twice that, and so on. The phase is reduced to one period
/// before any rounding, and higher orders come by the addition theorem; so the values are more exact than
/// those of a direct evaluation, from which they differ by some 1e-11 for a date of today.
struct FourierBasis: Sendable {
    /// The period in days.
    let period: Double
    /// The number of pairs.
    let order: Int

    private typealias Vector = SIMD4<Double>

    /// Writes the 2·order columns of times in milliseconds, beginning at a column of zeros.
    ///
    /// - Complexity: O(T·order).
    func fill(_ block: inout ColumnBlock, from first: Int, times: [Int64]) {
        let length = period * 86_400_000
        let isWhole = length == length.rounded() && length <= 0x1p53
        let stride = block.stride
        block.withColumns { values in
            guard let base = values.baseAddress else { return }
            let columns = base + first * stride
            for row in Swift.stride(from: 0, to: times.count, by: Vector.scalarCount) {
                let count = min(Vector.scalarCount, times.count - row)
                var phase = Vector.zero
                if isWhole, count == Vector.scalarCount {
                    let time = Vector(
                        Double(times[row]), Double(times[row + 1]), Double(times[row + 2]),
                        Double(times[row + 3]))
                    // Whole numbers below 2⁵³: product and difference are exact.
                    let turns = (time / length).rounded(.toNearestOrEven)
                    phase = (time - turns * length) / length
                } else {
                    for lane in 0..<count {
                        phase[lane] = Double(times[row + lane]).remainder(dividingBy: length) / length
                    }
                }
                let (sine, cosine) = Self.sineAndCosine(turns: phase)
                if count == Vector.scalarCount {
                    UnsafeMutableRawPointer(columns + row).storeBytes(of: sine, as: Vector.self)
                    UnsafeMutableRawPointer(columns + stride + row).storeBytes(of: cosine, as: Vector.self)
                    continue
                }
                for lane in 0..<count {
                    columns[row + lane] = sine[lane]
                    columns[stride + row + lane] = cosine[lane]
                }
            }
            VectorKernels.fillHarmonics(columns, stride: stride, order: order)
        }
    }

    /// The coefficients of the Taylor series of sin(x)/x and cos(x) in powers of x², to x¹⁶.
    private static let sineSeries: [Double] = series(from: 1)
    private static let cosineSeries: [Double] = series(from: 0)

    private static func series(from start: Int) -> [Double] {
        var term = 1.0
        return (0...8).map { index in
            defer { term /= -Double((2 * index + start + 1) * (2 * index + start + 2)) }
            return term
        }
    }

    /// sin(2πp) and cos(2πp) of phases p in -½...½, to about an ulp.
    ///
    /// The phase is brought to an eighth of a turn around a multiple of a quarter, where the series converge
    /// to double precision.
    private static func sineAndCosine(turns phase: Vector) -> (Vector, Vector) {
        let quarter = (phase * 4).rounded(.toNearestOrEven)
        let x = (phase - quarter * 0.25) * (2 * Double.pi)
        let square = x * x
        var s = Vector(repeating: sineSeries[8])
        var c = Vector(repeating: cosineSeries[8])
        for index in Swift.stride(from: 7, through: 0, by: -1) {
            s = s * square + sineSeries[index]
            c = c * square + cosineSeries[index]
        }
        s *= x
        let isOdd = (quarter * quarter) .== Vector(repeating: 1)
        let isHalf = (quarter * quarter) .== Vector(repeating: 4)
        // One quarter turns (s, c) into ±(c, -s), two into (-s, -c).
        let sine = s.replacing(with: c * quarter, where: isOdd).replacing(with: -s, where: isHalf)
        let cosine = c.replacing(with: -s * quarter, where: isOdd).replacing(with: -c, where: isHalf)
        return (sine, cosine)
    }
}
