import Candles
import Forecasting

/// How wrong the models were: by days ahead, cutoff by cutoff, as a distribution, and against what they
/// promised.
enum ErrorCharts {
    /// Mean absolute error by days ahead, one line per model.
    static func byHorizon(_ study: StudyResult, _ report: SymbolReport) -> ChartScene {
        let values = study.models.flatMap { $0.byHorizon.map(\.scores.mae) }
        let last = study.models.flatMap { $0.byHorizon.map(\.horizon) }.max() ?? 1
        let domain = 0...max(values.max() ?? 1, .leastNormalMagnitude) * 1.06
        let ticks = Ticks.linear(domain, count: 4)
        let label = { (value: Double) in NumberText.fixed(value, ticks.decimals) }
        var plot = Plot(
            .small, x: 1...Double(max(last, 2)), y: domain, legend: legend(study, report),
            labelWidth: Plot.labelWidth(ticks.values.map(label)))
        plot.addValues(ticks.values, label)
        let places = Ticks.linear(1...Double(max(last, 2)), count: 6).values
        plot.addPlaces(places.map { ($0, "+\(Int($0)) d") })
        let lines = study.models.map { model in
            ChartMark.line(
                model.byHorizon.map { Point(plot.x(Double($0.horizon)), plot.y($0.scores.mae)) },
                .stroke(report.ink(model.model), 2))
        }
        let zones = dayZones(study, plot, last, report.price)
        return ChartScene(
            "error-by-horizon", title: "Mean absolute error by days ahead",
            summary: "The mean absolute error of each model from 1 to \(last) days ahead. "
                + study.models.compactMap { model in
                    model.byHorizon.last.map {
                        "\(SymbolReport.label(model.model)) at \($0.horizon) days: \(report.price.short($0.scores.mae))."
                    }
                }
                .joined(separator: " "),
            .small, marks: plot.marks + lines + zones)
    }

    private static func dayZones(
        _ study: StudyResult, _ plot: Plot, _ last: Int, _ price: PriceText
    ) -> [ChartMark] {
        let step = last > 1 ? plot.area.width / Double(last - 1) : plot.area.width
        return (1...last).map { horizon in
            let figures = study.models.compactMap { model in
                model.byHorizon.first { $0.horizon == horizon }
                    .map { "\(SymbolReport.label(model.model)) \(price.short($0.scores.mae))" }
            }
            return .zone(
                Rect(plot.x(Double(horizon)) - step / 2, plot.area.y, step, plot.area.height),
                tip: "\(horizon) days ahead\n" + figures.joined(separator: "\n"))
        }
    }

    /// Mean absolute percentage error of each cutoff, one line per model.
    static func byCutoff(_ study: StudyResult, _ report: SymbolReport, _ size: ChartSize) -> ChartScene {
        let title = "Mean absolute percentage error, cutoff by cutoff"
        guard let first = study.cutoffs.first?.day, let last = study.cutoffs.last?.day else {
            return ChartScene("error-by-cutoff", title: title, summary: "There are no cutoffs.", size)
        }
        let values = study.models.flatMap { $0.byCutoff.map(\.scores.mape) }
        let domain = 0...max(values.max() ?? 1, 1e-9) * 1.06
        let ticks = Ticks.linear(domain, count: 4)
        let label = { (value: Double) in NumberText.percent(value, ticks.decimals) }
        let room = Double(max(study.options.period, 1)) / 2
        var plot = Plot(
            size, x: (Double(first.number) - room)...(Double(last.number) + room), y: domain,
            legend: legend(study, report), labelWidth: Plot.labelWidth(ticks.values.map(label)))
        plot.addValues(ticks.values, label)
        plot.addDays(first, last)
        let lines = study.models.flatMap { model -> [ChartMark] in
            let ink = report.ink(model.model)
            let points = model.byCutoff.map { plot.place($0.cutoff, $0.scores.mape) }
            return [.line(points, .stroke(ink, 1.6, 0.9))]
                + zip(points, model.byCutoff).map { point, cutoff in
                    .dot(
                        point, radius: 3.2, .fill(ink),
                        tip: "\(SymbolReport.label(model.model)), cutoff \(DateText.long(cutoff.cutoff)):"
                            + " \(NumberText.percent(cutoff.scores.mape))")
                }
        }
        return ChartScene(
            "error-by-cutoff", title: title,
            summary: "One point for each of \(study.cutoffs.count) cutoffs from \(DateText.long(first)) to"
                + " \(DateText.long(last)); lower is better.",
            size, marks: plot.marks + lines)
    }

    private static func legend(_ study: StudyResult, _ report: SymbolReport) -> [Legend.Item] {
        study.models.map {
            .init(label: SymbolReport.label($0.model), sign: .line(.stroke(report.ink($0.model), 2)))
        }
    }
}
