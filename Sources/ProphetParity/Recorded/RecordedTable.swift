import ProphetEngine
import ProphetInterchange

/// Recorded rows: columns of equal length by name, one of them `ds`.
struct RecordedTable {
    /// The times of the rows, in milliseconds since 1970-01-01 UTC.
    let ds: [Int64]
    /// Whether all times are whole milliseconds.
    let isExact: Bool
    private let columns: JSONValue
    private let what: String

    /// Reads rows from an object of columns.
    init(_ json: JSONValue, _ what: String) throws(ParityError) {
        let times = try RecordedTime.list(json.member("ds"), "\(what).ds")
        for member in json.members where !member.value.isNull {
            let count = try member.value.array("\(what).\(member.name)").count
            guard count == times.count else {
                throw .malformed("\(what).\(member.name) must have \(times.count) rows, had \(count)")
            }
        }
        ds = times.map(\.milliseconds)
        isExact = times.allSatisfy(\.isExact)
        columns = json
        self.what = what
    }

    /// The names of the columns beside `ds`.
    var names: [String] { columns.members.map(\.name).filter { $0 != "ds" } }

    /// A column of numbers, NaN where missing; nil if there is no such column.
    func numbers(_ name: String) throws(ParityError) -> [Double]? {
        let column = columns[name]
        return column.isNull ? nil : try column.numbers("\(what).\(name)")
    }

    /// A column of times, in milliseconds since 1970-01-01 UTC.
    func times(_ name: String) throws(ParityError) -> [Int64] {
        try RecordedTime.list(columns.member(name), "\(what).\(name)").map(\.milliseconds)
    }

    private func truths(_ name: String) throws(ParityError) -> [Bool]? {
        guard let column = columns[name].elements else { return nil }
        var result: [Bool] = []
        for element in column {
            result.append(try element.truth("\(what).\(name)"))
        }
        return result
    }

    /// The rows as a model of some options needs them.
    func frame(_ options: ProphetOptions) throws(ParityError) -> ProphetFrame {
        var regressors: [String: [Double]] = [:]
        for regressor in options.regressors {
            regressors[regressor.name] = try numbers(regressor.name)
        }
        var conditions: [String: [Bool]] = [:]
        for name in options.seasonalities.compactMap(\.condition) {
            conditions[name] = try truths(name)
        }
        return ProphetFrame(
            ds: ds, cap: try numbers("cap"), floor: try numbers("floor"), regressors: regressors,
            conditions: conditions)
    }
}
