import Forecasting

/// The charts of a report as scenes, for files of their own.
public enum ReportCharts {
    /// The charts of one symbol in their wide form, in the order of the report.
    ///
    /// - Parameters:
    ///   - report: What the report tells about the symbol.
    ///   - isSimulated: Whether the candles are made up; every chart then says so.
    /// - Returns: The charts that the report has data for.
    public static func scenes(_ report: SymbolReport, isSimulated: Bool) -> [ChartScene] {
        var scenes: [ChartScene] = []
        if !report.days.isEmpty { scenes.append(CandleChart.scene(report, .wide(430))) }
        if report.chosen != nil { scenes.append(FanChart.scene(report, .wide(400))) }
        if let (model, components) = components(report) {
            scenes += ComponentCharts.scenes(components, report, model: model)
        }
        if let study = report.study {
            scenes.append(ErrorCharts.byHorizon(study, report))
            scenes.append(ErrorHistogram.scene(study, report, model: histogramModel(report, study)))
            scenes.append(CoverageChart.scene(study, report))
            scenes.append(ErrorCharts.byCutoff(study, report, .wide(260)))
        }
        if !report.days.isEmpty {
            scenes.append(AverageChart.recent(report, .wide(360)))
            scenes.append(AverageChart.history(report, .wide(360)))
        }
        if let calendar = CountHeatMap.scene(report, isNarrow: false) { scenes.append(calendar) }
        return isSimulated ? scenes.map { $0.watermarked("SIMULATED") } : scenes
    }

    /// The charts of several symbols together in their wide form.
    ///
    /// - Parameters:
    ///   - reports: What the report tells about the symbols.
    ///   - isSimulated: Whether the candles are made up; every chart then says so.
    /// - Returns: How they compare, for two symbols or more, and where their last days come from.
    public static func overview(_ reports: [SymbolReport], isSimulated: Bool) -> [ChartScene] {
        let held = reports.filter { !$0.days.isEmpty }
        guard !held.isEmpty else { return [] }
        let comparison = HistoryCharts.commonStart(held).map { start in
            HistoryCharts.comparison(held, from: start, .wide(360))
        }
        let scenes = [comparison].compactMap(\.self) + [CoverageStrip.scene(held, isNarrow: false)]
        return isSimulated ? scenes.map { $0.watermarked("SIMULATED") } : scenes
    }

    /// The parts of the chosen model, or of the first model that has parts.
    static func components(_ report: SymbolReport) -> (model: String, components: ForecastComponents)? {
        let candidates = [report.chosen].compactMap(\.self) + report.forecasts
        return candidates.lazy.compactMap { forecast in forecast.components.map { (forecast.model, $0) } }
            .first
    }

    /// The model whose errors are counted: the chosen one.
    static func histogramModel(_ report: SymbolReport, _ study: StudyResult) -> String {
        study.scores(of: report.choice.model)?.model ?? study.models.first?.model ?? report.choice.model
    }
}
