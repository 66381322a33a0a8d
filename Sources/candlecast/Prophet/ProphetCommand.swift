import ArgumentParser

struct ProphetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prophet",
        abstract: "Fit, forecast, judge and tune Prophet's model on any series in a CSV file.",
        discussion: """
            A series is a CSV file with the columns ds and y, and cap, floor, regressors and conditions where the \
            model needs them. The options are Prophet's; its spellings with underscores are understood as well. The \
            fit is the exact optimum, so the same file gives the same numbers.

            EXAMPLES
              candlecast prophet fit sales.csv --model sales.json
              candlecast prophet predict sales.csv --periods 365 --plot sales.html -o forecast.csv
              candlecast prophet cv sales.csv --horizon "90 days"
              candlecast prophet tune sales.csv --horizon "90 days" --grid changepoint_prior_scale=0.01,0.1,0.5
            """,
        subcommands: [
            ProphetFitCommand.self, ProphetPredictCommand.self, ProphetValidateCommand.self,
            ProphetTuneCommand.self,
        ])
}
