import Testing

@testable import ProphetEngine

/// Cross-validation in calendar months.
@Suite("Months")
struct MonthSpansTests {
    private static func time(_ text: String) -> Int64 { GoldenTime.milliseconds(text) }

    @Test(
        "Months keep the day as far as there is one, and the last day stays the last",
        arguments: [
            ("2023-01-15", 1, "2023-02-15"), ("2023-01-31", 1, "2023-02-28"), ("2023-01-30", 1, "2023-02-28"),
            ("2024-02-29", 12, "2025-02-28"), ("2023-02-28", 1, "2023-03-31"),
            ("2023-03-31", -1, "2023-02-28"),
            ("2023-01-15", -13, "2021-12-15"), ("1970-01-01", -1, "1969-12-01"),
            ("2023-01-15 06:30:00", 2, "2023-03-15 06:30:00"),
            ("1969-12-31 23:59:59", 2, "1970-02-28 23:59:59"),
        ])
    func monthsAreAdded(start: String, months: Int, end: String) {
        #expect(MonthSpans.time(Self.time(start), plusMonths: months) == Self.time(end))
    }

    @Test("Every fold of monthly rows forecasts the same number of rows, months being unequal")
    func monthlyRows() throws {
        let dates = try Frequency("ME").dates(after: Self.time("2015-12-31"), count: 60)
        let history = ProphetHistory(ds: dates, y: dates.indices.map { Double($0 % 12) + 0.1 * Double($0) })
        let options = CrossValidationOptions(months: MonthSpans(horizon: 3, period: 1, initial: 36))
        let result = try ProphetModel(options: ProphetOptions(uncertaintySamples: 0))
            .crossValidation(history, options)
        #expect(result.folds.count == 60 - 3 - 36)
        #expect(result.cutoffs == Array(dates[36..<57]))
        #expect(result.folds.allSatisfy { $0.rows.count == 3 })
        let metrics = try result.performanceMetrics([.mae], rollingWindow: 0, monthly: true)
        #expect(metrics.horizons == [1, 2, 3])
        #expect(metrics.unit == .months)
    }

    @Test("A gap longer than the horizon is stepped over")
    func gapsAreSteppedOver() throws {
        let days = (0..<400).filter { !(120..<300).contains($0) }.map { Int64($0) * 86_400_000 }
        let cutoffs = try MonthSpans(horizon: 1, period: 1, initial: 1).cutoffs(times: days, shortest: 0)
        #expect(cutoffs.count >= 4)
        for cutoff in cutoffs {
            let end = MonthSpans.time(cutoff, plusMonths: 1)
            #expect(days.contains { $0 > cutoff && $0 <= end })
        }
    }

    @Test("Spans without months, or longer than the history, are refused")
    func refusesSpans() throws {
        let history = SyntheticSeries.daily(rows: 200, seed: 1)
        let model = try ProphetModel()
        func check(_ spans: MonthSpans, _ isExpected: (ProphetError) -> Bool) {
            do throws(ProphetError) {
                _ = try model.crossValidation(history, CrossValidationOptions(months: spans))
                Issue.record("\(spans) was taken")
            } catch {
                #expect(isExpected(error), "\(error)")
            }
        }
        check(MonthSpans(horizon: 0)) { if case .duration("horizon", 0) = $0 { true } else { false } }
        check(MonthSpans(horizon: 1, period: .min)) {
            if case .duration("period", _) = $0 { true } else { false }
        }
        check(MonthSpans(horizon: .max)) { if case .duration("horizon", _) = $0 { true } else { false } }
        check(MonthSpans(horizon: 12)) { if case .lessDataThanHorizon = $0 { true } else { false } }
        check(MonthSpans(horizon: 3)) { if case .noCutoffs = $0 { true } else { false } }
    }
}
