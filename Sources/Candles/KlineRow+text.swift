extension KlineRow {
    /// The row as CSV with twelve columns, in the exchange's order; the close time is inclusive.
    ///
    /// Numbers are written in the shortest plain form; an unknown volume is written as an empty field.
    public var csv: String {
        let fields: [String] = [
            String(openTime.milliseconds), Decimal.text(values.open), Decimal.text(values.high),
            Decimal.text(values.low), Decimal.text(values.close), Self.text(values.baseVolume),
            String(values.closeTime.milliseconds - 1), Self.text(values.quoteVolume),
            values.trades.map(String.init) ?? "", Self.text(values.takerBaseVolume),
            Self.text(values.takerQuoteVolume), "0",
        ]
        return fields.joined(separator: ",")
    }

    /// A number that may be unknown, as text.
    public static func text(_ number: Double?) -> String { number.map(Decimal.text) ?? "" }
}
