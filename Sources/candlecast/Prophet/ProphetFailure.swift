import ArgumentParser
import ProphetEngine

/// An error of the engine in the words of the command line: with dates instead of milliseconds, and with the option
/// that helps.
struct ProphetFailure: Error, CustomStringConvertible {
    /// What the engine says.
    let error: ProphetError
    /// The file that it says so about.
    var file: String?
    /// Where rows came from.
    var rows: [RowSource] = []

    /// Runs a piece of work whose errors of the engine get their words.
    ///
    /// - Parameters:
    ///   - file: The file whose content is at fault where no option is.
    ///   - rows: Where rows came from, in the order in which an error is looked for.
    ///   - body: The work.
    /// - Returns: What the work gives.
    /// - Throws: ``ProphetFailure``, and whatever else the work throws.
    static func worded<Result>(
        file: String? = nil, rows: [RowSource] = [], _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as ProphetError {
            throw ProphetFailure(error: error, file: file, rows: rows)
        }
    }

    var description: String {
        for source in rows {
            if let problem = source.problem(error) { return "\(source.name): \(problem) \(remedy)" }
        }
        let isFile = Self.code(error) == .badData
        return (isFile ? file.map { $0 + ": " } ?? "" : "") + "\(problem) \(remedy)"
    }

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
            return "\(Figure.count(rows, "row")) before the cutoff \(day(cutoff)); a fit needs at least 2."
        case .tooFewRows(let rows):
            return "the history has \(Figure.count(rows, "row")) with a value; a model needs at least 2."
        case .capNotAboveFloor(_, let cap, let floor):
            return "the cap \(Figure.plain(cap)) is not above the floor \(Figure.plain(floor))."
        case .regressorValue(let name, _, _):
            return "the regressor \(name) has no value in a row that needs it."
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
