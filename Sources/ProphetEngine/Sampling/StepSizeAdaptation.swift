import RealModule

/// Finds the step size at which moves are accepted as often as wanted: dual averaging.
///
/// Source: Hoffman and Gelman, "The No-U-Turn Sampler", Journal of Machine Learning Research 15, 2014,
/// section 3.2, with its constants.
struct StepSizeAdaptation: Sendable {
    private let target: Double
    private let anchor: Double
    private var count = 0.0
    private var error = 0.0
    private var logAverage = 0.0
    /// The step size to try next.
    private(set) var stepSize: Double

    private static let shrinkage = 0.05
    private static let delay = 10.0
    private static let forgetting = 0.75

    init(stepSize: Double, target: Double) {
        self.stepSize = stepSize
        self.target = target
        anchor = Double.log(10 * stepSize)
    }

    /// Takes in the mean acceptance probability of a move.
    mutating func update(acceptance: Double) {
        count += 1
        let share = 1 / (count + Self.delay)
        error += share * (target - acceptance - error)
        let logStep = anchor - error * count.squareRoot() / Self.shrinkage
        let weight = Double.pow(count, -Self.forgetting)
        logAverage += weight * (logStep - logAverage)
        stepSize = Double.exp(logStep)
    }

    /// The step size to keep: the average of those tried, late ones counting most.
    var averaged: Double { count > 0 ? Double.exp(logAverage) : stepSize }
}
