import ProphetEngine
import ProphetInterchange
import Testing

@testable import ProphetParity

/// What rounding alone changes agrees, and nothing larger.
@Suite("Rounding of recorded numbers")
struct RoundingTests {
    private static func wave(_ index: Int) -> Double {
        Double((index * 7919) % 13) / 4 + Double(index % 7)
    }

    private static let off: [JSONValue.Member] = [
        .init(name: "weekly_seasonality", value: .bool(false)),
        .init(name: "changepoints", value: .array([])),
    ]

    private static func regressor(_ standardize: Bool, mode: String) -> JSONValue.Member {
        .init(
            name: "add_regressor",
            value: .array([
                .object([
                    .init(name: "name", value: .text("x")),
                    .init(name: "standardize", value: .bool(standardize)),
                    .init(name: "mode", value: .text(mode)),
                ])
            ]))
    }

    @Test(
        "A standardised regressor may be off by the rounding of its mean",
        arguments: [(3.0, true), (-3, true), (40, false)] as [(Double, Bool)])
    func largeMean(ulps: Double, agrees: Bool) throws {
        var made = MadeCase(days: 30) { Self.wave($0) }
        made.options = Self.off
        made.columns["x"] = (0..<30).map { 1e6 + Double(($0 * 31) % 17) }
        made.members = [Self.regressor(true, mode: "additive")]
        let problem = try made.problem().problem
        let shift = ulps * 1e6.ulp / problem.regressors[0].standardDeviation
        let row = problem.featureRow(4).map { JSONValue.number($0 + shift) }
        made.members.append(
            .init(
                name: "setup",
                value: .object([
                    .init(name: "feature_rows", value: .object([.init(name: "4", value: .array(row))]))
                ])))
        let report = made.report([])
        #expect(report.failures.contains { $0.hasPrefix("features[4]") } == !agrees, "\(report.line)")
    }

    @Test(
        "A small forecast may be off by the rounding of the large trend that it is a product of",
        arguments: [(2.0, true), (1000, false)] as [(Double, Bool)])
    func smallProduct(ulps: Double, agrees: Bool) throws {
        var made = MadeCase(days: 30) { 1e9 + Self.wave($0) }
        made.options = Self.off + [.init(name: "scaling", value: .text("minmax"))]
        made.columns["x"] = (0..<30).map { Double($0 % 2) }
        made.members = [Self.regressor(false, mode: "multiplicative")]
        let parameters = ProphetParameters(k: 0.1, m: 0.2, delta: [0], beta: [-1], sigma: 0.1)
        let solution = try made.solution(parameters).changing(["prediction", "yhat", "5"]) {
            $0.moved(by: ulps * 1e9.ulp)
        }
        let report = made.report([("default", solution)])
        #expect(report.failures.contains { $0.hasPrefix("default.yhat") } == !agrees, "\(report.line)")
    }

    @Test(
        "A bound may be off by the rounding of the trend",
        arguments: [(1.0, true), (1000, false)] as [(Double, Bool)])
    func bounds(ulps: Double, agrees: Bool) throws {
        var made = MadeCase(days: 30) { 1e9 + Self.wave($0) }
        made.options = Self.off + [.init(name: "scaling", value: .text("minmax"))]
        let (problem, _, frame) = try made.problem()
        let parameters = ProphetParameters(k: 0.1, m: 0.2, delta: [0], beta: [0], sigma: 0.1)
        let forecast = try problem.fitted(at: parameters).with(intervalWidth: 0.8, uncertaintySamples: 1000)
            .predict(frame, seed: 77)
        let moved = forecast.trendLower.map { $0 - ulps * 1e9.ulp }
        let columns = [
            ("yhat_lower", forecast.yhatLower), ("yhat_upper", forecast.yhatUpper),
            ("trend_lower", Array(forecast.trendLower[..<30] + moved[30...])),
            ("trend_upper", forecast.trendUpper),
        ]
        let bounds = columns.map { name, values in
            JSONValue.Member(name: name, value: .array(values.map { .number($0) }))
        }
        let samples = [JSONValue.Member(name: "samples", value: .number(1000))]
        let map = try made.solution(parameters).changing(["lp"]) { _ in .null }
        let report = made.report([("map", map), ("intervals_at_map", .object(samples + bounds))])
        #expect(report.failures.contains { $0.hasPrefix("trend_lower") } == !agrees, "\(report.line)")
    }

    @Test(
        "With a tiny sigma the density may be off by what the rounding of the features makes of it",
        arguments: [(1e-12, true), (1e-9, false)])
    func tinySigma(shift: Double, agrees: Bool) throws {
        var made = MadeCase(days: 60) { 10 + Self.wave($0) }
        made.options = [
            .init(name: "yearly_seasonality", value: .number(10)),
            .init(name: "changepoints", value: .array([])),
            .init(name: "weekly_seasonality", value: .bool(false)),
        ]
        var parameters = ProphetParameters(
            k: 0.1, m: 0.2, delta: [0], beta: [Double](repeating: 0.1, count: 20), sigma: 1e-11)
        // The values follow the model but for a millionth.
        let follow = try made.problem().problem.fitted(at: parameters)
        let scale = follow.yScale
        let yhat = try follow.with(intervalWidth: 0.8, uncertaintySamples: 0).predict(nil).yhat
        let top = yhat.reduce(0) { max($0, abs($1)) }
        made.columns["y"] = yhat.map { $0 / top * scale + 1e-6 * scale }
        let ratio = scale / top
        parameters.k *= ratio
        parameters.m *= ratio
        parameters.beta = parameters.beta.map { $0 * ratio }
        var moved = parameters
        moved.m += shift
        let lp = try made.problem().problem.logDensity(moved)
        let solution = try made.solution(parameters).changing(["lp"]) { _ in .number(lp) }
        let report = made.report([("default", solution)])
        let failures = report.failures.filter { $0.hasPrefix("lp(default)") }
        #expect(failures.isEmpty == agrees, "\(report.line)")
    }
}
