import Testing

@testable import ProphetEngine

/// Histories that leave little to fit end with a fit or with an error that says why.
@Suite("Degenerate histories")
struct DegenerateHistoryTests {
    private static let day = SyntheticSeries.day

    private static func fit(
        _ y: [Double], options: ProphetOptions = .init(), ds: [Int64]? = nil
    ) throws -> FittedProphet {
        let times = ds ?? (0..<y.count).map { Int64($0) * day }
        return try ProphetModel(options: options).fit(ProphetHistory(ds: times, y: y))
    }

    private static func expectFollows(_ fitted: FittedProphet, _ y: [Double], within tolerance: Double) throws
    {
        let forecast = try fitted.predict(ds: (0..<y.count).map { Int64($0) * day })
        for (yhat, value) in zip(forecast.yhat, y) {
            #expect(abs(yhat - value) <= tolerance * fitted.yScale)
        }
        #expect((forecast.yhatLower + forecast.yhatUpper + forecast.trend).allSatisfy { $0.isFinite })
    }

    @Test("Fewer than two values are refused", arguments: [0, 1])
    func tooFewRows(count: Int) {
        let y = [Double](repeating: 1, count: count) + [.nan, .nan]
        #expect(throws: ProphetError.tooFewRows(count)) { try Self.fit(y) }
    }

    @Test("Rows of one time are refused")
    func equalTimes() {
        #expect(throws: ProphetError.equalTimes(7)) { try Self.fit([1, 2, 3], ds: [7, 7, 7]) }
    }

    @Test("Infinite values and impossible times are refused")
    func impossibleNumbers() {
        #expect(throws: ProphetError.infiniteValue(row: 1, .infinity)) { try Self.fit([1, .infinity, 3]) }
        #expect(throws: ProphetError.time(.max)) { try Self.fit([1, 2], ds: [0, .max]) }
        #expect(throws: ProphetError.time(.min)) { try Self.fit([1, 2, 3]).predict(ds: [.min]) }
        #expect(throws: ProphetError.noRowsToPredict) { try Self.fit([1, 2, 3]).predict(ds: []) }
        #expect(throws: ProphetError.valueRange(-1.5e308, 1.5e308)) {
            try Self.fit([-1.5e308, 1.5e308], options: ProphetOptions(scaling: .minmax))
        }
    }

    @Test(
        "Two rows, and rows on a line, are followed exactly",
        arguments: [[3, 5], [3, 5, 7.01], [1, 2, 3, 4]])
    func fewRows(y: [Double]) throws {
        let fitted = try Self.fit(y)
        try Self.expectFollows(fitted, y, within: 1e-8)
        #expect(fitted.report.warnings.contains { if case .sigmaFloor = $0 { true } else { false } })
    }

    @Test("More columns than rows end well", arguments: [2, 3, 5, 8, 12, 14, 20, 29])
    func moreColumnsThanRows(rows: Int) throws {
        let y = SyntheticSeries.daily(rows: rows, seed: UInt64(rows)).y
        for mode in ComponentMode.allCases {
            let options = ProphetOptions(
                yearlySeasonality: .on, weeklySeasonality: .on, dailySeasonality: .on, seasonalityMode: mode)
            let forecast = try Self.fit(y, options: options).predict(ds: (0..<60).map { $0 * Self.day })
            #expect((forecast.yhat + forecast.yhatLower + forecast.trendUpper).allSatisfy { $0.isFinite })
        }
    }

    @Test("A constant is forecast as it is", arguments: [0, 7.25, -3, 1e300, 1e-300])
    func constantSeries(value: Double) throws {
        for growth in [Growth.linear, .flat] {
            let fitted = try Self.fit(
                [Double](repeating: value, count: 30), options: ProphetOptions(growth: growth))
            let forecast = try fitted.predict(ds: (0..<60).map { $0 * Self.day })
            #expect(forecast.yhat.allSatisfy { abs($0 - value) <= 1e-15 * abs(value) })
            #expect(fitted.report.warnings.contains(.constantSeries))
        }
    }

    @Test("A straight line without noise is continued", arguments: [2, 3, 10, 40, 365])
    func straightLine(rows: Int) throws {
        let y = (0..<rows).map { 5 + 0.25 * Double($0) }
        let fitted = try Self.fit(y)
        try Self.expectFollows(fitted, y, within: 1e-9)
        let next = try fitted.predict(ds: [Int64(2 * rows) * Self.day]).yhat[0]
        #expect(abs(next - (5 + 0.5 * Double(rows))) <= 1e-3 * fitted.yScale)
    }

    @Test("A large offset hides no signal", arguments: [1e6, 1e9])
    func largeOffset(offset: Double) throws {
        let y = (0..<400).map { row -> Double in
            let weekly: [Double] = [1, -1, 3, 0.5, -2, -1, -0.5]
            let other: Double = row % 3 == 0 ? 0.3 : -0.15
            return offset + 0.05 * Double(row) + weekly[row % 7] + other
        }
        let fitted = try Self.fit(y)
        try Self.expectFollows(fitted, y, within: 2 / offset)
        #expect(fitted.parameters.sigma * fitted.yScale < 2)
    }

    @Test("Very large and very small values are fitted like others", arguments: [1e300, 1e-300, -1e300])
    func extremeUnits(unit: Double) throws {
        let y = SyntheticSeries.daily(rows: 60, seed: 3).y
        let usual = try Self.fit(y.map { $0 * unit.sign.factor })
        let extreme = try Self.fit(y.map { $0 * unit })
        #expect(abs(usual.parameters.m - extreme.parameters.m) <= 1e-8)
        #expect(abs(usual.parameters.sigma - extreme.parameters.sigma) <= 1e-8)
    }

    @Test("Repeated times are kept as rows of their own")
    func duplicateTimes() throws {
        let history = SyntheticSeries.daily(rows: 60, seed: 4)
        let doubled = ProphetHistory(ds: history.ds + history.ds, y: history.y + history.y.map { $0 + 1 })
        let fitted = try ProphetModel().fit(doubled)
        #expect(fitted.historyRows == 120)
        #expect(fitted.historyTimes == history.ds)
        #expect(fitted.report.kktResidual <= 1e-8)
    }

    @Test("Outliers and steps are fitted to the optimum", arguments: 0..<2 as Range<UInt64>)
    func outliers(seed: UInt64) throws {
        var y = SyntheticSeries.daily(rows: 100, seed: seed).y
        y[50] = 1e6
        for row in 70..<100 {
            y[row] -= 1000
        }
        for mode in ComponentMode.allCases {
            let fitted = try Self.fit(y, options: ProphetOptions(seasonalityMode: mode))
            // A multiplicative model explains the outlier by factors of 50 on a trend near 0, which costs
            // digits.
            #expect(fitted.report.kktResidual <= (mode == .additive ? 1e-8 : 1e-3))
        }
    }

    @Test("Prior scales far from the usual are fitted", arguments: [1e-6, 1e-3, 1, 100, 1e6])
    func extremePriors(scale: Double) throws {
        let y = SyntheticSeries.daily(rows: 200, seed: 5).y
        for mode in ComponentMode.allCases {
            let options = ProphetOptions(
                changepointPriorScale: scale, seasonalityMode: mode, seasonalityPriorScale: scale)
            let fitted = try Self.fit(y, options: options)
            #expect(fitted.report.kktResidual <= 1e-7)
        }
    }
}

extension FloatingPointSign {
    /// 1 or -1.
    fileprivate var factor: Double { self == .plus ? 1 : -1 }
}
