import RealModule

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

    /// Writes the 2·order columns of times in milliseconds, beginning at a column.
    func fill(_ block: inout ColumnBlock, from first: Int, times: [Int64]) {
        let length = period * 86_400_000
        let stride = block.stride
        block.withColumns { values in
            for (row, time) in times.enumerated() {
                let phase = Double(time).remainder(dividingBy: length) / length
                let sine = Double.sin(2 * .pi * phase)
                let cosine = Double.cos(2 * .pi * phase)
                var s = sine
                var c = cosine
                for pair in 0..<order {
                    let column = first + 2 * pair
                    values[column * stride + row] = s
                    values[(column + 1) * stride + row] = c
                    (s, c) = (s * cosine + c * sine, c * cosine - s * sine)
                }
            }
        }
    }
}
