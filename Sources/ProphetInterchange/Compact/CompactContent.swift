import ProphetEngine

extension CompactWriter {
    /// Writes everything about a model.
    mutating func model(
        _ fitted: FittedProphet, includesHistory: Bool, depth: Int
    ) throws(InterchangeError) {
        guard depth <= CompactModel.deepest else { throw .notExpressible("models that deep in each other") }
        guard fitted.historyTimes.count <= ModelDraft.mostRows, fitted.historyRows <= ModelDraft.mostRows
        else {
            throw .tooMany(
                "rows", count: max(fitted.historyRows, fitted.historyTimes.count), limit: ModelDraft.mostRows)
        }
        options(fitted.options)
        let parameters = fitted.parameters
        for value in [parameters.k, parameters.m, parameters.sigma] { double(value) }
        doubles(parameters.delta)
        doubles(parameters.beta)
        optional(fitted.draws) { $0.draws($1) }
        report(fitted.report)
        signed(fitted.scale.start)
        signed(fitted.scale.tScale)
        double(fitted.scale.yScale)
        double(fitted.scale.yMin)
        bool(fitted.scale.hasFloor)
        times(fitted.changepoints)
        let scaled = ScaledChangepoints.times(of: fitted.changepoints, fitted.scale)
        optional(scaled == fitted.changepointTimes ? nil : fitted.changepointTimes) { $0.doubles($1) }
        list(fitted.seasonalities) { writer, seasonality in
            writer.text(seasonality.name)
            writer.double(seasonality.period)
            writer.signed(Int64(seasonality.order))
            writer.double(seasonality.priorScale)
            writer.choice(seasonality.mode)
            writer.optional(seasonality.condition) { $0.text($1) }
        }
        try list(fitted.regressors) { (writer, regressor) throws(InterchangeError) in
            writer.text(regressor.name)
            writer.double(regressor.priorScale)
            writer.choice(regressor.standardize)
            writer.choice(regressor.mode)
            writer.double(regressor.mean)
            writer.double(regressor.standardDeviation)
            try writer.optional(regressor.predictor) { (writer, predictor) throws(InterchangeError) in
                try writer.model(predictor, includesHistory: includesHistory, depth: depth + 1)
            }
        }
        times(fitted.historyTimes)
        count(fitted.historyRows)
        optional(includesHistory ? fitted.history : nil) { $0.history($1) }
    }

    private mutating func draws(_ draws: PosteriorDraws) {
        count(draws.chains)
        doubles(draws.k)
        doubles(draws.m)
        list(draws.delta) { $0.doubles($1) }
        list(draws.beta) { $0.doubles($1) }
        doubles(draws.sigma)
    }

    private mutating func report(_ report: FitReport) {
        double(report.logPosterior)
        double(report.kktResidual)
        count(report.rounds)
        count(report.gramPasses)
        count(report.factorisations)
        list(report.warnings) { $0.warning($1) }
    }

    private mutating func warning(_ warning: FitWarning) {
        switch warning {
        case .constantSeries:
            count(1)
        case .sigmaFloor(let sigma):
            count(2)
            double(sigma)
        case .seasonalityDisabled(let name):
            count(3)
            text(name)
        case .yearlyShortHistory(let days):
            count(4)
            double(days)
        case .changepointsReduced(let number):
            count(5)
            signed(Int64(number))
        case .poorMixing(let rHat):
            count(6)
            double(rHat)
        case .divergences(let number):
            count(7)
            signed(Int64(number))
        case .inexactOptimum(let residual):
            count(8)
            double(residual)
        }
    }

    private mutating func history(_ history: ProphetHistory) {
        let frame = history.frame
        times(frame.ds)
        list(history.y) { $0.double($1) }
        optional(frame.cap) { $0.doubles($1) }
        optional(frame.floor) { $0.doubles($1) }
        list(frame.regressors.sorted { $0.key < $1.key }) { writer, column in
            writer.text(column.key)
            writer.doubles(column.value)
        }
        list(frame.conditions.sorted { $0.key < $1.key }) { writer, column in
            writer.text(column.key)
            writer.list(column.value) { $0.bool($1) }
        }
    }
}

