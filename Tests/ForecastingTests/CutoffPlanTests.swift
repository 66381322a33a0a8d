import Candles
import Forecasting
import Testing

@Suite("CutoffPlan")
struct CutoffPlanTests {
    private static func plan(_ count: Int, _ options: StudyOptions) -> CutoffPlan {
        CutoffPlan(Walks.series(count, seed: 1), options)
    }

    @Test("Cutoffs go backwards from the last day whose horizon has passed, a period apart")
    func places() {
        let plan = Self.plan(1000, StudyOptions(horizon: 30, period: 20, initial: 900))
        // Days are numbered 0 to 999, so the last cutoff is 969, and a cutoff at day d has d + 1 closes.
        #expect(plan.cutoffs == [909, 929, 949, 969].map { Walks.start.advanced(by: $0) })
        #expect(plan.initial == 900)
    }

    @Test("The period is the horizon where nothing is said, so that no day is forecast twice")
    func period() {
        let cutoffs = Self.plan(1200, StudyOptions(horizon: 14)).cutoffs
        #expect(zip(cutoffs, cutoffs.dropFirst()).allSatisfy { $0.distance(to: $1) == 14 })
        #expect(cutoffs.last == Walks.start.advanced(by: 1199 - 14))
    }

    @Test(
        "The training part shortens where two years would leave too few cutoffs",
        arguments: [
            (3000, 730, 24), (1090, 730, 12), (1089, 365, 24), (725, 365, 12), (724, 60, 22), (120, 60, 2),
            (90, 60, 1), (89, 730, 0),
        ])
    func initial(count: Int, initial: Int, expected: Int) {
        let plan = Self.plan(count, StudyOptions())
        #expect(plan.cutoffs.count == expected)
        #expect(expected == 0 || plan.initial == initial)
    }

    @Test("Only the latest cutoffs are used where there are more than wanted")
    func maximum() {
        let all = Self.plan(2000, StudyOptions(maximumCutoffs: 100)).cutoffs
        let few = Self.plan(2000, StudyOptions(maximumCutoffs: 5)).cutoffs
        #expect(all.count > 30)
        #expect(few == Array(all.suffix(5)))
    }

    @Test("Every cutoff has its training and its horizon", arguments: 0..<60 as Range<UInt64>)
    func roomOnBothSides(seed: UInt64) {
        let count = 40 + Int(seed) * 37
        let options = StudyOptions(horizon: 1 + Int(seed % 45), maximumCutoffs: 1 + Int(seed % 30))
        let series = Walks.series(count, seed: seed)
        let plan = CutoffPlan(series, options)
        for cutoff in plan.cutoffs {
            #expect(series.upTo(cutoff).closes.count >= plan.initial)
            #expect(series[cutoff.advanced(by: options.horizon)] != nil)
        }
        #expect(plan.cutoffs.count <= options.maximumCutoffs)
        #expect(plan.cutoffs.isEmpty == (count < max(2 * options.horizon, 3) + options.horizon))
    }
}
