import Foundation
import TestSupport
import Testing

@testable import ProphetEngine

/// Metrics and rolling windows, compared with Prophet's.
@Suite("Performance metrics")
struct PerformanceMetricsTests {
    private struct Golden: Decodable {
        let input: Input
        let results: [Outcome]

        struct Input: Decodable {
            let ds: [String]
            let cutoff: [String]
            let y: [Double]
            let yhat: [Double]
            let yhat_lower: [Double]
            let yhat_upper: [Double]
        }

        struct Outcome: Decodable {
            let rolling_window: Double
            let monthly: Bool
            let metrics: [String]?
            let result: [String: [Cell]]
            let mdape_stable: [Double]?
        }

        /// A number, or a truth value.
        struct Cell: Decodable {
            let number: Double

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let truth = try? container.decode(Bool.self) {
                    number = truth ? 1 : 0
                } else {
                    number = try container.decode(Double.self)
                }
            }
        }
    }

    private static func table(
        y: [Double], yhat: [Double], lower: [Double] = [], upper: [Double] = []
    ) -> CrossValidation {
        CrossValidation(
            ds: y.indices.map { Int64($0 + 1) }, cutoff: y.map { _ in 0 }, y: y, yhat: yhat, yhatLower: lower,
            yhatUpper: upper)
    }

    @Test(
        "Metrics of every window and unit are Prophet's",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: ["metrics_regular", "metrics_irregular"])
    func metricsAreProphets(name: String) throws {
        let golden = try JSONDecoder().decode(
            Golden.self, from: Data(contentsOf: SharedData.url("prophet/goldens/aux/\(name).json")))
        let input = golden.input
        let table = CrossValidation(
            ds: input.ds.map(GoldenTime.milliseconds), cutoff: input.cutoff.map(GoldenTime.milliseconds),
            y: input.y, yhat: input.yhat, yhatLower: input.yhat_lower, yhatUpper: input.yhat_upper)
        for expected in golden.results {
            let asked = expected.metrics?.compactMap(Metric.init) ?? Metric.allCases
            let metrics = try table.performanceMetrics(
                asked, rollingWindow: expected.rolling_window, monthly: expected.monthly)
            #expect(metrics.series.map(\.metric) == asked)
            #expect(metrics.skipped.isEmpty)
            let unit = expected.monthly ? 1.0 : 1000
            let horizons = try #require(expected.result["horizon"]).map { Int64($0.number * unit) }
            #expect(metrics.horizons == horizons)
            for series in metrics.series {
                var values = try #require(expected.result[series.metric.rawValue]).map(\.number)
                if series.metric == .mdape, let stable = expected.mdape_stable {
                    values = stable
                }
                // Rows of one horizon come in any order from Prophet, whose sort is not stable.
                let isRaw = expected.rolling_window < 0
                let found = isRaw ? Self.sorted(series.values, metrics.horizons) : series.values
                let wanted = isRaw ? Self.sorted(values, horizons) : values
                #expect(found.count == wanted.count)
                for (value, other) in zip(found, wanted) {
                    #expect(
                        abs(value - other) <= 1e-12 * max(1, abs(other)),
                        "\(series.metric) \(expected.rolling_window)")
                }
            }
        }
    }

    private static func sorted(_ values: [Double], _ horizons: [Int64]) -> [Double] {
        zip(horizons, values).sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1)
    }

    @Test("A window over all rows gives the plain mean or median", arguments: 0..<20 as Range<UInt64>)
    func fullWindowIsPlain(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = Int.random(in: 1...60, using: &random)
        let y = (0..<rows).map { _ in Double.random(in: 1...9, using: &random) }
        let table = Self.table(
            y: y, yhat: y.map { $0 + Double.random(in: -2...2, using: &random) }, lower: y.map { $0 - 1 },
            upper: y)
        let metrics = try table.performanceMetrics(rollingWindow: 1)
        for series in metrics.series {
            let plain = series.metric.aggregate(table.values(of: series.metric))
            #expect(series.values.count == 1)
            #expect(abs(series.values[0] - plain) <= 1e-12 * max(1, plain))
        }
        #expect(metrics.values(.coverage) == [1])
    }

    @Test("A metric that cannot be computed is named with the reason")
    func skippedIsNamed() throws {
        let metrics = try Self.table(y: [1, 0, 2], yhat: [1, 1, 1]).performanceMetrics(rollingWindow: 0)
        #expect(
            metrics.skipped == [
                MetricSkip(metric: .mape, reason: .valueNearZero(0)),
                MetricSkip(metric: .coverage, reason: .noBounds),
            ])
        #expect(metrics.series.map(\.metric) == [.mse, .rmse, .mae, .mdape, .smape])
        #expect(metrics.values(.mape) == nil)
        let none = try Self.table(y: [1], yhat: [1]).performanceMetrics([.coverage])
        #expect(none.series.isEmpty && none.horizons.isEmpty && none.skipped.count == 1)
    }

    @Test("The share of nothing in nothing is no error")
    func shareOfNothing() throws {
        let metrics = try Self.table(y: [0, 2], yhat: [0, 2]).performanceMetrics([.smape], rollingWindow: 1)
        #expect(metrics.values(.smape) == [0])
    }

    @Test("A metric asked for twice, an endless window and an empty table are refused")
    func refusesMistakes() {
        let table = Self.table(y: [1, 2], yhat: [1, 2])
        #expect(throws: ProphetError.metricTwice("mae")) {
            try table.performanceMetrics([.mae, .mse, .mae])
        }
        #expect(throws: ProphetError.rollingWindow(.infinity)) {
            try table.performanceMetrics(rollingWindow: .infinity)
        }
        #expect(throws: ProphetError.noRowsToScore) {
            try Self.table(y: [], yhat: []).performanceMetrics()
        }
    }
}
