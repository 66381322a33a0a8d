import CKernels

/// Sums over contiguous columns, in a fixed order, so that equal input gives equal sums.
///
/// The loops are those of the C target, which uses the vector instructions of the processor at hand; columns
/// are laid out as in ``ColumnBlock``. Builds with and without optimisation give the same bits on one
/// machine.
enum VectorKernels {
    /// Whether the vector instructions of the processor are in use.
    static var isWide: Bool { ck_has_wide_vectors() != 0 }

    /// Runs something with plain C in place of vector instructions, on this thread only; for tests.
    static func withPlainC<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        ck_use_portable(1)
        defer { ck_use_portable(0) }
        return try body()
    }

    /// The scalar product of two vectors whose length is a multiple of the vector width.
    static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
        ck_dot(a, b, count)
    }

    /// Adds the scalar products of all pairs of columns to the upper triangle of a row-major matrix.
    ///
    /// - Parameters:
    ///   - x: The columns.
    ///   - stride: The length of a column with its padding.
    ///   - columns: The number of columns.
    ///   - gram: The matrix; what lies below the diagonal is left alone.
    ///   - width: The distance between rows of the matrix, at least the number of columns.
    /// - Complexity: O(stride·columns²/2).
    static func addGram(
        _ x: UnsafePointer<Double>, stride: Int, columns: Int, to gram: UnsafeMutablePointer<Double>,
        width: Int
    ) {
        ck_gram(x, stride, columns, gram, width)
    }

    /// Writes the scalar product of each column with a padded vector.
    static func correlate(
        _ x: UnsafePointer<Double>, stride: Int, columns: Int, with vector: UnsafePointer<Double>,
        into result: UnsafeMutablePointer<Double>
    ) {
        ck_correlate(x, stride, columns, vector, result)
    }

    /// Adds multiples of some columns to a padded vector, in the order given.
    static func add(
        _ x: UnsafePointer<Double>, stride: Int, selected: [Int], times factors: [Double],
        to vector: UnsafeMutablePointer<Double>
    ) {
        precondition(
            selected.count == factors.count,
            "factors must have \(selected.count) entries, was \(factors.count)")
        ck_combine(x, stride, selected, factors, selected.count, vector)
    }

    /// The sums of w, of (t - s) w and of (t - s)² w over consecutive ranges of rows.
    ///
    /// - Parameters:
    ///   - weight: The weight w of each row, at least as many as there are times.
    ///   - t: The times.
    ///   - starts: The first row of each range, and at the end that after the last one.
    ///   - centers: The time s of each range.
    /// - Returns: The three sums of the first range, then those of the second, and so on.
    static func segmentMoments(
        _ weight: UnsafePointer<Double>, t: [Double], starts: [Int], about centers: [Double]
    ) -> [Double] {
        precondition(
            starts.count == centers.count + 1 && (starts.last ?? 0) <= t.count,
            "starts must have \(centers.count + 1) entries up to \(t.count), was \(starts)")
        return [Double](unsafeUninitializedCapacity: 3 * centers.count) { buffer, count in
            guard let out = buffer.baseAddress else { return }
            ck_segment_moments(weight, t, starts, centers, centers.count, out)
            count = 3 * centers.count
        }
    }

    /// Writes sines and cosines of the multiples 2...order of angles whose own are the first two columns.
    ///
    /// - Parameters:
    ///   - columns: The columns sin, cos of the angles, then room for those of twice the angles, and so on.
    ///   - stride: The length of a column with its padding, and the distance between columns.
    ///   - order: The number of pairs of columns.
    static func fillHarmonics(_ columns: UnsafeMutablePointer<Double>, stride: Int, order: Int) {
        ck_fourier(columns, columns + stride, stride, order, stride, columns)
    }

    /// 1 / (1 + exp(-z)) of each number, to a few units in the last place.
    ///
    /// - Complexity: O(n).
    static func sigmoids(_ z: [Double]) -> [Double] {
        let padded = (z.count + ColumnBlock.width - 1) / ColumnBlock.width * ColumnBlock.width
        let input = z + [Double](repeating: 0, count: padded - z.count)
        return [Double](unsafeUninitializedCapacity: padded) { buffer, count in
            guard let out = buffer.baseAddress else { return }
            ck_sigmoid(input, padded, out)
            count = z.count
        }
    }
}
