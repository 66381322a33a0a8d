import ProphetEngine

extension FittedProphet {
    /// The same fit with other intervals.
    func with(intervalWidth: Double, uncertaintySamples: Int) -> FittedProphet {
        var options = options
        options.intervalWidth = intervalWidth
        options.uncertaintySamples = uncertaintySamples
        return FittedProphet(
            options: options, parameters: parameters, draws: draws, report: report, scale: scale,
            changepoints: changepoints, changepointTimes: changepointTimes, seasonalities: seasonalities,
            regressors: regressors, historyTimes: historyTimes, historyRows: historyRows, history: history)
    }
}
