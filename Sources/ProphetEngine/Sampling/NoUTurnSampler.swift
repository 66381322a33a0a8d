import RealModule

/// Moves of the No-U-Turn sampler: Hamiltonian paths that grow until they turn back.
///
/// The path doubles forwards or backwards in time; its next point is drawn from all its points by their
/// density, with a bias to the later half. Momenta are kept in coordinates in which the metric is the
/// identity: positions move by L times momentum, where L L' approximates the covariance of the density.
///
/// Source: Hoffman and Gelman, "The No-U-Turn Sampler", Journal of Machine Learning Research 15, 2014;
/// Betancourt, "A Conceptual Introduction to Hamiltonian Monte Carlo", arXiv:1701.02434, appendix A, for the
/// draw of the point and the criterion of turning.
struct NoUTurnSampler<Density: DifferentiableDensity> {
    /// The doublings after which a path ends, turned or not.
    static var maximumDepth: Int { 10 }
    /// The error of the energy from which a path is called divergent.
    static var divergentError: Double { 1000 }

    private var density: Density
    private var gradient: [Double]
    private(set) var metric: CholeskyFactor
    var stepSize: Double
    var random: RandomDeviates
    private(set) var current: Point

    /// A point of a path.
    struct Point {
        var position: [Double]
        var momentum: [Double]
        /// L' times the gradient of the log density.
        var force: [Double]
        var logDensity: Double
    }

    /// What a move went through.
    struct Move {
        /// The mean probability with which the points of the path would be accepted.
        var acceptance = 0.0
        /// The number of gradients.
        var leaves = 0
        /// Whether the energy was lost on the way.
        var isDivergent = false
        /// Whether the path had not turned when it had to end.
        var isSaturated = false
    }

    /// Half of a path, in the order in which it was made.
    private struct Subpath {
        var firstMomentum: [Double]
        var lastMomentum: [Double]
        var momentumSum: [Double]
        /// The logarithm of the sum of the weights of its points.
        var logWeight: Double
        var proposal: Point
    }

    /// Creates a sampler that stands at a point.
    init(
        density: Density, position: [Double], metric: CholeskyFactor, stepSize: Double, random: RandomDeviates
    ) {
        self.density = density
        self.metric = metric
        self.stepSize = stepSize
        self.random = random
        let zeros = [Double](repeating: 0, count: position.count)
        gradient = zeros
        current = Point(position: position, momentum: zeros, force: zeros, logDensity: 0)
        change(metric: metric)
    }

    /// The position after the last move.
    var position: [Double] { current.position }

    /// Draws the next position.
    mutating func move() -> Move {
        var move = Move()
        drawMomentum()
        let energy = Self.energy(current)
        var ends = (backward: current, forward: current)
        var sum = current.momentum
        var logWeight = 0.0
        var depth = 0
        while depth < Self.maximumDepth {
            let isForward = random.uniform() < 0.5
            var end = isForward ? ends.forward : ends.backward
            let far = isForward ? ends.backward.momentum : ends.forward.momentum
            let near = end.momentum
            let step = isForward ? stepSize : -stepSize
            guard
                let path = grow(depth: depth, from: &end, step: step, energy: energy, &move)
            else { break }
            depth += 1
            if isForward { ends.forward = end } else { ends.backward = end }
            if random.uniform() < Double.exp(path.logWeight - logWeight) {
                current = path.proposal
            }
            logWeight = Self.logSum(logWeight, path.logWeight)
            let whole = Self.sum(sum, path.momentumSum)
            let goesOn =
                Self.goesOn(far, path.lastMomentum, along: whole)
                && Self.goesOn(far, path.firstMomentum, along: Self.sum(sum, path.firstMomentum))
                && Self.goesOn(near, path.lastMomentum, along: Self.sum(near, path.momentumSum))
            sum = whole
            guard goesOn else { break }
            move.isSaturated = depth == Self.maximumDepth
        }
        move.acceptance /= Double(max(1, move.leaves))
        return move
    }

