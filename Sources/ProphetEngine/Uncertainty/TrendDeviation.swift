import RealModule

/// The exact distribution of how far a linear trend is from its forecast, at one future row after the other.
///
/// At the n-th row the deviation is the sum over i in 0..<n of independent terms, each 0 with probability 1 - q
/// and else a Laplace number of scale b_i = d·b·(i + ½): Prophet's regular grid of rate changes, in which the
/// newest change has moved the trend least. Its moment generating function
/// `M(s) = Π (1 - q + q / (1 - b_i² s²))` has all its poles on the real axis, so the tail probability
/// `P(D > x) = 1/(2πi) ∫ M(s) exp(-s x) / s ds` may be integrated along a hyperbola that opens to the right,
/// where exp(-s x) decays; normal noise of standard deviation σ multiplies M by exp(σ² s²/2), which decays
/// there as well. The trapezoidal rule on such a contour converges exponentially, whatever the ratio of the
/// scales, and M goes from row to row by one factor at each node. Contours of this kind: Weideman and
/// Trefethen, "Parabolic and Hyperbolic Contours for Computing the Bromwich Integral", Mathematics of
/// Computation 76, 2007.
struct TrendDeviation: Sendable {
    /// A point of the contour with what belongs to it.
    private struct Node: Sendable {
        /// s.
        let place: (re: Double, im: Double)
        /// The weight of a density at s, and that of a tail probability, which is divided by s.
        let weight: (re: Double, im: Double)
        let tailWeight: (re: Double, im: Double)
        /// M(s) without the part of the paths that never changed.
        var moment: (re: Double, im: Double) = (0, 0)
    }

    /// The noise beside which the trend's deviation does not count: a billion times its spread.
    let largestNoise: Double

    private let probability: Double
    /// The scale d·b of a change.
    private let scale: Double
    private var nodes: [Node] = []
    /// The number of rows so far.
    private var count = 0
    /// The probability that the rate has not changed so far.
    private var unchanged = 1.0

    /// The angle of the contour's ends: beyond 45 degrees, where a normal distribution's function decays, and
    /// as far from there as from the pole of 1/s.
    private static let angle = 3 * Double.pi / 8
    /// The distance between nodes.
    ///
    /// The function is analytic an eighth of pi to both sides, so the error is of
    /// the order of exp(-2π·(π/8)/spacing), 1e-13.
    private static let spacing = 0.0825

    /// Creates the distribution before the first future row.
    ///
    /// - Parameters:
    ///   - changes: How often and by how much the rate changes.
    ///   - rows: The number of future rows.
    ///   - noise: The largest standard deviation of noise that will be asked for, up to ``largestNoise``.
    init(changes: RateChanges, rows: Int, noise: Double) {
        probability = min(1, max(0, changes.probability))
        scale = changes.step * changes.scale
        guard scale > 0, probability > 0 else {
            largestNoise = 0
            return
        }
        let largest = scale * (Double(rows) - 0.5)
        // The variance of a sum of terms 2·q·b_i².
        let cube = Double(rows) * (4 * Double(rows) * Double(rows) - 1) / 12
        let variance = 2 * probability * scale * scale * cube
        let spread = largest + variance.squareRoot()
        largestNoise = 1e9 * spread
        let width = spread + min(noise, largestNoise)
        // Beyond this M is 1e-13 or less: it falls with the square of the smallest scale, d·b/2.
        let end = 6e6 / (scale / 2)
        let last = max(1, Int((Double.log(2 * end * width) / Self.spacing).rounded(.up)))
        nodes = (0...last).map { Self.node($0, size: 1 / width) }
    }

    /// The node of a number along the contour s(θ) = size·cosh(θ + i·angle).
    private static func node(_ number: Int, size: Double) -> Node {
        let theta = Double(number) * spacing
        let (cosh, sinh) = (Double.cosh(theta), Double.sinh(theta))
        let (cos, sin) = (Double.cos(angle), Double.sin(angle))
        let place = (re: size * cosh * cos, im: size * sinh * sin)
        // The lower half of the contour mirrors the upper one; the node between them counts half.
        let factor = spacing / Double.pi * (number == 0 ? 0.5 : 1)
        let weight = (re: factor * size * sinh * cos, im: factor * size * cosh * sin)
        let square = place.re * place.re + place.im * place.im
        let tailWeight = (
            re: (weight.re * place.re + weight.im * place.im) / square,
            im: (weight.im * place.re - weight.re * place.im) / square
        )
        return Node(place: place, weight: weight, tailWeight: tailWeight)
    }

    /// Moves on to the next row.
    ///
    /// - Complexity: O(1) for each of some 200 nodes.
    mutating func advance() {
        let size = scale * (Double(count) + 0.5)
        count += 1
        let q = probability
        for index in nodes.indices {
            let s = nodes[index].place
            // 1 - b² s², and its inverse, the moment generating function of a change.
            let re = 1 - size * size * (s.re * s.re - s.im * s.im)
            let im = -2 * size * size * s.re * s.im
            let square = re * re + im * im
            let change = (re: q * re / square, im: -q * im / square)
            let factor = (re: 1 - q + change.re, im: change.im)
            let moment = nodes[index].moment
            nodes[index].moment = (
                re: factor.re * moment.re - factor.im * moment.im + unchanged * change.re,
                im: factor.re * moment.im + factor.im * moment.re + unchanged * change.im
            )
        }
        unchanged *= 1 - q
    }

    /// The probability to exceed a positive number, and the density there.
    ///
    /// - Complexity: O(1) for each node.
    func tail(beyond x: Double, noise: Double = 0) -> (probability: Double, density: Double) {
        var (tail, density) = (0.0, 0.0)
        for node in nodes {
            let s = node.place
            let exponent = noise * noise * (s.re * s.re - s.im * s.im) / 2 - s.re * x
            // Real parts grow along the contour; what is left is nothing.
            guard exponent > -45 else { break }
            let size = Double.exp(exponent)
            let phase = noise * noise * s.re * s.im - s.im * x
            let (re, im) = (size * Double.cos(phase), size * Double.sin(phase))
            let value = (
                re: re * node.moment.re - im * node.moment.im,
                im: re * node.moment.im + im * node.moment.re
            )
            tail += value.re * node.tailWeight.im + value.im * node.tailWeight.re
            density += value.re * node.weight.im + value.im * node.weight.re
        }
        if noise > 0 {
            let z = x / noise
            tail += unchanged * Double.erfc(z / 2.0.squareRoot()) / 2
            density += unchanged * Double.exp(-z * z / 2) / (noise * (2 * Double.pi).squareRoot())
        }
        return (tail, density)
    }

    /// The number that is exceeded with a probability below a half; without noise it is 0 where the rate has
    /// not changed with so much probability.
    ///
    /// Newton's method: the tail is convex, so that from below the steps never go too far.
    ///
    /// - Parameters:
    ///   - upperTail: The probability.
    ///   - noise: The standard deviation of normal noise that is added.
    ///   - start: A number near the result; that of the row before is.
    /// - Returns: The quantile, to about 1e-12 of itself.
    func quantile(upperTail: Double, noise: Double = 0, near start: Double) -> Double {
        guard noise > 0 || (1 - unchanged) / 2 > upperTail else { return 0 }
        var x = start
        for _ in 0..<200 {
            let (probability, density) = tail(beyond: x, noise: noise)
            guard density > 0 else { break }
            let next = max(0, x + (probability - upperTail) / density)
            let isDone = abs(next - x) <= 1e-12 * x
            x = next
            if isDone { break }
        }
        return x
    }
}
