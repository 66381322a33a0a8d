import RealModule

/// The layers of the ziggurat under the normal density f(x) = exp(-x²/2), x ≥ 0.
///
/// 256 layers of equal area: layer i from 1 is the rectangle from f(x_i) to f(x_i+1) that is x_i wide, layer
/// 0 holds what is below f(x_1), the tail beyond x_1 included. Source: Marsaglia and Tsang, "The Ziggurat
/// Method for Generating Random Variables", Journal of Statistical Software 5, 2000; with separate random
/// bits for layer and number, as Doornik, "An Improved Ziggurat Method to Generate Normal Random Samples",
/// 2005, asks for.
struct NormalTable: Sendable {
    /// The number of layers.
    static let layers = 256
    /// The layers.
    static let shared = NormalTable()

    /// Where the tail begins.
    static let tail = 3.6541528853610088

    /// The width of each layer divided by 2⁵², so that it turns a signed integer of 53 bits into a number.
    let widths: [Double]
    /// The size below which a number of a layer is under the density for certain.
    let edges: [Double]
    /// The density at the bottom of each layer from 1 on, and at the end 1.
    let heights: [Double]

    private init() {
        let density = { (x: Double) in Double.exp(-x * x / 2) }
        let tail = Self.tail
        let area =
            tail * density(tail) + (Double.pi / 2).squareRoot() * Double.erfc(tail / 2.0.squareRoot())
        var x = [area / density(tail), tail]
        var heights = [0, density(tail)]
        for layer in 1..<(Self.layers - 1) {
            let height = heights[layer] + area / x[layer]
            heights.append(height)
            x.append((-2 * Double.log(height)).squareRoot())
        }
        // The area has been chosen for the topmost layer to end where the density does.
        heights.append(1)
        x.append(0)
        widths = x[..<Self.layers].map { $0 * 0x1p-52 }
        edges = Array(x[1...])
        self.heights = heights
    }
}
