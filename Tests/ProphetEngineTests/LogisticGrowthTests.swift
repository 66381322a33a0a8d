import TestSupport
import Testing

@testable import ProphetEngine

/// Growth between a floor and a cap, also where the data hardly say where.
@Suite("Logistic growth")
struct LogisticGrowthTests {
    private static let day: Int64 = 86_400_000

    private static func fit(
        _ y: [Double], cap: [Double], floor: [Double]? = nil, options: ProphetOptions = .init()
    ) throws -> FittedProphet {
        var options = options
        options.growth = .logistic
        let frame = ProphetFrame(ds: y.indices.map { Int64($0) * day }, cap: cap, floor: floor)
        return try ProphetModel(options: options).fit(ProphetHistory(frame, y: y))
    }

    /// An S-curve between 2 and 12 with a weekly pattern.
    private static func curve(rows: Int, seed: UInt64) -> [Double] {
        var random = SeededGenerator(seed: seed)
        return (0..<rows).map { row in
            let z = 8 * (Double(row) / Double(rows) - 0.5)
            return 2 + 10 * PiecewiseTrend.sigmoid(z) + (row % 7 == 0 ? 0.4 : 0)
                + Double.random(in: -0.2...0.2, using: &random)
        }
    }

    private static func constant(_ value: Double, _ rows: Int) -> [Double] {
        [Double](repeating: value, count: rows)
    }

    @Test("The fit follows the curve and stays below the cap", arguments: 0..<6 as Range<UInt64>)
    func follows(seed: UInt64) throws {
        let rows = 200 + Int(seed) * 50
        let y = Self.curve(rows: rows, seed: seed)
        let fitted = try Self.fit(
            y, cap: Self.constant(12.5, rows), floor: seed.isMultiple(of: 2) ? Self.constant(1.5, rows) : nil)
        #expect(fitted.report.kktResidual <= 1e-8)
        let future = ProphetFrame(
            ds: (0..<(2 * rows)).map { Int64($0) * Self.day }, cap: Self.constant(12.5, 2 * rows),
            floor: Self.constant(1.5, 2 * rows))
        let forecast = try fitted.predict(future)
        for (yhat, value) in zip(forecast.yhat, y) {
            #expect(abs(yhat - value) <= 1)
        }
        #expect(forecast.trend.allSatisfy { $0 <= 12.5 })
    }

    @Test("The curve is Prophet's, with its offsets at the changepoints", arguments: 0..<10 as Range<UInt64>)
    func trendIsProphets(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let times = (0..<5).map { _ in Double.random(in: 0..<1, using: &random) }.sorted()
        let delta = times.map { _ in Double.random(in: -0.5...0.5, using: &random) }
        let parameters = ProphetParameters(
            k: 3, m: Double.random(in: -1...1, using: &random), delta: delta, beta: [], sigma: 1)
        var rate = parameters.k
        var offset = parameters.m
        var rates = [rate]
        var offsets = [offset]
        for (time, change) in zip(times, delta) {
            let next = rate + change
            offset += (time - offset) * (1 - rate / next)
            rate = next
            rates.append(rate)
            offsets.append(offset)
        }
        let t = (0...60).map { Double($0) / 40 }
        let values = PiecewiseTrend(growth: .logistic, changepointTimes: times)
            .values(at: t, caps: t.map { 1 + $0 }, parameters)
        for (row, time) in t.enumerated() {
            let piece = times.count { $0 <= time }
            let expected = (1 + time) * PiecewiseTrend.sigmoid(rates[piece] * (time - offsets[piece]))
            #expect(abs(values[row] - expected) <= 1e-13)
        }
    }

    @Test("Histories that say little about the curve are fitted all the same")
    func degenerate() throws {
        let rising = (0..<60).map { 1 + Double($0) / 60 }
        for (y, cap) in [
            (Self.constant(5, 40), Self.constant(10, 40)), (Self.constant(5, 40), Self.constant(5, 40)),
            (Self.constant(0, 40), Self.constant(1, 40)), (rising, rising), (rising, rising.map { $0 * 1e6 }),
            (rising, rising.map { 4 - $0 }), ([1, 2], [3, 3]), ([1, 3, 2], [3, 4, 5]),
            (rising.map { -$0 }, Self.constant(1, 60)),
            (rising.map { $0 * 1e-300 }, Self.constant(1e-299, 60)),
            (rising.map { $0 * 1e300 }, Self.constant(1e301, 60)),
            ([5, 5, 5, 5, 5, 5, 5, 500], Self.constant(10, 8)),
        ] {
            let fitted = try Self.fit(y, cap: cap)
            let forecast = try fitted.predict()
            #expect(forecast.yhat.allSatisfy { $0.isFinite })
        }
    }

    @Test("A frame without cap, without floor or without room is refused")
    func refusals() throws {
        let y = Self.curve(rows: 60, seed: 1)
        #expect(throws: ProphetError.capMissing) {
            try ProphetModel(options: ProphetOptions(growth: .logistic)).fit(
                ProphetHistory(ds: y.indices.map { Int64($0) * Self.day }, y: y))
        }
        #expect(throws: ProphetError.capNotAboveFloor(row: 0, cap: 2, floor: 2)) {
            try Self.fit(y, cap: Self.constant(2, 60), floor: Self.constant(2, 60))
        }
        #expect(throws: (any Error).self) { try Self.fit(y, cap: Self.constant(.nan, 60)) }
        #expect(throws: (any Error).self) { try Self.fit(y, cap: Self.constant(.infinity, 60)) }
        let fitted = try Self.fit(y, cap: Self.constant(13, 60), floor: Self.constant(1, 60))
        #expect(throws: ProphetError.capMissing) { try fitted.predict(ds: [0]) }
        #expect(throws: ProphetError.floorMissing) { try fitted.predict(ProphetFrame(ds: [0], cap: [13])) }
    }

    @Test("Future rows a millisecond apart are forecast like others", arguments: [1, 3] as [Int64])
    func tinySteps(step: Int64) throws {
        let y = Self.curve(rows: 200, seed: 2)
        let fitted = try Self.fit(y, cap: Self.constant(13, 200))
        let ds = (1...3).map { 199 * Self.day + $0 * step }
        let forecast = try fitted.predict(ProphetFrame(ds: ds, cap: Self.constant(13, 3)))
        #expect(zip(forecast.trendLower, forecast.trendUpper).allSatisfy { $0 <= $1 })
        // The same history a million years long: the grid of the sampler is finer than its numbers.
        let scale = SeriesScale(
            start: -1 << 52, tScale: 1 << 53, yScale: fitted.yScale, yMin: 0, hasFloor: false)
        let stretched = FittedProphet(
            options: fitted.options, parameters: fitted.parameters, draws: nil, report: fitted.report,
            scale: scale, changepoints: fitted.changepoints, changepointTimes: fitted.changepointTimes,
            seasonalities: fitted.seasonalities, regressors: [], historyTimes: fitted.historyTimes,
            historyRows: 200, history: fitted.history)
        let far = (1...3).map { scale.start + scale.tScale + $0 }
        #expect(try stretched.predict(ProphetFrame(ds: far, cap: Self.constant(13, 3))).ds.count == 3)
    }
}
