import ArgumentParser
import ProphetEngine

/// An error of the engine in the words of the command line: with dates instead of milliseconds, and with the option
/// that helps.
struct ProphetFailure: Error, CustomStringConvertible {
    /// What the engine says.
    let error: ProphetError

    /// Runs a piece of work whose errors of the engine get their words.
    static func worded<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as ProphetError {
            throw ProphetFailure(error: error)
        }
    }

    var description: String { "\(problem) \(remedy)" }

    private var problem: String {
        let day = { (time: Int64) in TimeList.text(time) }
        let span = { (length: Int64) in TimeSpan.text(length) }
        switch error {
        case .changepointOutside(let time, let first, let last):
            return "the changepoint \(day(time)) lies outside the history, \(day(first)) to \(day(last))."
        case .equalTimes(let time):
            return "all rows have the same time, \(day(time)), so no trend over time can be fitted."
        case .duration(let name, let length): return "the \(name) is \(span(length)); it must be positive."
        case .lessDataThanHorizon(let horizon, let length):
            return "the history spans \(span(length)), which is less than the horizon of \(span(horizon))."
        case .noCutoffs(let initial, let horizon, let length):
            return
                "the history spans \(span(length)), too little for an initial window of \(span(initial)) and a"
                + " horizon of \(span(horizon))."
        case .cutoffTooEarly(let cutoff, let first):
            return "the cutoff \(day(cutoff)) is not after the first row, \(day(first))."
        case .cutoffTooLate(let cutoff, let latest):
            return
                "the cutoff \(day(cutoff)) leaves less than the horizon; the latest possible one is \(day(latest))."
        case .tooFewRowsBeforeCutoff(let cutoff, let rows):
            return "\(rows) rows lie before the cutoff \(day(cutoff)); a fit needs at least 2."
        default: return error.problem
        }
    }

    private var remedy: String {
        switch error {
        case .futureUnknown(let name):
            "If it is known in advance, say --known-regressor \(name); --prophet-compatible takes all as known."
        case .frequency: "Say --frequency, for example D, W, MS, h or 15min."
        case .tooFewRowsBeforeCutoff: "Increase --initial."
        case .noCutoffs: "Shorten --initial or --horizon."
        case .noHistory:
            "Save the model with --keep-history, give the CSV file instead, or say --no-include-history."
        default: error.remedy
        }
    }

    /// The exit code: 64 where another option helps, 65 where the data must change.
    static func code(_ error: ProphetError) -> Failure.Code {
        switch error {
        case .changepointRange, .changepointCount, .changepointOutside, .intervalWidth, .uncertaintySamples,
            .mcmcSamples, .priorScale, .reservedName, .nameTaken, .seasonalityPeriod, .fourierOrder,
            .frequency,
            .periods, .duration, .cutoffTooEarly, .cutoffTooLate, .futureUnknown, .metricTwice,
            .rollingWindow,
            .nothingToTune:
            .usage
        default: .badData
        }
    }
}
