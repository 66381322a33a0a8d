import RealModule
import Testing

@testable import ProphetEngine

/// The sampler draws from the density it is given.
@Suite("No-U-Turn sampler")
struct NoUTurnSamplerTests {
    @Test("A correlated normal density has its moments", arguments: 0..<3 as Range<UInt64>)
    func normalMoments(seed: UInt64) {
        let precision = [2.0, -1.2, 0, -1.2, 1, 0.3, 0, 0.3, 40]
        let density = NormalDensity(center: [3, -2, 0.5], precision: precision)
        guard let covariance = CholeskyFactor(precision, count: 3)?.inverse() else {
            Issue.record("the precision must be positive definite")
            return
        }
        // The first guess of the covariance is wrong on purpose.
        let chain = SamplerChain(
            density: density, metric: CholeskyFactor(diagonal: [9, 0.1, 1]), warmUp: 300, draws: 2000)
        let result = chain.run(from: [0, 0, 0], random: RandomDeviates(seed: seed))
        let assessment = ChainDiagnostics(chains: 1, length: 2000)
        #expect(result.divergences == 0)
        #expect(result.acceptance > 0.7 && result.acceptance < 0.97)
        for index in 0..<3 {
            let values = result.positions.map { $0[index] }
            let variance = covariance[index * 3 + index]
            let size = assessment.assess(values).effectiveSize
            let mean = values.reduce(0, +) / 2000
            #expect(abs(mean - density.center[index]) <= 5 * (variance / size).squareRoot())
            let squares = values.map { ($0 - density.center[index]) * ($0 - density.center[index]) }
            let squareSize = assessment.assess(squares).effectiveSize
            let found = squares.reduce(0, +) / 2000
            #expect(abs(found / variance - 1) <= 5 * (2 / squareSize).squareRoot())
        }
    }

    @Test("A step far too long is divergent")
    func divergence() {
        let density = NormalDensity(center: [0], precision: [1e8])
        var sampler = NoUTurnSampler(
            density: density, position: [0], metric: CholeskyFactor(diagonal: [1]), stepSize: 1,
            random: RandomDeviates(seed: 1))
        let move = sampler.move()
        #expect(move.isDivergent)
        #expect(sampler.position == [0])
    }

    @Test("A step far too short ends the path at its largest length")
    func saturation() {
        let density = NormalDensity(center: [0], precision: [1])
        var sampler = NoUTurnSampler(
            density: density, position: [0], metric: CholeskyFactor(diagonal: [1]), stepSize: 1e-4,
            random: RandomDeviates(seed: 1))
        let move = sampler.move()
        #expect(move.isSaturated)
        #expect(move.leaves == 1023)
    }

    @Test(
        "Windows of the warm-up double in length and fill it",
        arguments: [
            (1000, 75, [100, 150, 250, 450, 950]), (150, 75, [100]), (100, 15, [90]), (10, 1, []),
        ])
    func windows(moves: Int, first: Int, ends: [Int]) {
        let schedule = WarmUpSchedule(moves: moves)
        #expect(schedule.firstWindow == first)
        #expect(schedule.windowEnds == ends)
    }

    @Test("A triangular factor solves and inverts its matrix")
    func factor() throws {
        let matrix = [4.0, 1, -0.5, 1, 3, 0.7, -0.5, 0.7, 2]
        let factor = try #require(CholeskyFactor(matrix, count: 3))
        let inverse = factor.inverse()
        for row in 0..<3 {
            for column in 0..<3 {
                let product = (0..<3).reduce(0.0) { $0 + matrix[row * 3 + $1] * inverse[$1 * 3 + column] }
                #expect(abs(product - (row == column ? 1 : 0)) <= 1e-14)
            }
        }
        let x = factor.solve([1, 2, 3])
        for row in 0..<3 {
            #expect(abs((0..<3).reduce(0.0) { $0 + matrix[row * 3 + $1] * x[$1] } - Double(row + 1)) <= 1e-14)
        }
        #expect(CholeskyFactor([1, 2, 2, 1], count: 2) == nil)
    }
}
