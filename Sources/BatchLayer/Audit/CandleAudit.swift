import Candles

/// Looks at the candles of one series one after the other, each by itself and beside the one before.
struct CandleAudit {
    /// The series.
    let key: SeriesKey
    /// The candles looked at.
    private(set) var count = 0
    /// What is wrong.
    private(set) var findings = AuditList<AuditFinding>()
    /// What is strange and may be true: sudden moves, candles without volume that are not flat.
    private(set) var remarks = AuditList<AuditRemark>()

    private var previous: CandleVersion?

    /// A move of the close by this factor or more, up or down, is remarked.
    static let outlierFactor = 1.5

    init(_ key: SeriesKey) {
        self.key = key
    }

    /// Takes in the next candle.
    mutating func add(_ version: CandleVersion) {
        defer { previous = version }
        count += 1
        let (time, values) = (version.openTime, version.values)
        let slot = key.interval.slot(containing: time)
        let latest = slot == time ? key.interval.slot(after: time) : time + longest
        if values.closeTime > latest {
            report(version, "it ends at \(values.closeTime), after its slot, which ends at \(latest)")
        }
        if let previous {
            if previous.openTime >= time { report(version, "it follows the candle of \(previous.openTime)") }
            let ratio = values.close / previous.values.close
            if max(ratio, 1 / ratio) >= Self.outlierFactor {
                remark(
                    version, .outlier,
                    "the close went from \(Decimal.text(previous.values.close)) to \(Decimal.text(values.close))"
                )
            }
        }
        volumes(version)
    }

    private var longest: Int64 { key.interval.milliseconds ?? 31 * UTCDay.milliseconds }

    private mutating func volumes(_ version: CandleVersion) {
        let values = version.values
        if let taker = values.takerBaseVolume, let all = values.baseVolume, taker > all {
            report(
                version, "takers bought more than was traded",
                [("taker_base_volume", taker), ("base_volume", all)])
        }
        if let taker = values.takerQuoteVolume, let all = values.quoteVolume, taker > all {
            report(
                version, "takers bought for more than was traded",
                [("taker_quote_volume", taker), ("quote_volume", all)])
        }
        guard let base = values.baseVolume else { return }
        if base == 0, values.high != values.low {
            remark(
                version, .movedWithoutVolume,
                "prices from \(Decimal.text(values.low)) to \(Decimal.text(values.high)) without volume")
        }
        if base > 0, values.trades == 0 {
            report(version, "it has volume and no trade", [("base_volume", base)])
        }
        if let quote = values.quoteVolume { meanPrice(version, base, quote) }
    }

    /// The mean price, quote over base volume, lies between low and high but for the rounding of each trade.
    private mutating func meanPrice(_ version: CandleVersion, _ base: Double, _ quote: Double) {
        let values = version.values
        let trades = Double(values.trades ?? 0) + 1
        // Volumes are rounded to 10^-8, the quote volume once for each trade; the products to a Double.
        let slack = 1e-8 * trades + 1e-8 * values.high + 1e-12 * quote
        guard quote > base * values.high + slack || quote < base * values.low - slack else { return }
        report(
            version, "its mean price is outside its low and high",
            [("base_volume", base), ("quote_volume", quote), ("low", values.low), ("high", values.high)])
    }

    private mutating func report(
        _ version: CandleVersion, _ problem: String, _ numbers: [(name: String, value: Double)] = []
    ) {
        let values = numbers.map { "\($0.name) \(Decimal.text($0.value))" }.joined(separator: ", ")
        let range = TimeRange(version.openTime, max(version.values.closeTime, version.openTime + 1))
        let slots = TimeRange(
            key.interval.slot(containing: version.openTime), key.interval.slot(after: version.openTime))
        findings.add(
            AuditFinding(
                .consistency, key, range, problem: problem + (values.isEmpty ? "" : ": \(values)"),
                cure: AuditCure.refetch(key.symbol, [key.interval], slots)))
    }

    private mutating func remark(_ version: CandleVersion, _ kind: AuditRemark.Kind, _ text: String) {
        remarks.add(AuditRemark(kind: kind, key: key, openTime: version.openTime, text: text))
    }
}
