import ArgumentParser
import Foundation
import ProphetEngine
import ProphetInterchange
import Reporting

struct ProphetPredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Forecast a series, from its CSV file or from a saved model.",
        discussion: """
            A terminal gets a table of the future rows, a pipe or a file on stdout the whole forecast as CSV. With -o \
            the whole forecast goes to a file, and stdout gets the table.

            EXAMPLES
              candlecast prophet predict sales.csv --periods 365 --plot sales.html
              candlecast prophet predict --model sales.json --periods 12 --frequency MS --no-include-history
              candlecast prophet predict sales.csv --regressor promo --future coming.csv -o forecast.csv
            """)

    @Argument(help: "The series: a CSV file with the columns ds and y; - for stdin.")
    var data: String?

    @Option(
        help: ArgumentHelp(
            "A saved model instead of a series: Prophet's JSON or the compact form.", valueName: "file"))
    var model: String?

    @Option(help: ArgumentHelp("How many rows after the history.", valueName: "number"))
    var periods: Int?

    @Option(
        name: [.long, .customLong("freq")],
        help: ArgumentHelp(
            "How far apart they are: D, W, MS, ME, QS, YS, B, h, 15min …; as in the history if left out.",
            valueName: "step"))
    var frequency: String?

    @Option(
        help: ArgumentHelp(
            "The future rows instead: a CSV file with ds, and cap, floor, regressors and conditions as needed.",
            valueName: "file"))
    var future: String?

    @Flag(inversion: .prefixedNo, help: "Forecast the times of the history as well.")
    var includeHistory = true

    @Option(help: ArgumentHelp("The cap of all future rows.", valueName: "value"))
    var cap: Double?

    @Option(help: ArgumentHelp("The floor of all future rows.", valueName: "value"))
    var floor: Double?

    @Option(help: ArgumentHelp("The seed of the simulated paths.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "simulated as Prophet does, simulated-times for changes at any time, or exact.",
            valueName: "method"))
    var intervals = IntervalMethod.simulated

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Write the whole forecast to this CSV file; - for stdout.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Write every simulated path to this CSV file: ds,sample,yhat,trend.", valueName: "file"))
    var samples: String?

    @Flag(help: "Write the whole forecast as CSV to a terminal, too.")
    var csv = false

    @Option(
        help: ArgumentHelp("Draw the forecast (.svg), or it and its components (.html).", valueName: "file"),
        transform: PlotFile.init(text:))
    var plot: PlotFile?

    @Option(
        help: ArgumentHelp("Draw the components (.svg).", valueName: "file"),
        transform: PlotFile.init(text:))
    var plotComponents: PlotFile?

    @Flag(help: "Draw the trend and the changepoints at which it bends over the forecast.")
    var plotChangepoints = false

    @OptionGroup(title: "Model") var options: ProphetModelOptions
    @OptionGroup(title: "Output") var talk: OutputOptions

    func validate() throws {
        guard (data == nil) != (model == nil) else {
            throw ValidationError("give either a series (CSV) or --model FILE, and not both.")
        }
        if periods == nil, future == nil {
            throw ValidationError(
                "say what to forecast: --periods NUMBER rows after the history, or the rows of --future FILE."
            )
        }
        if periods != nil, future != nil {
            throw ValidationError("--periods and --future exclude each other.")
        }
        if future != nil, frequency != nil { throw ValidationError("--frequency goes with --periods only.") }
        if let frequency {
            do {
                _ = try Frequency(frequency)
            } catch {
                throw ValidationError(ProphetFailure(error: error).description)
            }
        }
        if let periods, periods < 0 {
            throw ValidationError("--periods must be 0 or more, was \(periods).")
        }
        if talk.json, takesStdout {
            throw ValidationError("--json writes to stdout already; give the other output a file.")
        }
        if csv, talk.json { throw ValidationError("--csv and --json exclude each other.") }
        if plotComponents?.form == .html {
            throw ValidationError("--plot-components draws an .svg; --plot FILE.html holds the components.")
        }
    }

    /// Whether a file that is asked for is stdout.
    private var takesStdout: Bool { OutputFile.isStdout(output) || OutputFile.isStdout(samples) }

    func run() async throws {
        let console = talk.console
        try OutputFile.check(
            [output, samples, plot?.path, plotComponents?.path],
            inputs: [data, model, future, options.holidays])
        let (fitted, known) = try fittedModel(console)
        // What a saved model leaves out cannot be switched on here.
        let isFresh = model == nil
        ProphetWords.say(
            fitted.report.warnings.filter { warning in
                if case .seasonalityDisabled = warning { isFresh } else { true }
            }, console)
        ProphetWords.sayExact(
            intervals, fitted.options.growth, isSampled: fitted.draws != nil,
            hasPredictor: fitted.regressors.contains { $0.predictor != nil }, console)
        let rows = FutureRows(model: fitted, known: known, cap: cap, floor: floor)
        let source = InputFile.name(data ?? model ?? "")
        let frame = try ProphetFailure.worded(file: future.map(InputFile.name) ?? source) {
            try self.frame(rows, console)
        }
        if let note = HolidayReach.note(fitted, forecast: frame.ds) { console.note(note) }
        let forecast = try ProphetFailure.worded(
            file: source,
            rows: (includeHistory ? [RowSource(source, known)] : [])
                + (future.map { [RowSource(InputFile.name($0), frame)] } ?? [])
        ) {
            if let samples { try writeSamples(fitted, frame, to: samples) }
            return try fitted.predict(frame, seed: seed, intervals: intervals)
        }
        let table = ForecastTable(forecast: forecast, model: fitted)
        if let output { try OutputFile.write(table.csv, to: output) }
        let pictures = try draw(fitted, forecast)
        if talk.json {
            console.result(try JSONText.document("candlecast.prophet.forecast/1", table.document))
        } else if takesStdout {
            // What was asked for is all that stdout gets.
        } else if output == nil, csv || isatty(STDOUT_FILENO) == 0 {
            console.result(String(table.csv.dropLast()))
        } else {
            for line in table.lines(hasColor: console.outputHasColor) { console.result(line) }
        }
        if let output, !OutputFile.isStdout(output) {
            console.note("\(output)  \(Figure.count(forecast.ds.count, "row"))")
        }
        for picture in pictures { console.note(picture) }
    }

    /// Writes the simulated paths, row after row.
    private func writeSamples(_ fitted: FittedProphet, _ frame: ProphetFrame, to path: String) throws {
        guard fitted.options.uncertaintySamples > 0 else {
            throw ProgramError.usage(
                "the model simulates no paths.", remedy: "Say --uncertainty-samples, for example 1000.")
        }
        let samples = try fitted.predictiveSamples(frame, seed: seed, method: intervals)
        let numbers = (1...samples.samples).map { "\($0)" }
        let text = ProphetCSV.encode(
            names: ["ds", "sample", "yhat", "trend"],
            columns: [
                .times(samples.ds.flatMap { [Int64](repeating: $0, count: samples.samples) }),
                .texts(samples.ds.flatMap { _ in numbers }), .numbers(samples.yhat),
                .numbers(samples.trend),
            ])
        try OutputFile.write(text, to: path)
    }

    /// The model, and the rows of the past with their columns.
    private func fittedModel(_ console: Console) throws -> (FittedProphet, ProphetFrame) {
        var options = try options.options(console)
        if let model {
            // The dates of the holidays of a country are no part of Prophet's file.
            let holidays = options.holidays
            options.holidays = []
            guard options == ProphetOptions() else {
                throw ProgramError.usage(
                    "the options of a saved model cannot be changed.",
                    remedy: "Leave the options of the model out, or give the series instead of the model.")
            }
            let fitted = try ProphetFiles.model(model, holidays: holidays)
            return (fitted, fitted.history.frame)
        }
        let engine = try self.options.engine(options)
        let history = try ProphetFiles.history(data ?? "-", options)
        let name = InputFile.name(data ?? "-")
        return try ProphetFailure.worded(file: name, rows: [RowSource(name, history)]) {
            (try engine.fit(history, seed: seed), history.frame)
        }
    }

    /// The rows to forecast.
    private func frame(_ rows: FutureRows, _ console: Console) throws -> ProphetFrame {
        if let future {
            return try rows.rows(
                of: try ProphetFiles.frame(future, rows.model), includesHistory: includeHistory)
        }
        let periods = periods ?? 0
        let step = try step(rows.model, periods, console)
        let times =
            periods == 0
            ? [] : try rows.model.makeFutureDates(periods: periods, frequency: step, includesHistory: false)
        return try rows.rows(at: times, includesHistory: includeHistory)
    }

    /// The step between future rows; nil takes that of the history.
    private func step(_ model: FittedProphet, _ periods: Int, _ console: Console) throws -> Frequency? {
        if let frequency { return try Frequency(frequency) }
        guard periods > 0 else { return nil }
        do {
            _ = try model.makeFutureDates(periods: 1, frequency: nil, includesHistory: false)
            return nil
        } catch {
            guard case .frequency = error else { throw error }
            console.warn("the times of the history have no common step; rows are a day apart (--frequency)")
            return .days(1)
        }
    }

    /// Draws what is wanted; the paths of the files.
    private func draw(_ fitted: FittedProphet, _ forecast: ProphetForecast) throws -> [String] {
        let name = URL(filePath: data ?? model ?? "").deletingPathExtension().lastPathComponent
        let report = ProphetReport(
            title: name == "-" ? "Forecast" : name, program: Context.program, model: fitted,
            forecast: forecast,
            marksChangepoints: plotChangepoints)
        return try ProphetFailure.worded {
            try plot?.write(report)
            if let plotComponents {
                try OutputFile.write(try report.componentCharts(), to: plotComponents.path)
            }
            return [plot, plotComponents].compactMap { $0?.path }
        }
    }
}
