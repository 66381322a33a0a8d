import Candles

/// The prices of one symbol as text, with as many decimals as its closes have.
struct PriceText: Hashable, Sendable {
    /// The decimals of a price.
    let decimals: Int

    /// The form that suits some closes.
    init(_ closes: some Collection<Double>) {
        decimals = closes.map(Self.decimals).max() ?? 2
    }

    /// A price to its last decimal.
    func full(_ price: Double) -> String { NumberText.fixed(price, decimals) }

    /// A price at a glance: six significant digits.
    func short(_ price: Double) -> String {
        NumberText.fixed(price, min(decimals, NumberText.decimals(price, 6)))
    }

    /// Two prices at a glance, in thousands where they are large.
    func range(_ low: Double, _ high: Double) -> String {
        guard min(low, high) >= 10_000 else { return "\(brief(low)) – \(brief(high))" }
        return "\(NumberText.fixed(low / 1000, 1)) – \(NumberText.fixed(high / 1000, 1))\u{A0}K"
    }

    private func brief(_ price: Double) -> String {
        NumberText.fixed(price, min(decimals, NumberText.decimals(price, 4)))
    }

    private static func decimals(_ price: Double) -> Int {
        let text = Decimal.text(price)
        guard let point = text.firstIndex(of: ".") else { return 0 }
        return min(8, text.distance(from: point, to: text.endIndex) - 1)
    }
}
