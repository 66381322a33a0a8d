import Foundation
import TestSupport
import Testing

@testable import ProphetEngine

/// Parity of single steps with Prophet: setup, Fourier series, simulated paths and quantiles.
@Suite("Auxiliary golden files", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct AuxiliaryGoldenTests {
    private struct SetupCase: Decodable {
        let ds: [String]
        let y: [Double?]
        let options: GoldenOptions
        let result: Result

        struct Result: Decodable {
            let seasonalities: [String: GoldenSeasonality]?
            let n_changepoints: Int?
            let changepoints: [String]?
            let changepoints_t: [Double]?
            let y_scale: Double?
            let error: [String]?
        }
    }

    private struct FourierCase: Decodable {
        let ds: [String]
        let period: Double
        let order: Int
        let features: [[Double]]
    }

    private struct ShiftCase: Decodable {
        let likelihood: Double
        let uniforms: [[Double]]
        let laplace: [[Double]]
        let single_diff: Double
        let linear_uncertainty: [[Double]]
    }

    private struct QuantileCase: Decodable {
        let rows: [[Double]]
        let q: [Double]
        let result: [[Double]]
    }

    private static func load<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(
            type, from: Data(contentsOf: SharedData.url("prophet/goldens/aux/\(name).json")))
    }

    @Test("Every shape of history is set up as Prophet does")
    func setups() throws {
        for golden in try Self.load("setup", as: [SetupCase].self) {
            let history = ProphetHistory(
                ds: golden.ds.map(GoldenTime.milliseconds), y: golden.y.map { $0 ?? .nan })
            let options = golden.options.prophetOptions(seasonalities: [])
            guard golden.result.error == nil else {
                #expect(throws: ProphetError.self) { try PreparedModel(options: options, history: history) }
                continue
            }
            let model = try PreparedModel(options: options, history: history)
            let expected = try #require(golden.result.seasonalities)
            #expect(Set(model.seasonalities.map(\.name)) == Set(expected.keys))
            for seasonality in model.seasonalities {
                #expect(seasonality.order == expected[seasonality.name]?.fourier_order)
                #expect(seasonality.period == expected[seasonality.name]?.period)
            }
            #expect(model.changepoints.times == golden.result.changepoints?.map(GoldenTime.milliseconds))
            if let times = golden.result.changepoints_t {
                #expect(model.changepoints.scaledTimes == times)
            }
            if let scale = golden.result.y_scale {
                #expect(model.scale.yScale == scale)
            }
        }
    }

    @Test("Fourier columns are Prophet's to the rounding of its unreduced argument")
    func fourierColumns() throws {
        for golden in try Self.load("fourier", as: [FourierCase].self) {
            let times = golden.ds.map(GoldenTime.milliseconds)
            var block = ColumnBlock(rows: times.count, columns: 2 * golden.order)
            FourierBasis(period: golden.period, order: golden.order).fill(&block, from: 0, times: times)
            for (row, values) in golden.features.enumerated() {
                for (column, value) in values.enumerated() {
                    #expect(abs(block[row, column] - value) <= 1e-9)
                }
            }
        }
    }

    @Test("The same random numbers give the same trend deviations as Prophet")
    func trendDeviations() throws {
        let golden = try Self.load("trend_shift_matrix", as: ShiftCase.self)
        var paths = TrendPaths(paths: golden.uniforms.count, step: golden.single_diff)
        for row in golden.uniforms[0].indices {
            var path = 0
            paths.advance {
                defer { path += 1 }
                return golden.uniforms[path][row] < golden.likelihood ? golden.laplace[path][row] : 0
            }
            for (path, deviation) in paths.deviations.enumerated() {
                #expect(abs(deviation - golden.linear_uncertainty[path][row]) <= 1e-15)
            }
        }
    }

    @Test("Quantiles are interpolated as Prophet does")
    func quantiles() throws {
        let golden = try Self.load("percentiles", as: QuantileCase.self)
        for (lower, lowerRow) in zip(golden.q, golden.result) {
            for (upper, upperRow) in zip(golden.q, golden.result) where lower <= upper {
                for (column, row) in golden.rows.enumerated() {
                    var samples = row
                    let (low, high) = SampleQuantiles.quantiles(lower / 100, upper / 100, of: &samples)
                    #expect(abs(low - lowerRow[column]) <= 1e-12)
                    #expect(abs(high - upperRow[column]) <= 1e-12)
                }
            }
        }
    }
}
