import Foundation
import ProphetEngine
import Testing

@testable import Reporting

@Suite("Pictures of a forecast")
struct ProphetReportTests {
    private static func count(_ text: String, _ part: String) -> Int {
        text.components(separatedBy: part).count - 1
    }

    @Test("The drawings are well formed, say what they show, and escape every name")
    func drawings() throws {
        let report = try ProphetSamples.richReport()
        for svg in [report.forecastChart(), try report.componentCharts()] {
            let reader = try SVGTests.read(svg)
            #expect(reader.text.contains("Sales <b> & \"more\""))
            #expect(!svg.contains("<b>"))
            for (_, attributes) in reader.elements {
                for name in ["x", "y", "cx", "cy", "r", "width", "height"] {
                    if let value = attributes[name] {
                        #expect(Double(value)?.isFinite == true, "\(name) \(value)")
                    }
                }
            }
        }
        let components = try SVGTests.read(report.componentCharts())
        for name in ["trend", "holidays", "weekly", "yearly", "<at weekends>", "extra_regressors_additive"] {
            #expect(components.text.contains(name), "\(name)")
        }
    }

    @Test("The forecast has its dots, line, band, legend and changepoints")
    func forecast() throws {
        let report = try ProphetSamples.richReport()
        let reader = try SVGTests.read(report.forecastChart())
        let legend = [
            "Observed data points", "Forecast", "Uncertainty interval, 80\u{A0}%", "Trend", "Changepoint",
        ]
        for entry in legend { #expect(reader.text.contains(entry), "\(entry)") }
        #expect(!reader.text.contains("capacity"))
        #expect(reader.elements.count { $0.name == "circle" } == 420 + 1)
        let bends = ProphetForecastChart.changepoints(report.model)
        #expect(!bends.isEmpty && bends.count < report.model.changepoints.count)
    }

    @Test("Cap and floor are drawn where the growth has them")
    func limits() throws {
        let model = try ProphetSamples.fitted(options: ProphetOptions(growth: .logistic))
        let report = ProphetReport(
            title: "", program: "test", model: model, forecast: try ProphetSamples.forecast(model))
        let svg = report.forecastChart()
        #expect(svg.contains("Maximum capacity") && !svg.contains("Minimum capacity"))
        #expect(svg.contains("stroke-dasharray=\"6 4\""))
    }

    @Test("A long history is thinned, and the drawing says so")
    func thinning() throws {
        var options = ProphetOptions(weeklySeasonality: .off, dailySeasonality: .off)
        options.uncertaintySamples = 0
        let model = try ProphetSamples.fitted(count: 20_000, step: 3_600_000, options: options)
        let report = ProphetReport(
            title: "long", program: "test", model: model,
            forecast: try ProphetSamples.forecast(model, ahead: 24, step: 3_600_000))
        let svg = report.forecastChart()
        #expect(svg.utf8.count < 400_000, "\(svg.utf8.count) bytes")
        let reader = try SVGTests.read(svg)
        #expect(reader.elements.count { $0.name == "circle" } <= 4001)
        #expect(reader.text.contains("Of 20,000 observations"))
        #expect(!reader.text.contains("Uncertainty interval"))
        let page = try report.page()
        #expect(page.utf8.count < 900_000, "\(page.utf8.count) bytes")
    }

    @Test("The page holds everything, has no scripts, and follows the system's choice of dark")
    func page() throws {
        let report = try ProphetSamples.richReport()
        let page = try report.page()
        #expect(page == (try report.page()))
        #expect(
            !page.contains("<script") && !page.contains("<b>") && !page.contains("http://www.w3.org/1999"))
        #expect(!page.contains("href=\"http") && !page.contains("src="))
        #expect(page.contains("prefers-color-scheme:dark"))
        #expect(Self.count(page, "<figure") == 1 + 8)
        let ids = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(Set(ids).count == ids.count)
    }

    @Test("The page says what an interval is meant to contain, and nothing of intervals where there are none")
    func promise() throws {
        for (samples, words) in [
            (50, "contain 99.5 of 100 future values, and to miss the other 0.5"), (0, nil),
        ] {
            var options = ProphetOptions(intervalWidth: 0.995)
            options.uncertaintySamples = samples
            let model = try ProphetSamples.fitted(count: 60, options: options)
            let page = try ProphetReport(
                title: "", program: "test", model: model, forecast: try ProphetSamples.forecast(model)
            ).page()
            #expect(page.contains("meant to contain") == (words != nil))
            if let words { #expect(page.contains(words)) }
            #expect(page.contains("Uncertainty interval, 99.5\u{A0}%") == (words != nil))
        }
    }

    @Test("A line that turns more often than there is room for is thin, over a band without gaps")
    func density() throws {
        let scene = { (count: Int) in
            let model = try ProphetSamples.fitted(
                count: count, options: ProphetOptions(yearlySeasonality: .off, uncertaintySamples: 20))
            let report = ProphetReport(
                title: "", program: "test", model: model, forecast: try ProphetSamples.forecast(model))
            return report.forecastScene(.wide(460))
        }
        #expect(try scene(200).summary.contains("The band holds") == false)
        #expect(try scene(2000).summary.contains("The band holds"))
    }

    @Test("An axis does not magnify what is nothing beside the level")
    func nothing() {
        let quiet = ValueDomain.series([5000, 5000.0001], margin: 0.1)
        #expect(quiet.lowerBound < 4751 && quiet.upperBound > 5249)
        #expect(
            ValueDomain.series([5000, 5001], margin: 0.1) == Scale.domain(of: [5000, 5001], margin: 0.1))
        #expect(ValueDomain.series([0, 0], margin: 0.1).contains(0))
        #expect(ValueDomain.effects([-1e-10, 1e-10], level: 5000, margin: 0.1).upperBound > 49)
        #expect(ValueDomain.effects([-1, 1], level: 5000, margin: 0.1).upperBound < 2)
        #expect(ValueDomain.effects([], level: 1, margin: 0.1) == 0...1)
    }
}
