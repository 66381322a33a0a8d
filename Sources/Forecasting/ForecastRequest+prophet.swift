import Candles
import ProphetEngine
import RealModule

extension ForecastRequest {
    /// Prophet on the training closes, or on their logarithms.
    func prophet(_ name: String, _ options: ProphetOptions, logScale: Bool) throws(ForecastError) -> Forecast
    {
        let (_, last) = try lastClose()
        let scale = PriceScale(isLog: logScale)
        let forecast: Forecast
        do throws(ProphetError) {
            let fitted = try fit(options, scale)
            let result = try fitted.predict(ds: days.map(\.start.milliseconds), seed: seed)
            forecast = Forecast(
                model: name, cutoff: training.cutoff, lastClose: last, intervalWidth: intervalWidth,
                days: days,
                yhat: result.yhat.map(scale.price), lower: result.yhatLower.map(scale.price),
                upper: result.yhatUpper.map(scale.price),
                components: includesComponents ? try components(fitted, scale) : nil,
                fit: FitSummary(
                    observations: fitted.historyRows, changepoints: fitted.changepoints.count,
                    activeChangepoints: fitted.report.activeChangepoints, rounds: fitted.report.rounds,
                    kktResidual: fitted.report.kktResidual,
                    warnings: fitted.report.warnings.map(\.description)))
        } catch {
            throw .model(name, problem: error.problem, remedy: error.remedy)
        }
        return try checked(forecast)
    }

    /// The scale on which a model is fitted.
    private struct PriceScale {
        let isLog: Bool

        func value(_ price: Double) -> Double { isLog ? Double.log(price) : price }
        func price(_ value: Double) -> Double { isLog ? Double.exp(value) : value }
    }

    /// The number of paths simulated where the options ask for none, since a forecast has an interval.
    private static let fallbackSamples = 1000

    private func fit(_ options: ProphetOptions, _ scale: PriceScale) throws(ProphetError) -> FittedProphet {
        var options = options
        options.intervalWidth = intervalWidth
        if options.uncertaintySamples == 0 { options.uncertaintySamples = Self.fallbackSamples }
        let history = ProphetHistory(
            ds: training.days.map(\.start.milliseconds), y: training.closes.map(scale.value))
        return try ProphetModel(options: options).fit(history)
    }

    /// About how many training days the trend is read at: enough to draw it.
    private static let trendPoints = 240

    private func components(
        _ fitted: FittedProphet, _ scale: PriceScale
    ) throws(ProphetError) -> ForecastComponents {
        let stride = max(1, training.days.count / Self.trendPoints)
        let known = training.days.indices.filter { (training.days.count - 1 - $0) % stride == 0 }
            .map { training.days[$0] }
        let trendDays = known + days
        let result = try fitted.predict(ds: trendDays.map(\.start.milliseconds), seed: seed)
        let trend = trendDays.indices.map { index in
            let isKnown = index < known.count
            return ForecastComponents.TrendPoint(
                day: trendDays[index], value: scale.price(result.trend[index]),
                lower: scale.price((isKnown ? result.trend : result.trendLower)[index]),
                upper: scale.price((isKnown ? result.trend : result.trendUpper)[index]))
        }
        let year = try fitted.predict(ds: Self.plainYear.map(\.start.milliseconds), seed: seed)
        let isPercent = scale.isLog || fitted.options.seasonalityMode == .multiplicative
        let level = result.trend.last ?? 1
        let effects = { (name: String, count: Int) -> [Double]? in
            guard let component = year.components.first(where: { $0.name == name }) else { return nil }
            return component.values.prefix(count).map { value in
                let isShare = component.mode == .multiplicative
                // On a logarithm a share of the trend is a share of the logarithm; the latest one is taken.
                if scale.isLog { return 100 * Double.expMinusOne(isShare ? value * level : value) }
                if isPercent { return 100 * (isShare ? value : value / level) }
                return isShare ? value * level : value
            }
        }
        return ForecastComponents(
            trend: trend, changepoints: fitted.changepoints.map { OpenTime(milliseconds: $0).day },
            weekly: effects("weekly", 7), yearly: effects("yearly", 365), unit: isPercent ? .percent : .price)
    }

    /// The days of 2018: a year without 29 February that began on a Monday, so that its first days are a
    /// week.
    private static let plainYear: [UTCDay] = (0..<365).map { UTCDay(17_532 + Int32($0)) }
}
