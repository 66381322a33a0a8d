import Candles
import ProphetEngine
import Testing

@testable import Reporting

@Suite("Panels of the components")
struct ComponentPanelTests {
    @Test("The panels come in Prophet's order, whatever the order of the columns")
    func order() throws {
        let model = try ProphetSamples.fitted(options: ProphetSamples.rich, isRich: true)
        #expect(
            ComponentPanel.panels(of: model).map(\.name) == [
                "trend", "holidays", "weekly", "yearly", "<at weekends>", "monthly",
                "extra_regressors_additive",
                "extra_regressors_multiplicative",
            ])
    }

    @Test("Days of the week stand for a period of a week only where the rows are a day apart")
    func weekly() throws {
        let daily = try ProphetSamples.fitted()
        #expect(ComponentPanel.panels(of: daily).contains(ComponentPanel(name: "weekly", axis: .weekdays)))
        let hourly = try ProphetSamples.fitted(count: 24 * 20, step: 3_600_000)
        let panels = ComponentPanel.panels(of: hourly)
        #expect(panels.contains(ComponentPanel(name: "weekly", axis: .period(7))))
        #expect(panels.contains(ComponentPanel(name: "daily", axis: .period(1))))
        #expect(!panels.contains { $0.name == "yearly" || $0.name == "holidays" })
    }

    @Test("The bars of a week run from Sunday to Saturday and are those of the forecast")
    func weekdays() throws {
        let model = try ProphetSamples.fitted()
        let forecast = try ProphetSamples.forecast(model)
        let panel = ComponentPanel(name: "weekly", axis: .weekdays)
        let effects = try ComponentEffects(panel, model, forecast)
        let weekly = try #require(forecast.component("weekly"))
        #expect(effects.values.count == 7 && !effects.isPercent)
        for (index, value) in effects.values.enumerated() {
            let weekday = (index + 6) % 7
            let row = try #require(
                forecast.ds.firstIndex { TimeAxis.day($0).weekday == weekday })
            #expect(abs(value - weekly.values[row]) < 1e-9)
        }
    }

    @Test("A condition is switched on, and a multiplicative component has an axis of percent")
    func percent() throws {
        let report = try ProphetSamples.richReport()
        let conditional = try ComponentEffects(
            ComponentPanel(name: "<at weekends>", axis: .weekdays), report.model, report.forecast)
        #expect(conditional.values.allSatisfy { $0 != 0 })
        let monthly = ComponentPanel(name: "monthly", axis: .period(30.5))
        let scene = try ComponentPanelChart.scene(monthly, report.model, report.forecast, .wide(220))
        let additive = try ComponentPanelChart.scene(
            ComponentPanel(name: "weekly", axis: .weekdays), report.model, report.forecast, .wide(220))
        let texts = { (scene: ChartScene) in
            scene.marks.compactMap { mark in if case .text(_, let text, _) = mark { text } else { nil } }
        }
        #expect(texts(scene).contains { $0.hasSuffix("%") })
        #expect(!texts(additive).contains { $0.hasSuffix("%") })
        #expect(texts(additive).contains("Sunday"))
    }

    @Test("Panels of a logistic model with a floor above 1 can be drawn")
    func logistic() throws {
        let model = try ProphetSamples.fitted(options: ProphetOptions(growth: .logistic, scaling: .minmax))
        let forecast = try ProphetSamples.forecast(model)
        for panel in ComponentPanel.panels(of: model) {
            let scene = try ComponentPanelChart.scene(panel, model, forecast, .narrow(220))
            #expect(scene.marks.count > 3, "\(panel.name)")
        }
    }
}