extension CompactReader {
    /// Reads everything about a model.
    mutating func model(depth: Int) throws(InterchangeError) -> FittedProphet {
        guard depth <= CompactModel.deepest else { throw .damaged("models lie too deep in each other") }
        let options = try options(depth: depth)
        var parameters = ProphetParameters(
            k: try double(), m: try double(), delta: [], beta: [], sigma: try double())
        parameters.delta = try doubles()
        parameters.beta = try doubles()
        let draws = try optional { (reader) throws(InterchangeError) in
            PosteriorDraws(
                chains: try reader.count(atMost: 1_000_000), k: try reader.doubles(), m: try reader.doubles(),
                delta: try reader.list { (reader) throws(InterchangeError) in try reader.doubles() },
                beta: try reader.list { (reader) throws(InterchangeError) in try reader.doubles() },
                sigma: try reader.doubles())
        }
        let logPosterior = try double()
        let kktResidual = try double()
        let costs = [
            try count(atMost: .max), try count(atMost: .max), try count(atMost: .max),
        ]
        let warnings = try list { (reader) throws(InterchangeError) in try reader.warning() }
        let scale = SeriesScale(
            start: try signed(), tScale: try signed(), yScale: try double(), yMin: try double(),
            hasFloor: try bool())
        let changepoints = try times()
        let changepointTimes = try optional { (reader) throws(InterchangeError) in try reader.doubles() }
        let seasonalities = try list { (reader) throws(InterchangeError) in
            Seasonality(
                name: try reader.text(), period: try reader.double(), order: try reader.integer(),
                priorScale: try reader.double(), mode: try reader.choice(ComponentMode.self),
                condition: try reader.optional { (reader) throws(InterchangeError) in try reader.text() })
        }
        let regressors = try list { (reader) throws(InterchangeError) in
            FittedRegressor(
                name: try reader.text(), priorScale: try reader.double(),
                standardize: try reader.choice(Regressor.Standardization.self),
                mode: try reader.choice(ComponentMode.self), mean: try reader.double(),
                standardDeviation: try reader.double(),
                predictor: try reader.optional { (reader) throws(InterchangeError) in
                    try reader.model(depth: depth + 1)
                })
        }
        let historyTimes = try times()
        let historyRows = try count(atMost: ModelDraft.mostRows)
        let history = try optional { (reader) throws(InterchangeError) in try reader.history() }
        return try ModelDraft(
            options: options, parameters: parameters, draws: draws, logPosterior: logPosterior,
            kktResidual: kktResidual, rounds: costs[0], gramPasses: costs[1], factorisations: costs[2],
            warnings: warnings.compactMap(\.self), scale: scale, changepoints: changepoints,
            changepointTimes: changepointTimes ?? ScaledChangepoints.times(of: changepoints, scale),
            seasonalities: seasonalities, regressors: regressors, historyTimes: historyTimes,
            historyRows: historyRows, history: history ?? ProphetHistory(ds: [], y: [])
        ).fitted()
    }

    private mutating func warning() throws(InterchangeError) -> FitWarning? {
        switch try count(atMost: 8) {
        case 1: return .constantSeries
        case 2: return .sigmaFloor(try double())
        case 3: return .seasonalityDisabled(try text())
        case 4: return .yearlyShortHistory(days: try double())
        case 5: return .changepointsReduced(to: try integer())
        case 6: return .poorMixing(rHat: try double())
        case 7: return .divergences(try integer())
        case 8: return .inexactOptimum(kktResidual: try double())
        default: return nil
        }
    }

    private mutating func history() throws(InterchangeError) -> ProphetHistory {
        var frame = ProphetFrame(ds: try times())
        let y = try column(frame) { (reader) throws(InterchangeError) in try reader.doubles() }
        let optionalColumn = { (reader: inout CompactReader) throws(InterchangeError) -> [Double]? in
            try reader.optional { (reader) throws(InterchangeError) in
                try reader.column(frame) { (reader) throws(InterchangeError) in try reader.doubles() }
            }
        }
        let cap = try optionalColumn(&self)
        let floor = try optionalColumn(&self)
        for _ in 0..<(try count()) {
            let name = try text()
            frame.regressors[name] = try column(frame) { (reader) throws(InterchangeError) in
                try reader.doubles()
            }
        }
        for _ in 0..<(try count()) {
            let name = try text()
            frame.conditions[name] = try column(frame) { (reader) throws(InterchangeError) in
                try reader.list { (reader) throws(InterchangeError) in try reader.bool() }
            }
        }
        frame.cap = cap
        frame.floor = floor
        return ProphetHistory(frame, y: y)
    }

    /// A column of as many values as a frame has rows.
    private mutating func column<Value>(
        _ frame: ProphetFrame, _ read: (inout CompactReader) throws(InterchangeError) -> [Value]
    ) throws(InterchangeError) -> [Value] {
        let values = try read(&self)
        guard values.count == frame.count else {
            throw .damaged("a column has \(values.count) values for \(frame.count) rows")
        }
        return values
    }
}
