import ArgumentParser
import Candles
import Forecasting
import Foundation
import ProphetEngine

/// The options of a forecast and of its study.
struct ForecastOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Days ahead.", valueName: "days"))
    var horizon = 30

    @Option(help: ArgumentHelp("The seed of everything random.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        name: .customLong("interval-width"),
        help: ArgumentHelp("The mass of the interval.", valueName: "share"))
    var intervalWidth = 0.8

    @Option(help: ArgumentHelp("The most cutoffs of the study.", valueName: "number"))
    var cutoffs = 24

    @Option(
        name: .customLong("seasonality-mode"),
        help: ArgumentHelp("additive or multiplicative.", valueName: "mode"))
    var seasonalityMode = SeasonalityMode.additive

    @Option(
        name: .customLong("changepoint-prior-scale"),
        help: ArgumentHelp("How easily the trend bends.", valueName: "scale"))
    var changepointPriorScale = 0.05

    @Option(
        name: .customLong("changepoint-range"),
        help: ArgumentHelp("The share of the history in which the trend may bend.", valueName: "share"))
    var changepointRange = 0.8

    @Flag(
        name: .customLong("linear-scale"),
        help: "Fit the price itself instead of its logarithm; the forecast can then fall below 0.")
    var linearScale = false

    func validate() throws {
        guard (1...3650).contains(horizon) else {
            throw ValidationError("--horizon must be 1 to 3650, was \(horizon).")
        }
        guard intervalWidth > 0, intervalWidth < 1 else {
            throw ValidationError("--interval-width must be between 0 and 1, was \(intervalWidth).")
        }
        guard (1...1000).contains(cutoffs) else {
            throw ValidationError("--cutoffs must be 1 to 1000, was \(cutoffs).")
        }
        guard changepointPriorScale > 0, changepointPriorScale.isFinite else {
            throw ValidationError("--changepoint-prior-scale must be above 0, was \(changepointPriorScale).")
        }
        guard (0...1).contains(changepointRange) else {
            throw ValidationError("--changepoint-range must be 0 to 1, was \(changepointRange).")
        }
    }

    /// The options of the rolling-origin study.
    var study: StudyOptions {
        StudyOptions(horizon: horizon, maximumCutoffs: cutoffs, intervalWidth: intervalWidth, seed: seed)
    }

    /// The models that are tried; the baselines come by themselves.
    var models: [ForecastModel] {
        var options = ProphetOptions()
        options.seasonalityMode = seasonalityMode == .additive ? .additive : .multiplicative
        options.changepointPriorScale = changepointPriorScale
        options.changepointRange = changepointRange
        options.dailySeasonality = .off
        return [.prophet(options, logScale: !linearScale)]
    }

    /// The options as people read them.
    var words: String {
        "\(horizon) days ahead, \(NumberText.percent(intervalWidth, places: 0)) interval, at most \(cutoffs) cutoffs;"
            + " Prophet on the \(linearScale ? "price" : "logarithm of the price"), \(seasonalityMode.rawValue)"
            + " seasonality, changepoint prior scale \(Decimal.text(changepointPriorScale)), changepoint range"
            + " \(Decimal.text(changepointRange))"
    }

    /// The options as one JSON object, kept with the forecast.
    var provenance: String {
        let fields = [
            "\"horizon\":\(horizon)", "\"interval_width\":\(intervalWidth)", "\"cutoffs\":\(cutoffs)",
            "\"seasonality_mode\":\"\(seasonalityMode.rawValue)\"",
            "\"changepoint_prior_scale\":\(changepointPriorScale)",
            "\"changepoint_range\":\(changepointRange)",
            "\"scale\":\"\(linearScale ? "linear" : "log")\"",
        ]
        return "{" + fields.joined(separator: ",") + "}"
    }
}

/// How seasonality enters the model.
enum SeasonalityMode: String, CaseIterable, ExpressibleByArgument {
    case additive
    case multiplicative
}
