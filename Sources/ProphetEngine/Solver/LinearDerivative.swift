/// The derivative of a linear mean and its Gram matrix, which depend neither on parameters nor on priors.
struct LinearDerivative: Sendable {
    let jacobian: Jacobian
    let gram: [Double]

    /// The derivative of a posterior; nil if its mean is not linear.
    ///
    /// - Complexity: O(T·K² + K·S + S²).
    init?(posterior: Posterior) {
        guard posterior.isLinear else { return nil }
        jacobian = Jacobian(posterior: posterior)
        gram = jacobian.gram()
    }
}
