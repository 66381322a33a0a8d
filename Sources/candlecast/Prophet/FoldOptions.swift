import ArgumentParser
import ProphetEngine

/// Where the cutoffs of a cross-validation lie, and what its folds may know.
struct FoldOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How far each fold forecasts, such as \"30 days\" or 12h.", valueName: "time"),
        transform: TimeSpan.init(text:))
    var horizon: TimeSpan

    @Option(
        help: ArgumentHelp(
            "The history of the first fold; three horizons or the longest seasonality if left out.",
            valueName: "time"),
        transform: TimeSpan.init(text:))
    var initial: TimeSpan?

    @Option(
        help: ArgumentHelp("From cutoff to cutoff; half the horizon if left out.", valueName: "time"),
        transform: TimeSpan.init(text:))
    var period: TimeSpan?

    @Option(
        help: ArgumentHelp("The cutoffs themselves, with commas.", valueName: "dates"),
        transform: TimeList.init(text:))
    var cutoffs: TimeList?

    @Flag(help: "Let the folds know what Prophet's cross-validation lets them know.")
    var prophetCompatible = false

    @Option(
        help: ArgumentHelp(
            "A regressor whose future values are known in advance. May be given more than once.",
            valueName: "name"))
    var knownRegressor: [String] = []

    @Option(
        help: ArgumentHelp(
            "simulated as Prophet does, simulated-times for changes at any time, or exact.",
            valueName: "method"))
    var intervals = IntervalMethod.simulated

    @Option(help: ArgumentHelp("The seed of everything random.", valueName: "number"))
    var seed: UInt64 = 1

    func validate() throws {
        if cutoffs != nil, initial != nil || period != nil {
            throw ValidationError("--cutoffs leaves no room for --initial and --period.")
        }
    }

    /// The options as the engine takes them.
    ///
    /// - Parameters:
    ///   - model: The options of the model.
    ///   - console: Is told what has no effect.
    /// - Returns: The options.
    func options(for model: ProphetOptions, _ console: Console) -> CrossValidationOptions {
        let names = model.regressors.map(\.name)
        for name in knownRegressor where !names.contains(name) {
            console.warn("--known-regressor \(name) names no --regressor, and has no effect")
        }
        var times: [Int64]?
        if let cutoffs {
            let once = Set(cutoffs.times)
            for time in once.sorted() where cutoffs.times.count(where: { $0 == time }) > 1 {
                console.warn("the cutoff \(TimeList.text(time)) is given more than once; it is used once")
            }
            times = once.sorted()
        }
        ProphetWords.sayExact(intervals, model.growth, isSampled: model.mcmcSamples > 0, console)
        return CrossValidationOptions(
            horizon: horizon.milliseconds, period: period?.milliseconds, initial: initial?.milliseconds,
            cutoffs: times, mode: prophetCompatible ? .prophet : .leakFree,
            knownRegressors: Set(knownRegressor), intervals: intervals, seed: seed)
    }

    /// A note in words, with times people read.
    static func text(_ note: CrossValidationNote) -> String {
        guard case .seasonalityLongerThanInitial(let name, let period, let initial) = note else {
            return note.description
        }
        return
            "the \(name) seasonality has a period of \(TimeSpan.text(Int64(period.rounded()))), more than the"
            + " initial window of \(TimeSpan.text(initial))"
    }
}
