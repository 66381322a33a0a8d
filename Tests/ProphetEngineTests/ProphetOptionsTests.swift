import Testing

@testable import ProphetEngine

/// Options that cannot be used are refused with the value found.
@Suite("Prophet options")
struct ProphetOptionsTests {
    @Test("Defaults are Prophet's and are accepted")
    func defaults() throws {
        let options = ProphetOptions()
        #expect(options.changepointCount == 25)
        #expect(options.changepointPriorScale == 0.05)
        #expect(options.seasonalityPriorScale == 10)
        #expect(try ProphetModel().options == options)
    }

    private static let refused: [(ProphetOptions, ProphetError)] = [
        (ProphetOptions(changepointCount: -1), .changepointCount(-1)),
        (ProphetOptions(changepointRange: 1.5), .changepointRange(1.5)),
        (ProphetOptions(changepointPriorScale: 0), .priorScale(of: "changepoints", 0)),
        (ProphetOptions(seasonalityPriorScale: -1), .priorScale(of: "seasonalities", -1)),
        (ProphetOptions(intervalWidth: 1), .intervalWidth(1)),
        (ProphetOptions(uncertaintySamples: -5), .uncertaintySamples(-5)),
        (ProphetOptions(yearlySeasonality: .order(-2)), .fourierOrder(name: "yearly", -2)),
        (
            ProphetOptions(seasonalities: [CustomSeasonality(name: "trend", period: 3, order: 1)]),
            .reservedName("trend")
        ),
        (
            ProphetOptions(seasonalities: [CustomSeasonality(name: "a_delim_b", period: 3, order: 1)]),
            .reservedName("a_delim_b")
        ),
        (
            ProphetOptions(seasonalities: [CustomSeasonality(name: "odd", period: 0, order: 1)]),
            .seasonalityPeriod(name: "odd", 0)
        ),
        (
            ProphetOptions(seasonalities: [CustomSeasonality(name: "odd", period: 3, order: 0)]),
            .fourierOrder(name: "odd", 0)
        ),
    ]

    @Test("Each unusable option is refused", arguments: refused)
    func refusals(options: ProphetOptions, error: ProphetError) {
        #expect(throws: error) { try ProphetModel(options: options) }
    }

    @Test(
        "Every error says what is wrong and what to do",
        arguments: refused.map(\.1) + [
            .changepointOutside(1, first: 2, last: 3), .time(.max), .infiniteValue(row: 4, .infinity),
            .valueRange(-1, 1), .tooFewRows(1), .equalTimes(5), .noRowsToPredict,
            .notConverged(kktResidual: 0.5, rounds: 200), .mcmcSamples(2), .nameTaken("a", by: "holiday"),
            .holidayWindow(name: "a", lower: 1, upper: 0), .holidayPriorScales(name: "a", 1, 2),
            .tooManyParameters(9_000), .capMissing, .capNotAboveFloor(row: 1, cap: 2, floor: 3),
            .floorMissing,
            .regressorMissing("a"), .regressorValue(name: "a", row: 1, .nan), .regressorRange("a"),
            .conditionMissing("a"), .noHistory, .frequency("X"), .periods(-1), .duration("horizon", 0),
            .lessDataThanHorizon(horizon: 2, span: 1), .noCutoffs(initial: 1, horizon: 2, span: 2),
            .cutoffTooEarly(1, first: 2), .cutoffTooLate(3, latest: 2),
            .tooFewRowsBeforeCutoff(1, rows: 1), .futureUnknown("a"), .metricTwice("mae"), .noRowsToScore,
            .rollingWindow(.nan), .nothingToTune,
        ])
    func descriptions(error: ProphetError) {
        #expect(error.problem.hasSuffix("."))
        #expect(error.remedy.hasSuffix("."))
        #expect(error.description == "\(error.problem) \(error.remedy)")
    }

    @Test("A model too large to fit is refused before it takes time")
    func tooManyParameters() throws {
        let model = try ProphetModel(options: ProphetOptions(weeklySeasonality: .order(5_000)))
        #expect(throws: ProphetError.tooManyParameters(10_007)) {
            try model.fit(SyntheticSeries.daily(rows: 10, seed: 0))
        }
    }

    @Test("A changepoint outside the history is refused")
    func changepointOutside() throws {
        let history = SyntheticSeries.daily(rows: 10, seed: 0)
        let model = try ProphetModel(options: ProphetOptions(changepoints: [0]))
        #expect(
            throws: ProphetError.changepointOutside(0, first: history.ds[0], last: history.ds[9])
        ) { try model.fit(history) }
    }

    @Test("A user's weekly seasonality replaces the automatic one, and gives way to an explicit one")
    func sameName() throws {
        let history = SyntheticSeries.daily(rows: 60, seed: 0)
        let custom = CustomSeasonality(name: "weekly", period: 7, order: 1, priorScale: 2)
        let automatic = ProphetOptions(seasonalities: [custom])
        #expect(try ProphetModel(options: automatic).fit(history).seasonalities.map(\.order) == [1])
        let explicit = ProphetOptions(weeklySeasonality: .on, seasonalities: [custom])
        #expect(try ProphetModel(options: explicit).fit(history).seasonalities.map(\.order) == [3])
    }
}
