/// The parameters of a model, in scaled units of time and value.
///
/// Letters are Prophet's. S is the number of changepoints (1 when there are none), K the number of feature
/// columns (at least 1).
public struct ProphetParameters: Hashable, Sendable {
    /// The rate of the trend at the start.
    public var k: Double
    /// The level of the trend at the start.
    public var m: Double
    /// The change of the rate at each changepoint, shape S.
    public var delta: [Double]
    /// The coefficient of each feature column, shape K.
    public var beta: [Double]
    /// The standard deviation of an observation.
    public var sigma: Double

    /// Creates parameters.
    public init(k: Double, m: Double, delta: [Double], beta: [Double], sigma: Double) {
        self.k = k
        self.m = m
        self.delta = delta
        self.beta = beta
        self.sigma = sigma
    }
}
