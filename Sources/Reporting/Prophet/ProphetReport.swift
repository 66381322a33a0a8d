public import ProphetEngine

/// The pictures of a forecast: as SVG files, or together on one page.
///
/// The page holds all it needs, follows the reader's choice of light or dark, and has no scripts. The same
/// input gives the same files, byte for byte.
public struct ProphetReport: Sendable {
    /// What is forecast, such as the name of a file.
    public var title: String
    /// The program that made the forecast, with its version.
    public var program: String
    /// The model.
    public var model: FittedProphet
    /// The forecast, of past and future rows.
    public var forecast: ProphetForecast
    /// Whether the trend and the changepoints at which it bends are drawn over the forecast.
    public var marksChangepoints: Bool

    /// Creates the pictures of a forecast.
    public init(
        title: String, program: String, model: FittedProphet, forecast: ProphetForecast,
        marksChangepoints: Bool = false
    ) {
        self.title = title
        self.program = program
        self.model = model
        self.forecast = forecast
        self.marksChangepoints = marksChangepoints
    }

    /// The forecast and the history as an SVG file.
    ///
    /// Of a long history at most 4,000 observations are drawn, extremes among them; the description says so.
    ///
    /// - Complexity: O(rows).
    public func forecastChart() -> String { SVGWriter.document(forecastScene(.wide(460))) }

    /// The components of the forecast, one panel each, as an SVG file.
    ///
    /// - Throws: ``ProphetError`` if the model cannot forecast the rows of a panel.
    public func componentCharts() throws(ProphetError) -> String {
        var scenes: [ChartScene] = []
        for panel in ComponentPanel.panels(of: model) {
            scenes.append(try ComponentPanelChart.scene(panel, model, forecast, .wide(220)))
        }
        return SVGWriter.document(ChartStack.scene("components", title: "\(title): components", scenes))
    }

    /// The page: the forecast, its components, the model and the forecast's numbers.
    ///
    /// - Throws: ``ProphetError`` if the model cannot forecast the rows of a panel.
    public func page() throws(ProphetError) -> String {
        var cards: [Markup] = []
        for (index, panel) in ComponentPanel.panels(of: model).enumerated() {
            let half = ChartSize(width: 600, height: 250)
            cards.append(
                ChartCard(
                    id: "c\(index + 1)", isSimulated: false,
                    wide: try ComponentPanelChart.scene(panel, model, forecast, half),
                    narrow: try ComponentPanelChart.scene(panel, model, forecast, .narrow(220))
                ).markup)
        }
        return ProphetPage(report: self, components: cards).text
    }

    /// The chart of the forecast at a size.
    func forecastScene(_ size: ChartSize) -> ChartScene {
        ProphetForecastChart.scene(
            model, forecast, title: title.isEmpty ? "Forecast" : title, marksChangepoints: marksChangepoints,
            size)
    }
}
