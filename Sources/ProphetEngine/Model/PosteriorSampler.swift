/// How the posterior is explored when a model asks for draws.
public enum PosteriorSampler: String, Hashable, Sendable, CaseIterable {
    /// The No-U-Turn sampler: exact up to Monte-Carlo error.
    case nuts
    /// Normal draws with the curvature at the optimum: cheap, and close when the data are many.
    case laplace
}
