import ArgumentParser
import ProphetEngine

struct ProphetTuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Find the options that forecast best, by cross-validation.",
        discussion: """
            Every combination of the values of --grid is tried, or with --random some of them. What can vary: \
            \(TuningKey.allCases.map(\.rawValue).joined(separator: ", ")).

            EXAMPLES
              candlecast prophet tune sales.csv --horizon "90 days" \\
                --grid changepoint_prior_scale=0.001,0.01,0.1,0.5 --grid seasonality_mode=additive,multiplicative
              candlecast prophet tune sales.csv --horizon 90d --random 50 --metric mape
            """)

    @Argument(help: "The series: a CSV file with the columns ds and y; - for stdin.")
    var data: String

    @OptionGroup(title: "Cross-validation") var folds: FoldOptions

    @Option(
        help: ArgumentHelp(
            "An option and its values. May be given more than once.", valueName: "name=value,value,…"),
        transform: TuningAxis.init(text:))
    var grid: [TuningAxis] = []

    @Option(
        help: ArgumentHelp(
            "Try this many combinations, drawn with --seed; without --grid, prior scales drawn from wide ranges.",
            valueName: "number"))
    var random: Int?

    @Option(help: ArgumentHelp("The metric that ranks.", valueName: "metric"))
    var metric = Metric.rmse

    @Option(help: ArgumentHelp("How many of the best are shown.", valueName: "number"))
    var top = 20

    @OptionGroup(title: "Model") var options: ProphetModelOptions
    @OptionGroup(title: "Output") var talk: OutputOptions

    func validate() throws {
        guard !grid.isEmpty || random != nil else {
            throw ValidationError("give --grid name=value,value,… or --random NUMBER.")
        }
        if let random, !(1...TuningGrid.mostCandidates).contains(random) {
            throw ValidationError("--random must be 1 to \(TuningGrid.mostCandidates), was \(random).")
        }
        for (index, axis) in grid.enumerated() where grid[..<index].contains(where: { $0.key == axis.key }) {
            throw ValidationError("\(axis.key.rawValue) has two --grid; give all values in one.")
        }
        guard top > 0 else { throw ValidationError("--top must be 1 or more, was \(top).") }
    }

    func run() async throws {
        let console = talk.console
        let base = try options.options(console)
        _ = try options.engine(base)
        let candidates = try ProphetFailure.worded {
            try TuningGrid(base: base, axes: grid).candidates(random: random, seed: folds.seed)
        }
        let history = try ProphetFiles.history(data, base)
        let validation = folds.options(for: base, console)
        console.note("\(Figure.count(candidates.count, "set")) of options to try")
        let name = InputFile.name(data)
        let result = try ProphetFailure.worded(file: name, rows: [RowSource(name, history)]) {
            try ProphetTuning(candidates: candidates, validation: validation, metric: metric).run(history)
        }
        for note in result.notes { console.warn(FoldOptions.text(note)) }
        for failure in result.failures { console.warn(Self.text(failure)) }
        guard let best = result.best else {
            throw FileProblem(
                problem: "\(name): none of the sets of options could be scored.",
                remedy: "The warnings say why.", code: .badData)
        }
        let command = BestCommand(
            data: data, options: best.candidate.options, holidays: options.holidays, history: history,
            periods: max(1, result.rows / max(1, result.cutoffs.count)))
        if talk.json {
            console.result(
                try JSONText.document("candlecast.prophet.tune/1", Document(result, command: command)))
        } else {
            for line in lines(result, hasColor: console.outputHasColor) { console.result(line) }
            console.result("")
            console.result("best: " + command.line)
            if let needs = command.needs { console.result("      " + needs) }
        }
    }

    private func lines(_ result: TuningResult, hasColor: Bool) -> [String] {
        let others = ProphetTuneCommand.others(result)
        var table = TextTable(
            [">rank", ">" + result.metric.rawValue] + others.map { ">" + $0.rawValue } + ["options"])
        for (index, score) in result.ranked.prefix(top).enumerated() {
            table.add(
                ["\(index + 1)", Figure.text(score.score)] + others.map { Figure.text(score.others[$0]) }
                    + [score.candidate.label])
        }
        let left = result.ranked.count - min(result.ranked.count, top)
        return [
            "\(Figure.count(result.ranked.count, "set")) of options, \(Figure.count(result.rows, "forecast")) from"
                + " \(Figure.count(result.cutoffs.count, "cutoff")) each", "",
        ] + table.lines(hasColor: hasColor)
            + (left > 0 ? ["and \(NumberText.count(left)) more; --top shows more of them"] : [])
    }

    private static func others(_ result: TuningResult) -> [Metric] {
        Metric.allCases.filter { metric in result.ranked.contains { $0.others[metric] != nil } }
    }

    /// A failure in words, with times people read.
    private static func text(_ failure: TuningFailure) -> String {
        let place = failure.cutoff.map { " at the cutoff \(TimeList.text($0))" } ?? ""
        let reason =
            switch failure.reason {
            case .error(let error): ProphetFailure(error: error).description
            case .skipped(let skip): skip.description
            case .notFinite(let value): "the score is \(value)"
            }
        return "\(failure.candidate.label) failed\(place): \(reason)"
    }

    /// What a search found, as JSON.
    private struct Document: Encodable {
        struct Score: Encodable {
            let rank: Int
            let options: [String: String]
            let score: Double
            let others: [String: Double?]
            let folds: [Double?]
        }

        let metric: String
        let cutoffs: [String]
        let forecasts: Int
        let best: String
        let bestNeeds: String?
        let ranking: [Score]
        let failures: [String]
        let notes: [String]

        init(_ result: TuningResult, command: BestCommand) {
            metric = result.metric.rawValue
            cutoffs = result.cutoffs.map(TimeList.text)
            forecasts = result.rows
            best = command.line
            bestNeeds = command.needs
            ranking = result.ranked.enumerated().map { index, score in
                let pairs = TuningKey.allCases.compactMap { key in
                    key.text(in: score.candidate.options).map { (key.rawValue.replacing("-", with: "_"), $0) }
                }
                return Score(
                    rank: index + 1, options: Dictionary(pairs) { first, _ in first }, score: score.score,
                    others: Dictionary(
                        score.others.map { ($0.key.rawValue, Figure.finite($0.value)) }
                    ) { first, _ in first },
                    folds: score.foldScores.map { Figure.finite($0) })
            }
            failures = result.failures.map(ProphetTuneCommand.text)
            notes = result.notes.map(FoldOptions.text)
        }
    }
}
