import Forecasting

/// What the intervals promised and what they held, model by model.
enum CoverageChart {
    static func scene(_ study: StudyResult, _ report: SymbolReport) -> ChartScene {
        let size = ChartSize.small
        let nominal = study.options.intervalWidth
        let left = (study.models.map { ChartScene.width(of: SymbolReport.label($0.model)) }.max() ?? 60) + 12
        let field = Rect(left, 34, size.width - left - 16, size.height - 62)
        let x = Scale(0...1, from: field.x, to: field.maxX)
        var marks: [ChartMark] = [0, 0.25, 0.5, 0.75, 1].flatMap { share -> [ChartMark] in
            [
                .rule(Point(x(share), field.y), Point(x(share), field.maxY), .stroke(.grid)),
                .text(
                    Point(x(share), field.maxY + 17), NumberText.percent(100 * share, 0),
                    .init(size: 11, anchor: .middle)),
            ]
        }
        let row = field.height / Double(max(study.models.count, 1))
        for (index, model) in study.models.enumerated() {
            let middle = field.y + row * (Double(index) + 0.5)
            let height = min(row * 0.56, 24)
            let end = x(model.overall.coverage)
            let text = NumberText.percent(100 * model.overall.coverage, 0)
            // The figure stands at the foot of a long bar, away from the promise, and beside a short one.
            let isInside = end - field.x > 50
            marks += [
                .bar(
                    Rect(field.x, middle - height / 2, end - field.x, height),
                    .fill(report.ink(model.model), 0.85), radius: 3),
                .text(
                    Point(left - 8, middle + 4), SymbolReport.label(model.model),
                    .init(ink: .text, anchor: .end)),
                .text(
                    Point(isInside ? field.x + 8 : end + 7, middle + 4), text,
                    .init(ink: isInside ? .surface : .text, isBold: true)),
            ]
        }
        marks += [
            .rule(
                Point(x(nominal), field.y - 6), Point(x(nominal), field.maxY),
                .stroke(.missing, 1.6, dash: [4, 3])),
            .text(
                Point(x(nominal), field.y - 12), "promised \(NumberText.percent(100 * nominal, 0))",
                .init(size: 11, ink: .missing, anchor: .middle)),
        ]
        let held = study.models.map {
            "\(SymbolReport.label($0.model)) \(NumberText.percent(100 * $0.overall.coverage, 0))"
        }
        return ChartScene(
            "coverage", title: "Intervals: promised and held",
            summary:
                "Of the days of the study the intervals were to hold \(NumberText.percent(100 * nominal, 0))."
                + " They held: \(held.joined(separator: ", ")).", size, marks: marks)
    }
}
