import Testing

@testable import ProphetEngine

/// Small models of every growth and mode, with a regressor and a condition among the columns.
struct ModelCase: Sendable, CustomTestStringConvertible {
    let growth: Growth
    let mode: ComponentMode

    static let all = [Growth.linear, .logistic, .flat].flatMap { growth in
        ComponentMode.allCases.map { ModelCase(growth: growth, mode: $0) }
    }

    var testDescription: String { "\(growth) \(mode)" }

    var options: ProphetOptions {
        ProphetOptions(
            growth: growth, changepointCount: 6, yearlySeasonality: .off, weeklySeasonality: .off,
            seasonalities: [
                CustomSeasonality(name: "week", period: 7, order: 2, condition: "even"),
                CustomSeasonality(name: "month", period: 30.5, order: 1, mode: .additive),
            ],
            seasonalityMode: mode, regressors: [Regressor("wave")])
    }

    /// The model set up for a series of a seed.
    func prepared(rows: Int, seed: UInt64) throws -> PreparedModel {
        try PreparedModel(options: options, history: SyntheticSeries.rich(rows: rows, seed: seed))
    }
}
