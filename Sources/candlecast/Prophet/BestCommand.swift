import ProphetEngine

/// The command that forecasts with the options that a search found best, and what has to be filled in before it runs.
struct BestCommand {
    /// The command.
    let line: String
    /// What has to be filled in; nil if nothing.
    let needs: String?

    /// The name that stands for a file that only the user can make.
    private static let placeholder = "FUTURE.csv"

    /// The command of a set of options.
    ///
    /// - Parameters:
    ///   - data: The file of the series.
    ///   - options: The options.
    ///   - holidays: The file of the holidays.
    ///   - history: The series.
    ///   - periods: How many rows are forecast where their times are all that is needed.
    init(
        data: String, options: ProphetOptions, holidays: String?, history: ProphetHistory, periods: Int
    ) {
        var words = ["candlecast", "prophet", "predict", data]
        words += ModelWords.arguments(options, holidays: holidays)
        var columns =
            options.regressors.map(\.name) + Set(options.seasonalities.compactMap(\.condition)).sorted()
        if options.growth == .logistic {
            for (name, values) in [("cap", history.frame.cap), ("floor", history.frame.floor)] {
                guard let values, let value = values.first else { continue }
                if values.allSatisfy({ $0 == value }) {
                    words += ["--\(name)", Figure.plain(value)]
                } else {
                    columns.append(name)
                }
            }
        }
        words += columns.isEmpty ? ["--periods", "\(periods)"] : ["--future", Self.placeholder]
        line = ModelWords.line(words)
        var needs: [String] = []
        if !columns.isEmpty {
            let names = (["ds"] + columns).joined(separator: ", ")
            needs.append(
                "\(Self.placeholder) is yours to write: the rows to forecast, with the columns \(names)")
        }
        if data == "-" { needs.append("the series goes to stdin again") }
        self.needs = needs.isEmpty ? nil : needs.joined(separator: "; ")
    }
}
