import CKernels

/// Many standard normal numbers at a time.
///
/// Four generators run side by side; the few numbers that the ziggurat's first test does not accept are
/// settled one by one. The same seed gives the same numbers on every machine, but for the rounding of exp in
/// some of every hundred.
struct NormalStream: Sendable {
    private var state: [UInt64]
    private var single: RandomDeviates
    private var bits = [UInt64](repeating: 0, count: Self.block)
    private var rejected = [Int32](repeating: 0, count: Self.block)

    /// Numbers made at once: few enough for the nearest cache.
    private static let block = 1024

    /// Creates the numbers of a seed.
    init(seed: UInt64) {
        var seeds = SplitMix64(seed: seed)
        state = (0..<16).map { _ in seeds.next() }
        single = RandomDeviates(seed: seeds.next())
    }

    /// Fills an array, whose count is a multiple of four.
    mutating func fill(_ values: inout [Double]) {
        let table = NormalTable.shared
        values.withUnsafeMutableBufferPointer { values in
            var start = 0
            while let base = values.baseAddress, start < values.count {
                let count = min(Self.block, values.count - start)
                let out = base + start
                ck_random_bits(&state, &bits, count)
                let failures = ck_ziggurat(bits, count, table.widths, table.edges, out, &rejected)
                for index in rejected[..<failures] {
                    let index = Int(index)
                    let layer = Int(bits[index] & 255)
                    out[index] = single.settle(out[index], layer: layer) ?? single.normal()
                }
                start += count
            }
        }
    }
}
