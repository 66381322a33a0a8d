import ProphetEngine
import ProphetInterchange
import Testing

@testable import ProphetParity

/// Solutions that differ in what the model leaves open agree, and no others.
@Suite("Parameters that are not determined")
struct UndeterminedParameterTests {
    private static func wave(_ index: Int) -> Double {
        let noise = Double((index * 7919) % 13) / 4
        return 20 + 0.1 * Double(index) + max(0, Double(index - 30)) + noise + Double(index % 7)
    }

    /// A daily series with two changes at one time, of which only the sum is determined.
    private static let twins: MadeCase = {
        var made = MadeCase(days: 60) { wave($0) + max(0, Double($0 - 20)) }
        let dates = [MadeCase.date(20), MadeCase.date(20), MadeCase.date(40)]
        made.options = [.init(name: "changepoints", value: .array(dates.map { .text($0) }))]
        return made
    }()

    /// A series with a daily wave, which is constant but for rounding at midnight.
    private static let daily: MadeCase = {
        var made = MadeCase(days: 60) { wave($0) }
        made.options = [
            .init(name: "daily_seasonality", value: .number(1)),
            .init(name: "seasonality_prior_scale", value: .number(100)),
        ]
        return made
    }()

    @Test("Changes at one time are compared by their sum")
    func equalChangepoints() throws {
        let made = Self.twins
        var parameters = try made.optimum()
        let sum = parameters.delta[0] + parameters.delta[1]
        #expect(abs(sum) > 0.1)
        parameters.delta[0] = 0.25 * sum
        parameters.delta[1] = 0.75 * sum
        let report = made.report([("map", try made.solution(parameters))])
        #expect(report.passed, "\(report.line)")
    }

    @Test("Another sum of the changes at one time is found", arguments: [1e-6, -1e-6])
    func otherSum(amount: Double) throws {
        let made = Self.twins
        var parameters = try made.optimum()
        parameters.delta[1] += amount
        let report = made.report([("map", try made.solution(parameters))])
        #expect(report.failures.contains { $0.hasPrefix("delta of our fit") }, "\(report.line)")
    }

    @Test("A coefficient of a column that is nearly zero may differ, visibly")
    func emptyColumn() throws {
        let made = Self.daily
        var parameters = try made.optimum()
        let (problem, _, _) = try made.problem()
        let sine = try #require(problem.featureColumns.firstIndex { $0.component == "daily" })
        #expect(problem.featureColumn(sine).allSatisfy { abs($0) < 1e-9 })
        parameters.beta[sine] += 1e-5
        let report = made.report([("map", try made.solution(parameters))])
        #expect(report.passed, "\(report.line)")
        #expect(report.notes.contains { $0.contains("beta[\(sine)] differs by 1.0e-05") }, "\(report.line)")
        #expect(report.line.contains("[note: parameters not determined: beta["))
    }

    @Test("A coefficient that its prior alone determines may not differ by more than the gradient allows")
    func beyondThePrior() throws {
        let made = Self.daily
        var parameters = try made.optimum()
        let (problem, _, _) = try made.problem()
        let sine = try #require(problem.featureColumns.firstIndex { $0.component == "daily" })
        parameters.beta[sine] += 0.1
        let report = made.report([("map", try made.solution(parameters))])
        #expect(report.failures.contains { $0.hasPrefix("beta of our fit") }, "\(report.line)")
    }

    @Test(
        "A parameter that the rows determine may not differ", arguments: ["k", "m", "delta", "beta", "sigma"])
    func determined(name: String) throws {
        let made = Self.daily
        var parameters = try made.optimum()
        switch name {
        case "k": parameters.k += 1e-6
        case "m": parameters.m += 1e-6
        case "delta":
            // A change of 0 is held there by its prior: moving it would lower the log posterior visibly.
            let active = try #require(parameters.delta.firstIndex { $0 != 0 })
            parameters.delta[active] += 1e-6
        case "beta": parameters.beta[0] += 1e-6
        default: parameters.sigma += 1e-6
        }
        let report = made.report([("map", try made.solution(parameters))])
        #expect(!report.passed, "\(report.line)")
        #expect(report.failures.contains { $0.contains(" of our fit") }, "\(report.line)")
    }

    @Test("A forecast that differs fails, even where the parameters may")
    func otherForecast() throws {
        let made = Self.daily
        var parameters = try made.optimum()
        let (problem, _, _) = try made.problem()
        let sine = try #require(problem.featureColumns.firstIndex { $0.component == "daily" })
        parameters.beta[sine] += 1e-5
        let solution = try made.solution(parameters)
        for path in ["yhat/3", "yhat/65", "trend/65", "weekly/3"] {
            let changed = solution.changing(["prediction"] + path.split(separator: "/").map(String.init)) {
                $0.moved(by: 1e-3)
            }
            #expect(!made.report([("map", changed)]).passed, "\(path)")
        }
    }

    @Test("Parameters must be those that were optimised")
    func otherFolding() throws {
        let made = Self.daily
        let solution = try made.solution(made.optimum()).changing(["params", "m"]) { $0.moved(by: 1e-9) }
        let report = made.report([("map", solution)])
        #expect(report.failures.contains { $0.contains("map.params_unfolded") }, "\(report.line)")
    }

    @Test("A solution agrees with itself without a note", arguments: [twins, daily])
    func same(made: MadeCase) throws {
        let report = made.report([("map", try made.solution(made.optimum()))])
        #expect(report.passed, "\(report.line)")
        #expect(report.notes.isEmpty)
    }
}
