import Forecasting
import RealModule

/// How often a model was too low or too high, and by how much.
enum ErrorHistogram {
    /// Bins of equal width over percentage errors; what lies further out is counted in the bins at the ends.
    struct Bins: Hashable {
        /// The lower edge of the first bin, in percent.
        let start: Double
        /// The width of a bin, in percent.
        let width: Double
        /// The number of errors in each bin.
        let counts: [Int]

        /// At most 31 bins over the middle 98 % of some errors.
        ///
        /// - Complexity: O(*n* log *n*).
        init(_ errors: [Double]) {
            let sorted = errors.filter(\.isFinite).sorted()
            guard let first = sorted.first, let last = sorted.last, last > first else {
                start = (sorted.first ?? 0) - 0.5
                width = 1
                counts = [sorted.count]
                return
            }
            let edge = { (share: Double) in sorted[Int((Double(sorted.count - 1) * share).rounded())] }
            let (low, high) = (edge(0.01), edge(0.99))
            let step = Ticks.niceStep(max(high - low, (last - first) / 100) / 30).step
            let from = (low / step).rounded(.down)
            let count = max(1, Int((high / step).rounded(.down) - from) + 1)
            var counts = [Int](repeating: 0, count: count)
            for error in sorted {
                let index = (error / step).rounded(.down) - from
                counts[Int(min(max(index, 0), Double(count - 1)))] += 1
            }
            start = from * step
            width = step
            self.counts = counts
        }

        /// The upper edge of the last bin.
        var end: Double { start + width * Double(counts.count) }
    }

    /// The percentage errors of a model: above 0 where it was too high.
    static func scene(_ study: StudyResult, _ report: SymbolReport, model: String) -> ChartScene {
        let errors = study.rows(of: model).map { 100 * $0.error / $0.actual }
        let bins = Bins(errors)
        let name = SymbolReport.label(model)
        let highest = Double(bins.counts.max() ?? 1)
        var plot = Plot(.small, x: bins.start...bins.end, y: 0...(highest * 1.08), labelWidth: 40)
        let ticks = Ticks.linear(0...(highest * 1.08), count: 4)
        plot.addValues(ticks.values) { NumberText.fixed($0, ticks.decimals) }
        let places = Ticks.linear(bins.start...bins.end, count: 5)
        plot.addPlaces(
            places.values.map { ($0, NumberText.percent($0, places.decimals, isSigned: true)) },
            hasLines: false)
        let ink = report.ink(model)
        let bars = bins.counts.indices.map { index -> ChartMark in
            let left = plot.x(bins.start + bins.width * Double(index))
            let right = plot.x(bins.start + bins.width * Double(index + 1))
            let top = plot.y(Double(bins.counts[index]))
            let from = NumberText.significant(bins.start + bins.width * Double(index), 3)
            return .bar(
                Rect(left + 0.5, top, right - left - 1, plot.area.maxY - top), .fill(ink, 0.8), radius: 1,
                tip:
                    "from \(from) %, \(NumberText.significant(bins.width, 2)) wide: \(bins.counts[index]) days"
            )
        }
        let zero = plot.x(0)
        let rule = ChartMark.rule(
            Point(zero, plot.area.y), Point(zero, plot.area.maxY), .stroke(.muted, 1, 0.9, dash: [3, 3]))
        let high = errors.count { $0 > 0 }
        return ChartScene(
            "error-histogram", title: "\(name): percentage errors",
            summary:
                "Of \(errors.count) forecasts \(high) were too high and \(errors.count - high) were not.",
            .small, marks: plot.marks + bars + (bins.start < 0 && bins.end > 0 ? [rule] : []))
    }
}
