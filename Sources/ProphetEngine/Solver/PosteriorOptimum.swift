/// The maximum of a posterior, and what it took to find it.
struct PosteriorOptimum: Sendable {
    let parameters: ProphetParameters
    let logDensity: Double
    /// The largest subgradient that remains.
    let kktResidual: Double
    /// Whether sigma was stopped because there is no maximum.
    let isAtSigmaFloor: Bool
    let rounds: Int
    let gramPasses: Int
    let factorisations: Int
}
