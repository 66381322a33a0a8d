import RealModule

/// The marks of a value axis and their texts, which tell the marks apart whatever the size of the values.
struct AxisText: Hashable, Sendable {
    /// The marked values, ascending.
    let values: [Double]
    /// The text of each mark.
    let labels: [String]

    /// The marks of an axis in units of the series.
    init(_ domain: ClosedRange<Double>, count: Int) {
        let ticks = Ticks.linear(domain, count: count)
        values = ticks.values
        let largest = ticks.values.map { abs($0) }.max() ?? 0
        let step = ticks.values.count > 1 ? ticks.values[1] - ticks.values[0] : largest
        let units: [(size: Double, name: String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")]
        if largest > 0, largest < 1e-4 || largest >= 1e16 {
            labels = ticks.values.map(NumberText.scientific)
            return
        }
        if largest >= 1e5, step > 0, let unit = units.first(where: { largest >= $0.size }) {
            let exponent = Double.log10(step / unit.size) + 1e-9
            let decimals = max(0, -Int(exponent.rounded(.down)))
            if decimals <= 3 {
                labels = ticks.values.map {
                    $0 == 0 ? "0" : NumberText.fixed($0 / unit.size, decimals) + "\u{A0}" + unit.name
                }
                return
            }
        }
        labels = ticks.values.map { NumberText.fixed($0, ticks.decimals) }
    }

    /// The marks of an axis of fractions, written as percentages with their sign.
    init(percent domain: ClosedRange<Double>, count: Int) {
        let ticks = Ticks.linear((domain.lowerBound * 100)...(domain.upperBound * 100), count: count)
        values = ticks.values.map { $0 / 100 }
        labels = ticks.values.map { NumberText.percent($0, ticks.decimals, isSigned: true) }
    }

    /// A value in words, with a few significant digits.
    static func value(_ value: Double, _ isPercent: Bool = false) -> String {
        if isPercent { return NumberText.percent(value * 100, 2, isSigned: true) }
        let size = abs(value)
        return size > 0 && (size < 1e-4 || size >= 1e16)
            ? NumberText.scientific(value) : NumberText.significant(value, 5)
    }
}

extension Plot {
    /// Adds the marks of a value axis.
    mutating func addValues(_ axis: AxisText) {
        var index = 0
        addValues(axis.values) { _ in
            defer { index += 1 }
            return axis.labels[index]
        }
    }
}
