import Candles
import Forecasting

/// The part of a report about one symbol.
struct SymbolSection {
    let input: ReportInput
    let report: SymbolReport
    /// The anchor of the section, and what the names of its charts begin with.
    let id: String

    var price: PriceText { report.price }

    var markup: Markup {
        """
        <section class="symbol" id="\(id)" aria-labelledby="\(id)-h">
        <h2 id="\(id)-h">\(report.symbol.name)</h2>
        \(report.days.isEmpty ? empty : filled)
        </section>
        """
    }

    private var empty: Markup {
        "<p class=\"banner\">No days are held. Fetch some with <code>candlecast backfill</code>.</p>\(noteList)"
    }

    private var filled: Markup {
        Markup(
            [
                KeyFigures(report).tiles, verdict, candles, fan,
                grid([scoreCard, forecastCard], "scores"), grid(components, "three"), grid(errors, "three"),
                byCutoff,
            ] + market + [grid([dataCard, provenance], "two"), noteList])
    }

    func grid(_ cards: [Markup], _ kind: Markup) -> Markup {
        let cards = cards.filter { $0 != .empty }
        return cards.isEmpty ? .empty : "<div class=\"grid \(kind)\">\n\(Markup(cards))\n</div>"
    }

    /// What the study says about the models, in words; models that do not beat the last value are named.
    private var verdict: Markup {
        guard let study = report.study else {
            return "<p class=\"banner\"><strong>Not tested.</strong> \(report.choice.reason)</p>"
        }
        let baselines = ForecastModel.baselines.map(\.name)
        let losers = study.models.filter { !baselines.contains($0.model) && ($0.overall.skill ?? 0) <= 0 }
        let base = study.scores(of: ForecastModel.lastValue.name)?.overall.mae ?? 0
        let lines = losers.map { model -> Markup in
            let skill =
                model.overall.skill.map { NumberText.percent(100 * $0, 0, isSigned: true) } ?? NumberText.none
            return """
                <p class="banner"><strong>\(SymbolReport.label(model.model)) is not better than carrying the last \
                price forward.</strong> Its mean absolute error over \(study.cutoffs.count) cutoffs is \
                \(price.short(model.overall.mae)), that of the last value \(price.short(base)) (skill \(skill)).</p>
                """
        }
        return Markup(lines + ["<p class=\"verdict\">\(report.choice.reason)</p>"])
    }

    func card(
        _ name: String, wide: ChartScene, narrow: ChartScene? = nil, note: Markup = .empty, table: HTMLTable?
    ) -> Markup {
        ChartCard(
            id: "\(id)-\(name)", isSimulated: input.isSimulated, wide: wide, narrow: narrow, note: note,
            table: table
        ).markup
    }

    private var candles: Markup {
        var note = Markup.empty
        if let day = report.days.last {
            let values = day.values
            let state: Markup = day.isClosed ? .empty : " <span class=\"forming\">forming</span>"
            note = """
                <p class="ohlc">\(DateText.short(day.day)) · O \(price.full(values.open)) · \
                H \(price.full(values.high)) · L \(price.full(values.low)) · C <b>\(price.full(values.close))</b>\
                \(state)</p>
                """
        }
        return card(
            "candles", wide: CandleChart.scene(report, .wide(430)),
            narrow: CandleChart.scene(report, .narrow(370)),
            note: note, table: ReportTables.candles(report))
    }

    private var fan: Markup {
        guard report.chosen != nil else { return .empty }
        return card(
            "forecast", wide: FanChart.scene(report, .wide(400)),
            narrow: FanChart.scene(report, .narrow(360)),
            table: ReportTables.lastCutoff(report))
    }

    private var scoreCard: Markup {
        guard let study = report.study else { return .empty }
        let options = study.options
        return """
            <div class="card"><h3>Is any model good?</h3>
            <p class="hint">\(study.cutoffs.count) cutoffs, every \(options.period) days, \(options.horizon) days \
            ahead from each; a model knows nothing after its cutoff. Skill is against the last value.</p>
            \(ReportTables.scores(study, report).markup)
            \(Self.glossary)</div>
            """
    }

    /// What the columns of the scores mean.
    private static let glossary: Markup = """
        <dl class="glossary">
        <div><dt>Skill</dt><dd>share of the last value's mean absolute error that the model saves; below 0 it is \
        worse</dd></div>
        <div><dt>MAE, RMSE</dt><dd>mean and root mean square error, in the quote asset</dd></div>
        <div><dt>MAPE, sMAPE</dt><dd>mean error in percent of the close, and of close and forecast together</dd></div>
        <div><dt>MASE</dt><dd>mean error over the mean daily change of the year before the cutoff</dd></div>
        <div><dt>Bias</dt><dd>mean of forecast less close: above 0 the forecasts were too high</dd></div>
        <div><dt>Held, Width</dt><dd>share of days inside the interval, and how wide it was on average</dd></div>
        </dl>
        """

    private var forecastCard: Markup {
        guard let forecast = report.chosen else { return .empty }
        return """
            <div class="card tall"><h3>The next \(forecast.days.count) days</h3>
            <p class="hint">\(SymbolReport.label(forecast.model)), from \
            \(DateText.long(forecast.cutoff)); \(NumberText.percent(100 * forecast.intervalWidth, 0)) interval.</p>
            \(ReportTables.forecast(forecast, report).markup)</div>
            """
    }

    private var components: [Markup] {
        guard let (model, components) = ReportCharts.components(report) else { return [] }
        return ComponentCharts.scenes(components, report, model: model).map { scene in
            card(scene.name, wide: scene, table: ReportTables.component(scene.name, components))
        }
    }

    private var errors: [Markup] {
        guard let study = report.study else { return [] }
        let model = ReportCharts.histogramModel(report, study)
        return [
            card(
                "by-horizon", wide: ErrorCharts.byHorizon(study, report),
                table: ReportTables.byHorizon(study, report)),
            card(
                "histogram", wide: ErrorHistogram.scene(study, report, model: model),
                table: ReportTables.histogram(study, model: model)),
            card("coverage", wide: CoverageChart.scene(study, report), table: ReportTables.coverage(study)),
        ]
    }

    private var byCutoff: Markup {
        guard let study = report.study else { return .empty }
        return card(
            "by-cutoff", wide: ErrorCharts.byCutoff(study, report, .wide(250)),
            narrow: ErrorCharts.byCutoff(study, report, .narrow(260)), table: ReportTables.byCutoff(study))
    }

    private var noteList: Markup {
        guard !report.notes.isEmpty else { return .empty }
        let items = report.notes.map { note -> Markup in "<li>\(note)</li>" }
        return "<div class=\"card\"><h3>Notes</h3><ul class=\"notes\">\(items)</ul></div>"
    }
}