    /// The acceptance probability of a single step from the current position with a new momentum.
    mutating func trialAcceptance() -> Double {
        drawMomentum()
        let energy = Self.energy(current)
        var point = current
        leap(&point, step: stepSize)
        let gain = energy - Self.energy(point)
        return gain.isNaN ? 0 : Double.exp(min(0, gain))
    }

    /// Changes the metric, for which the gradient at the current position is computed anew.
    mutating func change(metric: CholeskyFactor) {
        self.metric = metric
        current.logDensity = density.value(at: current.position, gradient: &gradient)
        metric.transposed(times: gradient, into: &current.force)
    }

    private mutating func drawMomentum() {
        for index in current.momentum.indices {
            current.momentum[index] = random.normal()
        }
    }

    /// Makes a path of 2^depth steps; nil if it turns or diverges.
    private mutating func grow(
        depth: Int, from point: inout Point, step: Double, energy: Double, _ move: inout Move
    ) -> Subpath? {
        guard depth > 0 else {
            leap(&point, step: step)
            move.leaves += 1
            let difference = energy - Self.energy(point)
            let gain = difference.isNaN ? -.infinity : difference
            move.acceptance += Double.exp(min(0, gain))
            guard gain > -Self.divergentError else {
                move.isDivergent = true
                return nil
            }
            return Subpath(
                firstMomentum: point.momentum, lastMomentum: point.momentum, momentumSum: point.momentum,
                logWeight: gain, proposal: point)
        }
        guard
            let first = grow(depth: depth - 1, from: &point, step: step, energy: energy, &move),
            let second = grow(depth: depth - 1, from: &point, step: step, energy: energy, &move)
        else { return nil }
        let sum = Self.sum(first.momentumSum, second.momentumSum)
        // Besides the whole, each half is looked at together with the point next to it.
        guard
            Self.goesOn(first.firstMomentum, second.lastMomentum, along: sum),
            Self.goesOn(
                first.firstMomentum, second.firstMomentum,
                along: Self.sum(first.momentumSum, second.firstMomentum)),
            Self.goesOn(
                first.lastMomentum, second.lastMomentum,
                along: Self.sum(first.lastMomentum, second.momentumSum))
        else { return nil }
        let logWeight = Self.logSum(first.logWeight, second.logWeight)
        let takesSecond = random.uniform() < Double.exp(second.logWeight - logWeight)
        return Subpath(
            firstMomentum: first.firstMomentum, lastMomentum: second.lastMomentum, momentumSum: sum,
            logWeight: logWeight, proposal: takesSecond ? second.proposal : first.proposal)
    }

    /// One leapfrog step.
    private mutating func leap(_ point: inout Point, step: Double) {
        Self.add(step / 2, point.force, to: &point.momentum)
        metric.add(step, times: point.momentum, to: &point.position)
        point.logDensity = density.value(at: point.position, gradient: &gradient)
        metric.transposed(times: gradient, into: &point.force)
        Self.add(step / 2, point.force, to: &point.momentum)
    }

    private static func energy(_ point: Point) -> Double {
        dot(point.momentum, point.momentum) / 2 - point.logDensity
    }

    /// Whether both ends of a path still move along it.
    private static func goesOn(_ first: [Double], _ last: [Double], along sum: [Double]) -> Bool {
        dot(first, sum) > 0 && dot(last, sum) > 0
    }

    private static func logSum(_ a: Double, _ b: Double) -> Double {
        let top = max(a, b)
        guard top > -.infinity else { return top }
        return top + Double.log(onePlus: Double.exp(min(a, b) - top))
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var sum = 0.0
                for index in 0..<a.count {
                    sum += a[index] * b[index]
                }
                return sum
            }
        }
    }

    private static func sum(_ a: [Double], _ b: [Double]) -> [Double] {
        var result = a
        add(1, b, to: &result)
        return result
    }

    private static func add(_ scale: Double, _ a: [Double], to b: inout [Double]) {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeMutableBufferPointer { b in
                for index in 0..<a.count {
                    b[index] += scale * a[index]
                }
            }
        }
    }
}
