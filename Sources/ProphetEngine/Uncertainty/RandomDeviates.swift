import RealModule

/// Random numbers of the distributions that a forecast needs, one at a time.
struct RandomDeviates: Sendable {
    private var generator: Xoshiro256

    /// Creates the numbers of a seed.
    init(seed: UInt64) {
        generator = Xoshiro256(seed: seed)
    }

    /// Random bits, such as the seed of other numbers.
    mutating func bits() -> UInt64 {
        generator.next()
    }

    /// A number that is uniform in 0..<1, a multiple of 2⁻⁵³.
    mutating func uniform() -> Double {
        Double(generator.next() >> 11) * 0x1p-53
    }

    /// A number that is uniform in 0..<n, of a count n that is small against 2⁶⁴.
    mutating func index(below count: Int) -> Int {
        Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A standard normal number, from the ziggurat of ``NormalTable``.
    mutating func normal() -> Double {
        let table = NormalTable.shared
        while true {
            let bits = generator.next()
            let layer = Int(bits & 255)
            let x = (Double(Int64(bitPattern: bits) >> 11) + 0.5) * table.widths[layer]
            if abs(x) < table.edges[layer] { return x }
            if let accepted = settle(x, layer: layer) { return accepted }
        }
    }

    /// What becomes of a number that the first test of its layer did not accept; nil to draw anew.
    mutating func settle(_ x: Double, layer: Int) -> Double? {
        guard layer > 0 else {
            let size = tail()
            return x < 0 ? -size : size
        }
        let heights = NormalTable.shared.heights
        let height = heights[layer] + uniform() * (heights[layer + 1] - heights[layer])
        return height < Double.exp(-x * x / 2) ? x : nil
    }

    /// A normal number beyond the layers: Marsaglia's method, an exponential number that is thinned out.
    private mutating func tail() -> Double {
        while true {
            let excess = exponential() / NormalTable.tail
            guard 2 * exponential() < excess * excess else { return NormalTable.tail + excess }
        }
    }

    /// An exponential number of mean 1, by inversion.
    mutating func exponential() -> Double {
        // In (0, 1], of which the logarithm is finite.
        -Double.log(1 - uniform())
    }

    /// A number with the Laplace distribution around 0: an exponential number with a random sign.
    mutating func laplace(scale: Double) -> Double {
        let bits = generator.next()
        let size = -scale * Double.log(1 - Double(bits >> 11) * 0x1p-53)
        // The number above is made of the bits from the eleventh on.
        return bits & 1 == 0 ? size : -size
    }
}
