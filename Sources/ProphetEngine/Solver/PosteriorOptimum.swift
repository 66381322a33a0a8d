/// The maximum of a posterior, and what it took to find it.
struct PosteriorOptimum: Sendable {
    let parameters: ProphetParameters
    let logDensity: Double
    /// The largest subgradient that remains.
    let kktResidual: Double
    /// Whether sigma was stopped because there is no maximum.
    let isAtSigmaFloor: Bool
    /// Whether the subgradient is as small as it is meant to be; else the density rose no further.
    let isExact: Bool
    let rounds: Int
    let gramPasses: Int
    let factorisations: Int
}
