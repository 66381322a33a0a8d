import ProphetEngine

/// The rows of a forecast: those of the history, if wanted, and future ones with every column that the model needs.
struct FutureRows {
    /// The model.
    let model: FittedProphet
    /// The rows of the past with their columns.
    let known: ProphetFrame
    /// The cap of future rows.
    var cap: Double?
    /// The floor of future rows.
    var floor: Double?

    private var needsCap: Bool { model.options.growth == .logistic }
    private var needsFloor: Bool { model.scale.hasFloor }
    private var regressors: [String] { model.regressors.filter { $0.predictor == nil }.map(\.name) }
    private var conditions: [String] { Array(Set(model.seasonalities.compactMap(\.condition))).sorted() }

    /// The rows of some times after the history.
    ///
    /// - Throws: ``ProgramError/usage(_:remedy:)`` if a column of theirs is not known.
    func rows(at times: [Int64], includesHistory: Bool) throws -> ProphetFrame {
        try requireLimits()
        if !times.isEmpty, let name = (regressors + conditions).first {
            throw ProgramError.usage(
                "the model needs the column \(name), whose values after the history are not known.",
                remedy: "Give them with --future FILE.csv, or forecast the history alone with --periods 0.")
        }
        let future = ProphetFrame(
            ds: times, cap: cap.map { [Double](repeating: $0, count: times.count) },
            floor: floor.map { [Double](repeating: $0, count: times.count) })
        if needsCap, cap == nil, !times.isEmpty { throw missing("cap", known.cap) }
        if needsFloor, floor == nil, !times.isEmpty { throw missing("floor", known.floor) }
        return includesHistory ? joined(try history(), future) : future
    }

    /// The rows of a table, behind those of the history if wanted.
    func rows(of table: ProphetFrame, includesHistory: Bool) throws -> ProphetFrame {
        try requireLimits()
        var table = table
        if let cap { table.cap = [Double](repeating: cap, count: table.count) }
        if let floor { table.floor = [Double](repeating: floor, count: table.count) }
        if needsCap, table.cap == nil { throw missing("cap", known.cap) }
        if needsFloor, table.floor == nil { throw missing("floor", known.floor) }
        for name in regressors where table.regressors[name] == nil {
            throw ProphetError.regressorMissing(name)
        }
        for name in conditions where table.conditions[name] == nil {
            throw ProphetError.conditionMissing(name)
        }
        guard includesHistory else { return table }
        let given = Set(table.ds)
        let past = try history()
        return joined(past.rows(past.ds.indices.filter { !given.contains(past.ds[$0]) }), table)
    }

    /// The rows of the past, each time once, oldest first.
    private func history() throws -> ProphetFrame {
        guard needsCap || needsFloor || !regressors.isEmpty || !conditions.isEmpty else {
            return ProphetFrame(ds: model.historyTimes)
        }
        guard known.count > 0 else { throw ProphetError.noHistory }
        var seen: Set<Int64> = []
        let order = known.ds.indices.sorted { (known.ds[$0], $0) < (known.ds[$1], $1) }
        return known.rows(order.filter { seen.insert(known.ds[$0]).inserted })
    }

    private func requireLimits() throws {
        if cap != nil, !needsCap {
            throw ProgramError.usage(
                "the growth of the model is \(model.options.growth.rawValue), which has no cap.",
                remedy: "Leave --cap out, or use --growth logistic.")
        }
        if floor != nil, !needsFloor {
            throw ProgramError.usage(
                "the model was fitted without a floor.",
                remedy: "Leave --floor out, or give the history a column floor and use --growth logistic.")
        }
    }

    private func missing(_ name: String, _ past: [Double]?) -> ProgramError {
        let values = Set(past ?? [])
        let hint =
            values.count == 1
            ? values.first.map {
                "it was \(Figure.plain($0)) throughout the history: say --\(name) \(Figure.plain($0))"
            } : nil
        return .usage(
            "the model needs a \(name) for the future rows" + (hint.map { "; \($0) to carry it on." } ?? "."),
            remedy: "A \(name) that changes is given with --future FILE.csv.")
    }

    /// The rows of two tables with the columns that the model needs.
    private func joined(_ first: ProphetFrame, _ second: ProphetFrame) -> ProphetFrame {
        let column = { (left: [Double]?, right: [Double]?) -> [Double]? in
            if left == nil, right == nil { return nil }
            return (left ?? [Double](repeating: .nan, count: first.count))
                + (right ?? [Double](repeating: .nan, count: second.count))
        }
        let missing = [Bool](repeating: false, count: 0)
        return ProphetFrame(
            ds: first.ds + second.ds, cap: needsCap ? column(first.cap, second.cap) : nil,
            floor: needsFloor ? column(first.floor, second.floor) : nil,
            regressors: regressors.reduce(into: [:]) { result, name in
                result[name] = column(first.regressors[name], second.regressors[name])
            },
            conditions: conditions.reduce(into: [:]) { result, name in
                result[name] = (first.conditions[name] ?? missing) + (second.conditions[name] ?? missing)
            })
    }
}
