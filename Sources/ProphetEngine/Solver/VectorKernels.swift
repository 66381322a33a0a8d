/// Sums over contiguous numbers, four at a time in a fixed order, so that equal input gives equal sums.
///
/// Multiplication and addition stay separate: a fused operation would be a library call on the default
/// target.
enum VectorKernels {
    private typealias Vector = SIMD4<Double>

    private static func load(_ pointer: UnsafePointer<Double>, _ index: Int) -> Vector {
        UnsafeRawPointer(pointer + index).loadUnaligned(as: Vector.self)
    }

    /// The scalar product of two vectors whose length is a multiple of the vector width.
    static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
        var sum = Vector.zero
        var index = 0
        while index < count {
            sum += load(a, index) * load(b, index)
            index += ColumnBlock.width
        }
        return sum.sum()
    }

    /// The four scalar products of two pairs of vectors, which read each vector half as often as single ones.
    static func dot2x2(
        _ a0: UnsafePointer<Double>, _ a1: UnsafePointer<Double>,
        _ b0: UnsafePointer<Double>, _ b1: UnsafePointer<Double>, count: Int
    ) -> (Double, Double, Double, Double) {
        var sum00 = Vector.zero
        var sum01 = Vector.zero
        var sum10 = Vector.zero
        var sum11 = Vector.zero
        var index = 0
        while index < count {
            let u0 = load(a0, index)
            let u1 = load(a1, index)
            let v0 = load(b0, index)
            let v1 = load(b1, index)
            sum00 += u0 * v0
            sum01 += u0 * v1
            sum10 += u1 * v0
            sum11 += u1 * v1
            index += ColumnBlock.width
        }
        return (sum00.sum(), sum01.sum(), sum10.sum(), sum11.sum())
    }

    /// The sums of w, of (t - s) w and of (t - s)² w over some rows.
    static func moments(
        _ weight: [Double], t: [Double], rows: Range<Int>, about s: Double
    ) -> (Double, Double, Double) {
        weight.withUnsafeBufferPointer { weight in
            t.withUnsafeBufferPointer { t in
                guard let w = weight.baseAddress, let t = t.baseAddress else { return (0, 0, 0) }
                var zeroth = Vector.zero
                var first = Vector.zero
                var second = Vector.zero
                let center = Vector(repeating: s)
                var index = rows.lowerBound
                while index + ColumnBlock.width <= rows.upperBound {
                    let weight = load(w, index)
                    let distance = load(t, index) - center
                    let lever = distance * weight
                    zeroth += weight
                    first += lever
                    second += lever * distance
                    index += ColumnBlock.width
                }
                var sums = (zeroth.sum(), first.sum(), second.sum())
                while index < rows.upperBound {
                    let distance = t[index] - s
                    sums.0 += w[index]
                    sums.1 += distance * w[index]
                    sums.2 += distance * distance * w[index]
                    index += 1
                }
                return sums
            }
        }
    }
}
