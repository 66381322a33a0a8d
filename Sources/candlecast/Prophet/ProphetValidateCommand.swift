import ArgumentParser
import Foundation
import ProphetEngine
import ProphetInterchange
import Reporting

struct ProphetValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cv",
        abstract: "Judge the model: forecast parts of the history from what came before them.",
        discussion: """
            Each fold knows only what was known at its cutoff; --prophet-compatible lets it know what Prophet's own \
            cross-validation does.

            EXAMPLES
              candlecast prophet cv sales.csv --horizon "90 days"
              candlecast prophet cv sales.csv --horizon 365d --initial 730d --period 180d --plot rmse.svg -o rows.csv
            """)

    @Argument(help: "The series: a CSV file with the columns ds and y; - for stdin.")
    var data: String

    @OptionGroup(title: "Cross-validation") var folds: FoldOptions

    @Option(help: ArgumentHelp("The share of all forecasts that a value rests on.", valueName: "share"))
    var rollingWindow = 0.1

    @Option(
        help: ArgumentHelp(
            "With commas, of mse, rmse, mae, mape, mdape, smape, coverage.", valueName: "list"),
        transform: MetricList.init(text:))
    var metrics = MetricList(metrics: Metric.allCases)

    @Flag(help: "Horizons in calendar months.")
    var monthly = false

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "Write every forecast beside what happened to this CSV file; - for stdout, in place of the table.",
            valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("Draw a metric by horizon (.svg).", valueName: "file"),
        transform: PlotFile.init(text:))
    var plot: PlotFile?

    @Option(help: ArgumentHelp("The metric that is drawn.", valueName: "metric"))
    var plotMetric = Metric.rmse

    @OptionGroup(title: "Model") var options: ProphetModelOptions
    @OptionGroup(title: "Output") var talk: OutputOptions

    func validate() throws {
        if plot?.form == .html { throw ValidationError("--plot draws an .svg here.") }
        if talk.json, OutputFile.isStdout(output) {
            throw ValidationError("--json writes to stdout already; give --output a file.")
        }
    }

    func run() async throws {
        let console = talk.console
        try OutputFile.check([output, plot?.path], inputs: [data, options.holidays])
        let options = try options.options(console)
        let model = try self.options.engine(options)
        let history = try ProphetFiles.history(data, options)
        let folds = folds.options(for: options, console)
        let name = InputFile.name(data)
        try ProphetFailure.worded(file: name, rows: [RowSource(name, history)]) {
            try report(try model.crossValidation(history, folds), console)
        }
    }

    private func report(_ result: CrossValidation, _ console: Console) throws {
        for note in result.notes { console.warn(FoldOptions.text(note)) }
        if rollingWindow > 1 {
            console.warn("--rolling-window \(rollingWindow) is more than all forecasts; 1 is all of them")
        }
        let values = try result.performanceMetrics(
            metrics.metrics, rollingWindow: rollingWindow, monthly: monthly)
        let overall = try result.performanceMetrics(metrics.metrics, rollingWindow: 1, monthly: monthly)
        for skip in values.skipped { console.warn(skip.description) }
        if let output { try OutputFile.write(Self.csv(result), to: output) }
        if let plot { try draw(result, to: plot) }
        let table = MetricTable(result: result, values: values, overall: overall)
        if talk.json {
            console.result(try JSONText.document("candlecast.prophet.cv/1", table.document))
        } else if !OutputFile.isStdout(output) {
            for line in table.lines(hasColor: console.outputHasColor) { console.result(line) }
        }
        if let output, !OutputFile.isStdout(output) {
            console.note("\(output)  \(Figure.count(result.count, "row"))")
        }
        if let plot { console.note(plot.path) }
    }

    private func draw(_ result: CrossValidation, to plot: PlotFile) throws {
        let values = { (metrics: PerformanceMetrics) in
            zip(metrics.horizons, metrics.values(plotMetric) ?? []).map(HorizonValue.init)
        }
        let points = try result.performanceMetrics([plotMetric], rollingWindow: -1, monthly: monthly)
        let curve = try result.performanceMetrics(
            [plotMetric], rollingWindow: rollingWindow, monthly: monthly)
        if let skip = curve.skipped.first {
            throw ProgramError.usage("\(skip).", remedy: "Draw another with --plot-metric.")
        }
        let chart = MetricChart(
            metric: plotMetric.rawValue, points: values(points), curve: values(curve), isMonthly: monthly)
        try OutputFile.write(chart.document(), to: plot.path)
    }

    /// The forecasts with Prophet's columns.
    private static func csv(_ result: CrossValidation) -> String {
        let bounds: [(String, CSVValues)] =
            result.hasIntervals
            ? [("yhat_lower", .numbers(result.yhatLower)), ("yhat_upper", .numbers(result.yhatUpper))] : []
        let columns: [(String, CSVValues)] =
            [("ds", .times(result.ds)), ("yhat", .numbers(result.yhat))] + bounds
            + [("y", .numbers(result.y)), ("cutoff", .times(result.cutoff))]
        return ProphetCSV.encode(names: columns.map(\.0), columns: columns.map(\.1))
    }
}
