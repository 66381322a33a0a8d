import Candles
import ProphetEngine

/// The history as dots, the forecast as a line, and the uncertainty interval as a band around it.
enum ProphetForecastChart {
    /// The rate change from which a changepoint is marked.
    static let changepointThreshold = 0.01

    /// The chart of a forecast of a model.
    ///
    /// - Parameters:
    ///   - model: The model, with its history if it has one.
    ///   - forecast: The forecast, of past and future rows.
    ///   - title: What is forecast.
    ///   - marksChangepoints: Whether the trend and the changepoints at which it bends are drawn as well.
    ///   - size: The size.
    /// - Returns: The chart.
    static func scene(
        _ model: FittedProphet, _ forecast: ProphetForecast, title: String, marksChangepoints: Bool,
        _ size: ChartSize
    ) -> ChartScene {
        let history = model.history
        let axis = TimeAxis([history.ds, forecast.ds].joined())
        let limit = size.isNarrow ? SeriesThinning.narrowLimit : SeriesThinning.wideLimit
        let limits = [forecast.cap, forecast.floor].compactMap(\.self)
        let shown =
            [history.y, forecast.yhat, forecast.yhatLower, forecast.yhatUpper] + limits
            + (marksChangepoints ? [forecast.trend] : [])
        let domain = ValueDomain.series(shown.joined(), margin: 0.04)
        let marks = AxisText(domain, count: size.isNarrow ? 5 : 7)
        var plot = Plot(
            size, x: axis.domain, y: domain,
            legend: legend(model, forecast, marksChangepoints: marksChangepoints),
            labelWidth: Plot.labelWidth(marks.labels))
        plot.addValues(marks)
        plot.addPlaces(axis.ticks(count: max(2, Int(plot.area.width / 85))))
        let lines = ForecastLines(times: forecast.ds, plot: plot, limit: limit)
        let drawn = SeriesThinning.indices(of: history.y, limit: limit)
        // A line that turns more often than there is room for must hide neither the dots nor the band.
        let isDense = lines.isDense(forecast.yhat)
        var inside =
            isDense
            ? lines.envelope(forecast.yhatLower, forecast.yhatUpper, .fill(.series1, 0.2))
            : lines.band(forecast.yhatLower, forecast.yhatUpper, .fill(.series1, 0.2))
        inside += lines.line(forecast.cap, ForecastLines.limitStyle)
        inside += lines.line(forecast.floor, ForecastLines.limitStyle)
        let radius = drawn.count > 1500 ? 1.1 : drawn.count > 400 ? 1.5 : 2.1
        inside += drawn.map { index in
            .dot(
                Point(plot.x(TimeAxis.place(history.ds[index])), plot.y(history.y[index])), radius: radius,
                .fill(.actual, 0.8))
        }
        inside += lines.line(forecast.yhat, lines.style(forecast.yhat))
        if marksChangepoints {
            inside += lines.line(forecast.trend, .stroke(.missing, 1.6))
            inside += changepoints(model).map { time in
                let x = plot.x(TimeAxis.place(time))
                return .rule(
                    Point(x, plot.area.y), Point(x, plot.area.maxY), .stroke(.missing, 1, 0.8, dash: [5, 4]))
            }
        }
        return ChartScene(
            "forecast", title: title,
            summary: summary(model, forecast, axis, drawn: drawn.count, isDense: isDense), size,
            marks: plot.marks + [.clipped(inside, to: plot.area)] + endOfHistory(model, forecast, plot)
                + zones(model, forecast, plot))
    }

    /// The mass of the interval in percent.
    private static func widthText(_ model: FittedProphet) -> String {
        let width = 100 * model.options.intervalWidth
        return NumberText.percent(width, decimals(width))
    }

    /// How many decimals a percentage needs that somebody chose, at most two.
    static func decimals(_ percentage: Double) -> Int {
        (0...2).first { places in
            let scaled = percentage * [1.0, 10, 100][places]
            return abs(scaled - scaled.rounded()) < 1e-6
        } ?? 2
    }

    /// The changepoints at which the rate changes noticeably.
    static func changepoints(_ model: FittedProphet) -> [Int64] {
        zip(model.changepoints, model.parameters.delta).filter { abs($0.1) >= changepointThreshold }
            .map(\.0)
    }

    /// What is said where not all observations are drawn; nil where all are.
    static func thinningNote(_ model: FittedProphet, drawn: Int) -> String? {
        let count = model.history.y.count { $0.isFinite }
        guard drawn < count else { return nil }
        return
            "Of \(NumberText.fixed(Double(count), 0)) observations \(NumberText.fixed(Double(drawn), 0)) are drawn:"
            + " the lowest and the highest of each stretch."
    }

