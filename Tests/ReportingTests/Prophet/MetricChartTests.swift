import Testing

@testable import Reporting

@Suite("Metric by horizon")
struct MetricChartTests {
    private static func chart(_ longest: Int64, isMonthly: Bool = false) -> MetricChart {
        MetricChart(
            metric: "rmse",
            points: [HorizonValue(horizon: longest, value: 2), HorizonValue(horizon: 0, value: 1)],
            curve: [HorizonValue(horizon: longest, value: 1.5)], isMonthly: isMonthly)
    }

    @Test(
        "The unit is the largest that goes more than once into a tenth of the longest horizon",
        arguments: [
            (864_000_001, "days"), (864_000_000, "hours"), (36_000_001, "hours"), (36_000_000, "minutes"),
            (600_001, "minutes"), (600_000, "seconds"), (9000, "milliseconds"),
        ] as [(Int64, String)])
    func unit(longest: Int64, name: String) {
        #expect(Self.chart(longest).unit.name == name)
    }

    @Test("Months stay months")
    func months() {
        #expect(Self.chart(40, isMonthly: true).unit.name == "months")
    }

    @Test("Every forecast is a dot, the rolling metric a line")
    func drawing() throws {
        let points = (0..<90).map { HorizonValue(horizon: Int64($0) * 86_400_000, value: Double($0 % 7)) }
        let curve = (9..<90).map { HorizonValue(horizon: Int64($0) * 86_400_000, value: 3) }
        let svg = MetricChart(metric: "a<b", points: points, curve: curve).document()
        let reader = try SVGTests.read(svg)
        #expect(reader.elements.count { $0.name == "circle" } == 91)
        #expect(reader.text.contains("a<b by horizon") && reader.text.contains("80 days"))
        #expect(reader.text.contains("3.0000 at 9.000 days"))
    }

    @Test("Nothing to show is said, not drawn")
    func empty() {
        #expect(MetricChart(metric: "rmse", points: [], curve: []).document().contains("nothing to show"))
    }
}
