import Candles
import Forecasting

/// The numbers of the charts and cards, as tables.
enum ReportTables {
    static func candles(_ report: SymbolReport) -> HTMLTable {
        let price = report.price
        let average = { (value: Double?) -> Markup in "\(value.map(price.full) ?? NumberText.none)" }
        let rows = report.days.suffix(180).reversed().map { day -> [Markup] in
            let values = day.values
            return [
                "\(day.day.description)", "\(price.full(values.open))", "\(price.full(values.high))",
                "\(price.full(values.low))", "\(price.full(values.close))",
                "\(values.baseVolume.map(NumberText.compact) ?? NumberText.none)", average(day.ma7),
                average(day.ma30), "\(day.isClosed ? day.origin.rawValue : "forming")",
            ]
        }
        return HTMLTable(
            caption: "\(report.symbol) daily candles, newest first",
            head: ["Day", "Open", "High", "Low", "Close", "Volume", "MA7", "MA30", "Origin"], rows: rows)
    }

    static func averages(_ report: SymbolReport) -> HTMLTable {
        let price = report.price
        let average = { (value: Double?) -> Markup in "\(value.map(price.full) ?? NumberText.none)" }
        let rows = report.days.suffix(AverageChart.recentDays).reversed().map { day -> [Markup] in
            let volume = day.origin == .filled ? nil : day.values.baseVolume
            return [
                "\(day.day.description)", "\(price.full(day.values.close))", average(day.ma7),
                average(day.ma30),
                "\(volume.map(NumberText.compact) ?? NumberText.none)",
            ]
        }
        return HTMLTable(
            caption: "Close, moving averages and volume of \(report.symbol), newest first",
            head: ["Day", "Close", "MA7", "MA30", "Volume"], rows: rows)
    }

    /// What the chosen model said at the last cutoff, and what happened.
    static func lastCutoff(_ report: SymbolReport) -> HTMLTable? {
        guard let study = report.study, let cutoff = study.cutoffs.last else { return nil }
        let price = report.price
        let rows = study.rows(of: report.choice.model).filter { $0.cutoff == cutoff.day }.map {
            row -> [Markup] in
            [
                "\(row.day.description)", "\(price.full(row.actual))", "\(price.full(row.yhat))",
                "\(price.full(row.lower))", "\(price.full(row.upper))",
                "\(NumberText.percent(100 * row.error / row.actual, 2, isSigned: true))",
                "\(row.isCovered ? "inside" : "outside")",
            ]
        }
        return HTMLTable(
            caption: "Forecast of \(DateText.long(cutoff.day)) against actual",
            head: ["Day", "Actual", "Forecast", "Lower", "Upper", "Error", "Interval"], rows: rows)
    }

    static func scores(_ study: StudyResult, _ report: SymbolReport) -> HTMLTable {
        let money = { (value: Double) in NumberText.significant(value, 5) }
        let rows = study.models.map { model -> [Markup] in
            let scores = model.overall
            let bias = NumberText.fixed(scores.bias, NumberText.decimals(scores.bias, 5), isSigned: true)
            return [
                "<i class=\"key \(report.ink(model.model).rawValue)\"></i>\(SymbolReport.label(model.model))",
                "\(scores.skill.map { NumberText.percent(100 * $0, 1, isSigned: true) } ?? NumberText.none)",
                "\(money(scores.mae))", "\(money(scores.rmse))", "\(NumberText.percent(scores.mape, 2))",
                "\(NumberText.percent(scores.smape, 2))",
                "\(scores.mase.map { NumberText.fixed($0, 3) } ?? NumberText.none)", "\(bias)",
                "\(NumberText.percent(100 * scores.coverage, 1))", "\(money(scores.meanWidth))",
            ]
        }
        return HTMLTable(
            caption: "Scores of the models; the baselines come first",
            head: ["Model", "Skill", "MAE", "RMSE", "MAPE", "sMAPE", "MASE", "Bias", "Held", "Width"],
            rows: rows,
            highlighted: Set(study.models.indices.filter { study.models[$0].model == report.choice.model }))
    }

    static func forecast(_ forecast: Forecast, _ report: SymbolReport) -> HTMLTable {
        let price = report.price
        let others = report.forecasts.filter { $0.model != forecast.model }
        let rows = forecast.days.indices.map { index -> [Markup] in
            let change = 100 * (forecast.yhat[index] / forecast.lastClose - 1)
            return [
                "\(DateText.weekdays[forecast.days[index].weekday]) \(DateText.short(forecast.days[index]))",
                "\(price.full(forecast.yhat[index]))", "\(price.full(forecast.lower[index]))",
                "\(price.full(forecast.upper[index]))", "\(NumberText.percent(change, 1, isSigned: true))",
            ]
                + others.map { other in
                    "\(index < other.yhat.count ? price.short(other.yhat[index]) : NumberText.none)"
                }
        }
        return HTMLTable(
            caption: "Forecast of \(report.symbol)",
            head: ["Day", "Median", "Lower", "Upper", "Change"] + others.map { SymbolReport.label($0.model) },
            rows: rows)
    }