    /// The words beside the title of a chart of this size.
    static func note(_ model: FittedProphet, _ size: ChartSize) -> String? {
        let limit = size.isNarrow ? SeriesThinning.narrowLimit : SeriesThinning.wideLimit
        return thinningNote(model, drawn: SeriesThinning.indices(of: model.history.y, limit: limit).count)
    }

    private static func endOfHistory(
        _ model: FittedProphet, _ forecast: ProphetForecast, _ plot: Plot
    ) -> [ChartMark] {
        guard let last = model.historyTimes.last, let end = forecast.ds.last, end > last,
            let first = forecast.ds.first, first <= last || !model.history.ds.isEmpty
        else { return [] }
        let x = plot.x(TimeAxis.place(last))
        return [
            .rule(Point(x, plot.area.y), Point(x, plot.area.maxY), .stroke(.muted, 1, 0.7, dash: [2, 3]))
        ]
    }

    /// The numbers of future rows, for those who point at them; left out where there are too many.
    private static func zones(
        _ model: FittedProphet, _ forecast: ProphetForecast, _ plot: Plot
    ) -> [ChartMark] {
        let last = model.historyTimes.last ?? .min
        let rows = forecast.ds.indices.filter { forecast.ds[$0] > last && forecast.yhat[$0].isFinite }
        guard rows.count <= 400 else { return [] }
        return rows.map { row in
            let x = plot.x(TimeAxis.place(forecast.ds[row]))
            let before = row > 0 ? plot.x(TimeAxis.place(forecast.ds[row - 1])) : x - 2
            let after =
                row + 1 < forecast.ds.count ? plot.x(TimeAxis.place(forecast.ds[row + 1])) : 2 * x - before
            let (left, right) = ((x + before) / 2, min((x + after) / 2, plot.area.maxX))
            return .zone(
                Rect(left, plot.area.y, right - left, plot.area.height), tip: tip(forecast, row))
        }
    }

    private static func tip(_ forecast: ProphetForecast, _ row: Int) -> String {
        let value = "\(TimeAxis.text(forecast.ds[row]))\nforecast \(AxisText.value(forecast.yhat[row]))"
        guard forecast.hasIntervals else { return value }
        return value
            + " (\(AxisText.value(forecast.yhatLower[row])) to \(AxisText.value(forecast.yhatUpper[row])))"
    }

    private static func legend(
        _ model: FittedProphet, _ forecast: ProphetForecast, marksChangepoints: Bool
    ) -> [Legend.Item] {
        var items: [Legend.Item] = []
        if model.history.frame.count > 0 {
            items.append(.init(label: "Observed data points", sign: .dot(.fill(.actual, 0.8))))
        }
        items.append(.init(label: "Forecast", sign: .line(.stroke(.series1, 2))))
        if forecast.cap != nil {
            items.append(.init(label: "Maximum capacity", sign: .line(ForecastLines.limitStyle)))
        }
        if forecast.floor != nil {
            items.append(.init(label: "Minimum capacity", sign: .line(ForecastLines.limitStyle)))
        }
        if forecast.hasIntervals {
            let width = widthText(model)
            items.append(.init(label: "Uncertainty interval, \(width)", sign: .box(.fill(.series1, 0.28))))
        }
        if marksChangepoints {
            items.append(.init(label: "Trend", sign: .line(.stroke(.missing, 1.6))))
            items.append(.init(label: "Changepoint", sign: .line(.stroke(.missing, 1, 0.8, dash: [5, 4]))))
        }
        return items
    }

    private static func summary(
        _ model: FittedProphet, _ forecast: ProphetForecast, _ axis: TimeAxis, drawn: Int,
        isDense: Bool
    ) -> String {
        guard let time = forecast.ds.last, let yhat = forecast.yhat.last else { return "" }
        var text =
            "From \(TimeAxis.text(axis.first)) to \(TimeAxis.text(axis.last)); the forecast of the last row,"
            + " \(TimeAxis.text(time)), is \(AxisText.value(yhat))"
        if let lower = forecast.yhatLower.last, let upper = forecast.yhatUpper.last {
            text +=
                ", between \(AxisText.value(lower)) and \(AxisText.value(upper)) with a chance of"
                + " \(widthText(model))"
        }
        text += "." + (thinningNote(model, drawn: drawn).map { " " + $0 } ?? "")
        guard isDense, forecast.hasIntervals else { return text }
        return text + " The band holds the intervals of all rows that fall on one place."
    }
}
