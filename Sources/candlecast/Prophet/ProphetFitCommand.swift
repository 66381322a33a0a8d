import ArgumentParser
import ProphetEngine

struct ProphetFitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit the model to a series, say how the fit went, and save it.",
        discussion: """
            EXAMPLES
              candlecast prophet fit sales.csv
              candlecast prophet fit sales.csv --growth logistic --model sales.json
              candlecast prophet fit sales.csv --holidays closed.ics --regressor promo,mode=multiplicative --json
            """)

    @Argument(help: "The series: a CSV file with the columns ds and y; - for stdin.")
    var data: String

    @Option(
        help: ArgumentHelp(
            "Where the model is saved: .json as Prophet saves it, .ccm in the compact form.",
            valueName: "file"))
    var model: String?

    @Flag(
        help: "Keep the history in a compact model: for pictures, and for rows of the past with regressors.")
    var keepHistory = false

    @Option(help: ArgumentHelp("The seed of the draws of the posterior.", valueName: "number"))
    var seed: UInt64 = 1

    @OptionGroup(title: "Model") var options: ProphetModelOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let model { _ = try ProphetFiles.Kind(path: model) }
    }

    func run() async throws {
        let console = output.console
        try OutputFile.check([model], inputs: [data, options.holidays])
        let options = try options.options(console)
        let engine = try self.options.engine(options)
        let history = try ProphetFiles.history(data, options)
        let name = InputFile.name(data)
        let fitted = try ProphetFailure.worded(file: name, rows: [RowSource(name, history)]) {
            try engine.fit(history, seed: seed)
        }
        var document = FitDocument(fitted)
        if let model {
            try ProphetFiles.write(fitted, keepsHistory: keepHistory, to: model)
            document.model = model
        }
        ProphetWords.say(fitted.report.warnings, console)
        if let note = HolidayReach.note(fitted, forecast: []) { console.note(note) }
        if output.json {
            console.result(try JSONText.document("candlecast.prophet.fit/1", document))
        } else {
            for line in document.lines(hasColor: console.outputHasColor) { console.result(line) }
        }
    }
}
