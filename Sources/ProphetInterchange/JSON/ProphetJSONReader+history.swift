import ProphetEngine

extension ProphetJSONReader {
    /// The rows of the history in units of the series, with the columns that the model needs.
    func history(
        scale: SeriesScale, regressors: [FittedRegressor], seasonalities: [Seasonality]
    ) throws(InterchangeError) -> ProphetHistory {
        let table = try JSONTable(try model.field("history"))
        var ds: [Int64] = []
        ds.reserveCapacity(table.rows.count)
        for field in try table.column("ds") { ds.append(try field.time()) }
        let floors = try table.optionalColumn("floor") == nil ? nil : table.numbers("floor")
        var frame = ProphetFrame(ds: ds)
        if try model.field("growth").word(Growth.self) == .logistic {
            frame.cap = try table.numbers("cap")
            if scale.hasFloor { frame.floor = try table.numbers("floor") }
        }
        for regressor in regressors {
            frame.regressors[regressor.name] = try table.numbers(regressor.name).map {
                $0 * regressor.standardDeviation + regressor.mean
            }
        }
        for condition in Set(seasonalities.compactMap(\.condition)) {
            var values: [Bool] = []
            for field in try table.column(condition) { values.append(try field.bool()) }
            frame.conditions[condition] = values
        }
        var y = try table.numbers("y")
        if table.optionalColumn("y_scaled") != nil {
            // Prophet writes ten decimals: of small values the scaled ones have more digits.
            for (row, scaled) in try table.numbers("y_scaled").enumerated() {
                let value = scaled * scale.yScale + (floors?[row] ?? scale.yMin)
                let distance = abs(value - y[row])
                if distance > 1e-9 * scale.yScale, distance <= 1e-10 { y[row] = value }
            }
        }
        return try Self.sorted(ProphetHistory(frame, y: y))
    }

    /// Prophet writes the rows in order of time; edited texts may not.
    private static func sorted(_ history: ProphetHistory) throws(InterchangeError) -> ProphetHistory {
        guard zip(history.ds, history.ds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw .inconsistentModel("the rows of the history are not in order of time")
        }
        return history
    }
}