    static func byHorizon(_ study: StudyResult, _ report: SymbolReport) -> HTMLTable {
        let horizons = Set(study.models.flatMap { $0.byHorizon.map(\.horizon) }).sorted()
        let columns = study.models.map { model in
            Dictionary(model.byHorizon.map { ($0.horizon, $0.scores.mae) }) { first, _ in first }
        }
        let rows = horizons.map { horizon -> [Markup] in
            ["+\(horizon) d"] + columns.map { "\($0[horizon].map(report.price.short) ?? NumberText.none)" }
        }
        return HTMLTable(
            caption: "Mean absolute error by days ahead", head: ["Ahead"] + labels(study), rows: rows)
    }

    static func byCutoff(_ study: StudyResult) -> HTMLTable {
        let columns = study.models.map { model in
            Dictionary(model.byCutoff.map { ($0.cutoff, $0.scores.mape) }) { first, _ in first }
        }
        let rows = study.cutoffs.reversed().map { cutoff -> [Markup] in
            ["\(cutoff.day.description)", "\(cutoff.trainingDays)"]
                + columns.map { "\($0[cutoff.day].map { NumberText.percent($0, 2) } ?? NumberText.none)" }
        }
        return HTMLTable(
            caption: "Mean absolute percentage error by cutoff",
            head: ["Cutoff", "Days known"] + labels(study),
            rows: rows)
    }

    static func histogram(_ study: StudyResult, model: String) -> HTMLTable {
        let bins = ErrorHistogram.Bins(study.rows(of: model).map { 100 * $0.error / $0.actual })
        let rows = bins.counts.indices.map { index -> [Markup] in
            let from = bins.start + bins.width * Double(index)
            return [
                "\(NumberText.percent(from, 1, isSigned: true))",
                "\(NumberText.percent(from + bins.width, 1, isSigned: true))", "\(bins.counts[index])",
            ]
        }
        return HTMLTable(
            caption: "Percentage errors; what lies further out is in the first and last row",
            head: ["From", "To", "Days"], rows: rows)
    }

    static func coverage(_ study: StudyResult) -> HTMLTable {
        HTMLTable(
            caption: "Share of days that the interval held", head: ["Model", "Promised", "Held"],
            rows: study.models.map { model in
                [
                    "\(SymbolReport.label(model.model))",
                    "\(NumberText.percent(100 * study.options.intervalWidth, 1))",
                    "\(NumberText.percent(100 * model.overall.coverage, 1))",
                ]
            })
    }

    /// The numbers of one part of a forecast, named as its chart is.
    static func component(_ name: String, _ components: ForecastComponents) -> HTMLTable? {
        let effect = { (value: Double) -> Markup in
            components.unit == .percent
                ? "\(NumberText.percent(value, 3, isSigned: true))"
                : "\(NumberText.fixed(value, NumberText.decimals(value, 4), isSigned: true))"
        }
        switch name {
        case "weekly":
            let rows = (components.weekly ?? []).enumerated().map { index, value -> [Markup] in
                ["\(DateText.weekdays[index])", effect(value)]
            }
            return HTMLTable(caption: "Effect of the weekday", head: ["Weekday", "Effect"], rows: rows)
        case "yearly":
            let rows = (components.yearly ?? []).enumerated().map { index, value -> [Markup] in
                ["\(DateText.short(UTCDay(17_532 + Int32(index))))", effect(value)]
            }
            return HTMLTable(caption: "Effect of the time of the year", head: ["Day", "Effect"], rows: rows)
        case "trend":
            let rows = components.trend.reversed().map { point -> [Markup] in
                [
                    "\(point.day.description)", "\(NumberText.significant(point.value, 6))",
                    "\(NumberText.significant(point.lower, 6))", "\(NumberText.significant(point.upper, 6))",
                ]
            }
            return HTMLTable(
                caption: "Trend, newest first", head: ["Day", "Trend", "Lower", "Upper"], rows: rows)
        default:
            return nil
        }
    }

    /// The last close of each month, newest first.
    static func months(_ report: SymbolReport) -> HTMLTable {
        let price = report.price
        let ends = report.days.indices.filter { index in
            index == report.days.count - 1
                || report.days[index].day.civil.month != report.days[index + 1].day.civil.month
        }
        let rows = ends.reversed().map { index -> [Markup] in
            let day = report.days[index]
            return ["\(day.day.description)", "\(price.full(day.values.close))"]
        }
        return HTMLTable(caption: "Last close of each month", head: ["Day", "Close"], rows: rows)
    }

    private static func labels(_ study: StudyResult) -> [String] {
        study.models.map { SymbolReport.label($0.model) }
    }
}
