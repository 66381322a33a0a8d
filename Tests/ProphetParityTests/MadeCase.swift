import ProphetEngine
import ProphetInterchange

@testable import ProphetParity

/// A recorded case made up from this package's own answers, to be changed as a test likes.
struct MadeCase {
    let days: Int
    var options: [JSONValue.Member] = []
    var members: [JSONValue.Member] = []
    /// The columns of the history beside `ds`.
    var columns: [String: [Double]] = [:]

    static let day: Int64 = 86_400_000
    /// 2019-12-30, a Monday.
    static let start: Int64 = 18_260 * day

    init(days: Int, y: (Int) -> Double) {
        self.days = days
        columns["y"] = (0..<days).map(y)
    }

    /// The days as texts, the history first, then ten more.
    private var dates: [JSONValue] {
        (0..<(days + 10)).map { .text(Self.date($0)) }
    }

    static func date(_ index: Int) -> String {
        var (year, month, day) = (2019, 12, 30)
        for _ in 0..<index {
            let isLeap = year % 4 == 0
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "\(year)-\(padded(month))-\(padded(day))"
    }

    /// The case with some solutions: `default`, `map` and the like.
    func document(_ solutions: [(String, JSONValue)] = []) -> JSONValue {
        var history = [JSONValue.Member(name: "ds", value: .array(Array(dates.prefix(days))))]
        var wanted = [JSONValue.Member(name: "ds", value: .array(dates))]
        for (name, values) in columns.sorted(by: { $0.key < $1.key }) {
            history.append(.init(name: name, value: .array(values.map { .number($0) })))
            guard name != "y" else { continue }
            let later = (0..<10).map { values[$0 % values.count] }
            wanted.append(.init(name: name, value: .array((values + later).map { .number($0) })))
        }
        return .object(
            [
                .init(name: "options", value: .object(options)),
                .init(name: "history", value: .object(history)),
                .init(name: "predict_input", value: .object(wanted)),
            ] + members + solutions.map { .init(name: $0.0, value: $0.1) })
    }

    /// The model, rows and forecast rows that the document describes.
    func problem() throws -> (problem: FitProblem, history: ProphetHistory, frame: ProphetFrame) {
        let json = document()
        let options = try RecordedOptions.read(case: json).options
        let rows = try RecordedTable(json["history"], "history")
        let history = ProphetHistory(try rows.frame(options), y: columns["y"] ?? [])
        let frame = try RecordedTable(json["predict_input"], "predict_input").frame(options)
        return (try FitProblem(options: options, history: history), history, frame)
    }

    /// What a file would record of some parameters.
    func solution(_ parameters: ProphetParameters) throws -> JSONValue {
        let (problem, _, frame) = try problem()
        let forecast = try problem.fitted(at: parameters).with(intervalWidth: 0.8, uncertaintySamples: 0)
            .predict(frame)
        var prediction = [JSONValue.Member(name: "ds", value: .array(dates))]
        for (name, values) in forecast.columns {
            prediction.append(.init(name: name, value: .array(values.map { .number($0) })))
        }
        return .object([
            .init(name: "params", value: Self.json(parameters)),
            .init(name: "params_unfolded", value: Self.json(parameters)),
            .init(name: "lp", value: .number(problem.logDensity(parameters))),
            .init(name: "prediction", value: .object(prediction)),
        ])
    }

    static func json(_ parameters: ProphetParameters) -> JSONValue {
        .object([
            .init(name: "k", value: .number(parameters.k)), .init(name: "m", value: .number(parameters.m)),
            .init(name: "delta", value: .array(parameters.delta.map { .number($0) })),
            .init(name: "beta", value: .array(parameters.beta.map { .number($0) })),
            .init(name: "sigma_obs", value: .number(parameters.sigma)),
        ])
    }

    /// The parameters of an exact fit.
    func optimum() throws -> ProphetParameters {
        let (problem, history, _) = try problem()
        return try ProphetModel(options: problem.options).fit(history).parameters
    }

    /// The comparison with some recorded solutions.
    func report(_ solutions: [(String, JSONValue)]) -> ParityReport {
        CaseRun.report(name: "made", json: document(solutions))
    }
}
