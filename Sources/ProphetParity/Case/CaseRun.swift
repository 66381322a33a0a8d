import ProphetEngine
import ProphetInterchange

/// The comparison of one recorded case: setup, formulas, forecast, fit, intervals and cross-validation.
struct CaseRun {
    let json: JSONValue
    let options: ProphetOptions
    let history: ProphetHistory
    let frame: ProphetFrame
    let problem: FitProblem
    let formulas: ReferenceFormulas
    /// What one scaled unit is worth.
    let yScale: Double
    let tolerance: Tolerance
    /// Whether Prophet drew from the posterior, so that its own parameters are many.
    let isSampled: Bool
    var checks = Checks()
    var figures = ParityFigures()
    var isBetter = false

    /// What a case promises, and so how closely it is compared.
    enum Tolerance: String {
        /// One optimum, found exactly.
        case tight
        /// Badly conditioned: an optimum that is only roughly known.
        case loose
        /// The model follows the values exactly; there is no optimum.
        case unbounded = "default_only_unbounded"
        /// A constant series, which is not fitted.
        case exact = "exact_formula"

        /// A name that leaves room for the figures.
        var shortName: String { self == .unbounded ? "unbounded" : rawValue }
    }

    /// Compares a case; whatever cannot even be begun is a failure too.
    static func report(name: String, json: JSONValue) -> ParityReport {
        do {
            var run = try CaseRun(json)
            run.compare()
            return ParityReport(
                name: name, tolerance: run.tolerance.shortName, figures: run.figures, isBetter: run.isBetter,
                checks: run.checks)
        } catch {
            var checks = Checks()
            checks.require(false, "\(error)")
            let tolerance = (try? json["tolerance_class"].text("")) ?? "-"
            return ParityReport(name: name, tolerance: tolerance, figures: ParityFigures(), checks: checks)
        }
    }

    private init(_ json: JSONValue) throws {
        self.json = json
        let reading = try RecordedOptions.read(case: json)
        options = reading.options
        let rows = try RecordedTable(json.member("history"), "history")
        guard let y = try rows.numbers("y") else { throw ParityError.malformed("history.y is missing") }
        history = ProphetHistory(try rows.frame(options), y: y)
        let wanted = json["predict_input"]
        if wanted.isNull {
            frame = history.frame
            checks.skip("predict_input absent (the history is predicted)")
        } else {
            frame = try RecordedTable(wanted, "predict_input").frame(options)
        }
        problem = try FitProblem(options: options, history: history)
        formulas = ReferenceFormulas(problem)
        yScale = problem.scale.yScale
        isSampled = reading.isSampled
        tolerance = try Self.tolerance(json, &checks)
        for note in reading.notes {
            checks.skip(note)
        }
        if !rows.isExact { checks.skip("parts of times below a millisecond") }
    }

    private static func tolerance(_ json: JSONValue, _ checks: inout Checks) throws(ParityError) -> Tolerance
    {
        let recorded = json["tolerance_class"]
        if recorded.isNull {
            checks.skip("tolerance_class absent (taken as tight)")
            return .tight
        }
        let text = try recorded.text("tolerance_class")
        guard let tolerance = Tolerance(rawValue: text) else {
            throw .malformed("tolerance_class \"\(text)\" is not known")
        }
        return tolerance
    }

    private mutating func compare() {
        compareSetup()
        compareSolutions()
        compareFit()
        compareIntervals()
        compareCrossValidation()
    }

    /// Makes comparisons; an error on the way is a failure of that part only.
    mutating func part(_ name: String, _ body: (inout CaseRun) throws -> Void) {
        do {
            try body(&self)
        } catch {
            checks.require(false, "\(name): \(error)")
        }
    }
}
