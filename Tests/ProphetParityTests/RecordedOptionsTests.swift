import ProphetEngine
import ProphetInterchange
import Testing

@testable import ProphetParity

@Suite("Recorded options")
struct RecordedOptionsTests {
    private static func read(_ text: String) throws -> RecordedOptions.Reading {
        try RecordedOptions.read(case: JSONValue.parse(text.utf8))
    }

    @Test("Every option of Prophet is read")
    func allOptions() throws {
        let reading = try Self.read(
            """
            {"options": {"growth": "logistic", "changepoints": ["2020-02-01", "2020-01-05"], 
             "n_changepoints": 7, "changepoint_range": 0.9, "changepoint_prior_scale": 0.5, "yearly_seasonality": "auto",
             "weekly_seasonality": 4, "daily_seasonality": false, "holidays": null,
             "seasonality_mode": "multiplicative", "seasonality_prior_scale": 2, "holidays_mode": "additive",
             "holidays_prior_scale": 3, "mcmc_samples": 0, "interval_width": 0.95, 
             "uncertainty_samples": false, "stan_backend": null, "scaling": "minmax"}}
            """)
        let expected = ProphetOptions(
            growth: .logistic, changepoints: [1_580_515_200_000, 1_578_182_400_000], changepointCount: 7,
            changepointRange: 0.9, changepointPriorScale: 0.5, weeklySeasonality: .order(4),
            dailySeasonality: .off, seasonalityMode: .multiplicative, seasonalityPriorScale: 2,
            holidaysMode: .additive, holidaysPriorScale: 3, intervalWidth: 0.95, uncertaintySamples: 0,
            scaling: .minmax)
        #expect(reading.options == expected)
        #expect(reading.notes.isEmpty)
    }

    @Test("Absent options are Prophet's defaults, an empty list of changepoints is none")
    func defaults() throws {
        #expect(try Self.read("{}").options == ProphetOptions())
        #expect(try Self.read(#"{"options": {"changepoints": []}}"#).options.changepoints == [])
        #expect(try Self.read(#"{"options": {"mcmc_samples": 300}}"#).isSampled)
    }

    @Test("Seasonalities, regressors and holidays are read with their defaults")
    func parts() throws {
        let options = try Self.read(
            """
            {"add_seasonality": [{"name": "q", "period": 91.25, "fourier_order": 3, "prior_scale": null,
               "mode": null, "condition_name": "on"}],
             "add_regressor": [{"name": "a"}, {"name": "b", "standardize": true, "mode": "multiplicative"},
               {"name": "c", "standardize": "auto", "prior_scale": 0.5}, {"name": "d", "standardize": false}],
             "holidays": {"holiday": ["x", "y"], "ds": ["2020-01-05", "2020-01-07 12:00:00"],
               "lower_window": [-1, null], "upper_window": [2.0, NaN], "prior_scale": [null, 4]}}
            """
        ).options
        let condition = CustomSeasonality(name: "q", period: 91.25, order: 3, condition: "on")
        #expect(options.seasonalities == [condition])
        #expect(options.regressors.map(\.standardize) == [.auto, .on, .auto, .off])
        #expect(options.regressors.map(\.mode) == [nil, .multiplicative, nil, nil])
        #expect(options.regressors[2].priorScale == 0.5)
        let first = Holiday("x", ds: 1_578_182_400_000, lowerWindow: -1, upperWindow: 2)
        let second = Holiday("y", ds: 1_578_398_400_000, priorScale: 4)
        #expect(options.holidays == [first, second])
    }

    @Test(
        "What cannot be an option is refused",
        arguments: [
            #"{"growth": "cubic"}"#, #"{"n_changepoints": 2.5}"#, #"{"growht": "flat"}"#, #"{"scaling": 3}"#,
            #"{"changepoints": ["banana"]}"#, #"{"weekly_seasonality": "often"}"#,
        ])
    func refused(text: String) throws {
        let json = try JSONValue.parse(text.utf8)
        #expect(throws: ParityError.self) { try RecordedOptions.read(json) }
    }

    @Test("Conditions may be truth values or 0 and 1, values may be text")
    func tables() throws {
        let json = try JSONValue.parse(
            #"{"ds": ["2020-01-01", "2020-01-02"], "y": ["1.5", null], "c": [1, 0], "d": [true, false]}"#.utf8
        )
        var options = ProphetOptions()
        for name in ["c", "d"] {
            options.seasonalities.append(
                CustomSeasonality(name: "s\(name)", period: 3, order: 1, condition: name))
        }
        let table = try RecordedTable(json, "history")
        #expect(try table.frame(options).conditions == ["c": [true, false], "d": [true, false]])
        let y = try #require(try table.numbers("y"))
        #expect(y[0] == 1.5 && y[1].isNaN)
    }
}
