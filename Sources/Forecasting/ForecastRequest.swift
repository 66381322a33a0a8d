import Candles
import RealModule

/// One forecast that is asked for: what is known, how far ahead, and how wide the interval is to be.
struct ForecastRequest {
    let training: TrainingSeries
    let horizon: Int
    let intervalWidth: Double
    let seed: UInt64
    let includesComponents: Bool

    /// The fewest closes that a spread can be measured from.
    static let fewestCloses = 3

    /// The days forecast.
    var days: [UTCDay] { (1...horizon).map { training.cutoff.advanced(by: $0) } }

    /// The last day and close, if there are enough closes to forecast from.
    func lastClose() throws(ForecastError) -> (day: UTCDay, close: Double) {
        guard training.closes.count >= Self.fewestCloses, let day = training.days.last,
            let close = training.closes.last
        else { throw .tooFewDays(have: training.closes.count, needed: Self.fewestCloses) }
        return (day, close)
    }

    /// A random walk in log price from the last close, whose spread is that of the last 365 daily log
    /// returns.
    ///
    /// After *h* days the log price has spread `sd` x sqrt(*h*); days are counted from the last close, which
    /// may lie before the cutoff.
    func randomWalk(_ name: String, hasDrift: Bool) throws(ForecastError) -> Forecast {
        let (lastDay, last) = try lastClose()
        let sd = Self.standardDeviation(training.logReturns(last: 365))
        let reach = Normal.halfWidth(holding: intervalWidth) * sd
        let step = hasDrift ? meanLogReturn(to: lastDay, last) : 0
        let paths = days.map { day -> (middle: Double, spread: Double) in
            let elapsed = Double(lastDay.distance(to: day))
            return (Double.log(last) + step * elapsed, reach * Double.sqrt(elapsed))
        }
        return try checked(
            Forecast(
                model: name, cutoff: training.cutoff, lastClose: last, intervalWidth: intervalWidth,
                days: days,
                // The last value is carried forward as it is, not through a logarithm and back.
                yhat: hasDrift ? paths.map { Double.exp($0.middle) } : paths.map { _ in last },
                lower: paths.map { Double.exp($0.middle - $0.spread) },
                upper: paths.map { Double.exp($0.middle + $0.spread) }))
    }

    /// Refuses a forecast that holds anything but finite numbers.
    func checked(_ forecast: Forecast) throws(ForecastError) -> Forecast {
        // The search throws nothing itself: Swift 6.3.1 optimises a throw out of such a loop wrongly.
        let bad = forecast.days.indices.first { index in
            ![forecast.yhat, forecast.lower, forecast.upper].allSatisfy { $0[index].isFinite }
        }
        if let bad {
            let values = [forecast.yhat[bad], forecast.lower[bad], forecast.upper[bad]]
            let value = values.first { !$0.isFinite } ?? values[0]
            throw .notFinite(model: forecast.model, day: forecast.days[bad], value: value)
        }
        return forecast
    }

    /// The mean log return per day of the whole training part; holes count the days they last.
    private func meanLogReturn(to lastDay: UTCDay, _ last: Double) -> Double {
        guard let firstDay = training.days.first, let first = training.closes.first else { return 0 }
        return Double.log(last / first) / Double(firstDay.distance(to: lastDay))
    }

    /// The standard deviation about the mean, with the number of values as the divisor.
    private static func standardDeviation(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return Double.sqrt(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
    }
}
