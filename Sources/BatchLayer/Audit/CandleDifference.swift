public import Candles

/// A value that two accounts of one candle give differently.
public struct CandleDifference: Hashable, Sendable {
    /// The name of the value, as files call it.
    public let field: String
    /// The value of the first account, as text.
    public let left: String
    /// The value of the second account, as text.
    public let right: String

    /// A difference.
    public init(field: String, left: String, right: String) {
        self.field = field
        self.left = left
        self.right = right
    }

    /// The values of one candle that two accounts give differently.
    ///
    /// A value that only one of them knows is no difference. Numbers are compared, never texts.
    ///
    /// - Parameters:
    ///   - left: One account.
    ///   - right: Another account.
    ///   - fields: The values compared.
    ///   - slack: How far apart a value may be; 0 where nothing is said.
    /// - Returns: The differences in the order of the fields.
    public static func between(
        _ left: CandleValues, _ right: CandleValues, fields: [CandleField] = CandleField.allCases,
        slack: [CandleField: Double] = [:]
    ) -> [CandleDifference] {
        fields.compactMap { field in
            guard let mine = field.number(in: left), let theirs = field.number(in: right), mine != theirs
            else {
                return nil
            }
            if abs(mine - theirs) <= slack[field, default: 0] { return nil }
            return CandleDifference(
                field: field.rawValue, left: field.text(in: left), right: field.text(in: right))
        }
    }

    /// The values of one candle that two sources give differently, but for the last digit of large amounts.
    ///
    /// Where a `Double` cannot name eight decimals, tools that write candles as text keep 16 significant digits or so: half
    /// a unit of the last one is up to five neighbouring numbers.
    static func betweenSources(_ left: CandleValues, _ right: CandleValues) -> [CandleDifference] {
        var slack: [CandleField: Double] = [:]
        for field in CandleField.amounts {
            let amount = max(field.number(in: left) ?? 0, field.number(in: right) ?? 0)
            if amount >= CandleField.largestExactAmount { slack[field] = 5 * amount.ulp }
        }
        return between(left, right, slack: slack)
    }
}
