import ArgumentParser
import ProphetEngine

/// The options of the model, with Prophet's names and defaults.
struct ProphetModelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("linear, logistic or flat.", valueName: "shape"))
    var growth = Growth.linear

    @Option(
        help: ArgumentHelp(
            "Dates at which the trend may bend, with commas; \"\" for none.", valueName: "dates"),
        transform: TimeList.init(text:))
    var changepoints: TimeList?

    @Option(
        name: [.customLong("changepoint-count"), .customLong("n-changepoints")],
        help: ArgumentHelp("How many changepoints are placed.", valueName: "number"))
    var changepointCount = 25

    @Option(help: ArgumentHelp("The share of the history in which the trend may bend.", valueName: "share"))
    var changepointRange = 0.8

    @Option(help: ArgumentHelp("How easily the trend bends.", valueName: "scale"))
    var changepointPriorScale = 0.05

    @Option(
        help: ArgumentHelp("auto, true, false or a Fourier order; auto if left out.", valueName: "setting"),
        transform: SeasonalitySetting.init(text:))
    var yearlySeasonality = SeasonalitySetting.auto

    @Option(
        help: ArgumentHelp("auto, true, false or a Fourier order; auto if left out.", valueName: "setting"),
        transform: SeasonalitySetting.init(text:))
    var weeklySeasonality = SeasonalitySetting.auto

    @Option(
        help: ArgumentHelp("auto, true, false or a Fourier order; auto if left out.", valueName: "setting"),
        transform: SeasonalitySetting.init(text:))
    var dailySeasonality = SeasonalitySetting.auto

    @Option(
        help: ArgumentHelp(
            "A further seasonality, its period in days: name=monthly,period=30.5,order=5, and if wanted mode=…, prior=…, condition=COLUMN. May be given more than once.",
            valueName: "parts"),
        transform: ComponentText.seasonality)
    var seasonality: [CustomSeasonality] = []

    @Option(help: ArgumentHelp("additive or multiplicative.", valueName: "mode"))
    var seasonalityMode = ComponentMode.additive

    @Option(help: ArgumentHelp("How strong seasonalities may be.", valueName: "scale"))
    var seasonalityPriorScale = 10.0

    @Option(
        help: ArgumentHelp(
            "A table (.csv: holiday,ds and if wanted lower_window,upper_window,prior_scale) or calendar (.ics).",
            valueName: "file"))
    var holidays: String?

    @Option(
        help: ArgumentHelp("additive or multiplicative; as seasonalities if left out.", valueName: "mode"))
    var holidaysMode: ComponentMode?

    @Option(help: ArgumentHelp("How strong holidays and regressors may be.", valueName: "scale"))
    var holidaysPriorScale = 10.0

    @Option(
        help: ArgumentHelp(
            "A column that explains the series: its name, and if wanted mode=…, prior=…, standardize=auto|on|off. May be given more than once.",
            valueName: "parts"),
        transform: ComponentText.regressor)
    var regressor: [Regressor] = []

    @Option(help: ArgumentHelp("Draws of the posterior; 0 fits the optimum.", valueName: "number"))
    var mcmcSamples = 0

    @Option(help: ArgumentHelp("nuts or laplace.", valueName: "name"))
    var sampler = PosteriorSampler.nuts

    @Option(help: ArgumentHelp("The mass of the interval.", valueName: "share"))
    var intervalWidth = 0.8

    @Option(help: ArgumentHelp("Simulated paths; 0 for no intervals.", valueName: "number"))
    var uncertaintySamples = 1000

    @Option(help: ArgumentHelp("absmax or minmax.", valueName: "name"))
    var scaling = Scaling.absmax

    func validate() throws {
        for name in Self.repeated(seasonality.map(\.name)) {
            throw ValidationError(
                "--seasonality \(name) is given twice; every seasonality needs its own name.")
        }
        for name in Self.repeated(regressor.map(\.name)) {
            throw ValidationError("--regressor \(name) is given twice; give each regressor once.")
        }
    }

    private static func repeated(_ names: [String]) -> [String] {
        names.indices.filter { names[..<$0].contains(names[$0]) }.map { names[$0] }
    }

    /// The options as the engine takes them, with the holidays of the file.
    ///
    /// - Parameter console: Is told what was passed over in that file.
    /// - Returns: The options.
    /// - Throws: ``ProgramError`` or an `InterchangeError` if the file cannot be read.
    func options(_ console: Console) throws -> ProphetOptions {
        ProphetOptions(
            growth: growth, changepoints: changepoints?.times, changepointCount: changepointCount,
            changepointRange: changepointRange, changepointPriorScale: changepointPriorScale,
            yearlySeasonality: yearlySeasonality, weeklySeasonality: weeklySeasonality,
            dailySeasonality: dailySeasonality, seasonalities: seasonality, seasonalityMode: seasonalityMode,
            seasonalityPriorScale: seasonalityPriorScale,
            holidays: try holidays.map { try ProphetFiles.holidays($0) { console.warn($0) } } ?? [],
            holidaysMode: holidaysMode, holidaysPriorScale: holidaysPriorScale, regressors: regressor,
            mcmcSamples: mcmcSamples, sampler: sampler, intervalWidth: intervalWidth,
            uncertaintySamples: uncertaintySamples, scaling: scaling)
    }

    /// The engine of some options.
    ///
    /// - Throws: ``ProphetFailure``, which names the file of the holidays if they are at fault.
    func engine(_ options: ProphetOptions) throws -> ProphetModel {
        try ProphetFailure.worded(file: holidays) { try ProphetModel(options: options) }
    }
}
