import Candles

/// The answer of `exchangeInfo`: limits, and what is known of each symbol.
///
/// Steps of prices and volumes are read from the newest candles.
struct ExchangeInfo: Sendable {
    let symbols: [(symbol: Symbol, status: String)]
    let market: Market
    let limits: RestService.Limits

    /// The answer at an instant.
    func json(_ unit: TimeUnit, now: OpenTime) -> [UInt8] {
        var json = JSONText()
        json.raw("{\"timezone\":\"UTC\",\"serverTime\":")
        json.number(unit.number(now.milliseconds))
        json.raw(",\"rateLimits\":[")
        let rates = [
            ("REQUEST_WEIGHT", "MINUTE", 1, limits.weight), ("RAW_REQUESTS", "MINUTE", 5, limits.rawRequests),
        ]
        json.raw(
            rates.map { type, interval, count, limit in
                "{\"rateLimitType\":\"\(type)\",\"interval\":\"\(interval)\",\"intervalNum\":\(count),\"limit\":\(limit)}"
            }.joined(separator: ","))
        json.raw("],\"exchangeFilters\":[],\"candlecastSource\":")
        json.string(market.source)
        json.raw(",\"symbols\":[")
        for (index, entry) in symbols.enumerated() {
            if index > 0 { json.raw(",") }
            write(entry.symbol, entry.status, &json)
        }
        json.raw("]}")
        return json.bytes
    }

    private func write(_ symbol: Symbol, _ status: String, _ json: inout JSONText) {
        let assets = Self.assets(of: symbol.name)
        let steps = steps(of: symbol)
        json.raw("{\"symbol\":")
        json.string(symbol.name)
        json.raw(",\"status\":")
        json.string(status)
        json.raw(",\"baseAsset\":")
        json.string(assets.base)
        json.raw(",\"baseAssetPrecision\":8,\"quoteAsset\":")
        json.string(assets.quote)
        json.raw(
            ",\"quotePrecision\":8,\"quoteAssetPrecision\":8,\"baseCommissionPrecision\":8,"
                + "\"quoteCommissionPrecision\":8,\"orderTypes\":[],\"icebergAllowed\":false,\"ocoAllowed\":false,"
                + "\"quoteOrderQtyMarketAllowed\":false,\"isSpotTradingAllowed\":true,"
                + "\"isMarginTradingAllowed\":false,\"filters\":[{\"filterType\":\"PRICE_FILTER\"")
        json.field("minPrice", steps.price)
        json.field("maxPrice", 1_000_000)
        json.field("tickSize", steps.price)
        json.raw("},{\"filterType\":\"LOT_SIZE\"")
        json.field("minQty", steps.volume)
        json.field("maxQty", 90_000_000)
        json.field("stepSize", steps.volume)
        json.raw("}],\"permissions\":[],\"permissionSets\":[[\"SPOT\"]]}")
    }

    /// The smallest steps that the newest prices and volumes of a symbol show: powers of ten.
    private func steps(of symbol: Symbol) -> (price: Double, volume: Double) {
        guard let interval = market.intervals(of: symbol).first,
            let table = market[SeriesKey(symbol, interval)]
        else { return (1e-8, 1e-8) }
        let newest = max(0, table.count - 100)..<table.count
        let prices = newest.flatMap { [table.opens[$0], table.highs[$0], table.lows[$0], table.closes[$0]] }
        return (Self.step(prices), Self.step(newest.map { table.baseVolumes[$0] }))
    }

    private static func step(_ numbers: [Double]) -> Double {
        let places = numbers.map { number -> Int in
            let text = Decimal.text(number)
            return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        }
        let power = (0..<min(8, places.max() ?? 8)).reduce(1.0) { result, _ in result * 10 }
        return 1 / power
    }

    /// The base and the quote asset that a symbol is made of.
    static func assets(of symbol: String) -> (base: String, quote: String) {
        let quote =
            quotes.first { symbol.hasSuffix($0) && symbol.count > $0.count } ?? String(symbol.suffix(3))
        return (String(symbol.dropLast(quote.count)), quote)
    }

    private static let quotes = [
        "FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USDP", "DAI", "BTC", "ETH", "BNB", "EUR", "GBP", "TRY",
        "BRL",
        "AUD", "JPY", "RUB", "UAH", "PLN", "ZAR",
    ]
}
