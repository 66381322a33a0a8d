import Candles

/// Answers requests of the REST interface: told the request, the virtual time and the wall time.
///
/// It opens no socket and reads no clock. Every answer of `/api/v3` carries the weight used; every answer at all
/// says where the candles come from.
struct RestService: Sendable {
    private(set) var view: MarketView
    private var meter: WeightMeter
    private let limits: Limits

    /// The numbers that `exchangeInfo` tells.
    struct Limits: Hashable, Sendable {
        var weight: Int
        var rawRequests = 300_000
    }

    /// A service for a market.
    init(_ market: Market, meter: WeightMeter) {
        view = MarketView(market)
        self.meter = meter
        limits = Limits(weight: meter.limit)
    }

    /// The answer to a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: Virtual time.
    ///   - elapsed: Wall time since the server started.
    /// - Returns: The answer, also to a request that is refused.
    mutating func answer(_ request: RestRequest, now: OpenTime, elapsed: Duration) -> RestAnswer {
        var answer: RestAnswer
        if let endpoint = RestEndpoint(rawValue: request.path) {
            answer = metered(endpoint, request, now: now, elapsed: elapsed)
        } else {
            answer = Self.refused(.notFound)
        }
        answer.headers.append(sourceHeader)
        return answer
    }

    /// The header that tells recorded from simulated candles.
    var sourceHeader: RestAnswer.Header {
        RestAnswer.Header(name: "X-Candlecast-Source", value: view.market.source)
    }

    /// The answer to a refused request.
    static func refused(_ refusal: Refusal) -> RestAnswer {
        RestAnswer(status: refusal.status, body: refusal.body)
    }

    private mutating func metered(
        _ endpoint: RestEndpoint, _ request: RestRequest, now: OpenTime, elapsed: Duration
    ) -> RestAnswer {
        let weight = endpoint.weight(symbolCount: Self.symbolCount(request.query))
        var answer: RestAnswer
        let used: Int
        switch meter.request(weight: weight, at: elapsed) {
        case .admitted(let total):
            used = total
            answer = Self.result { () throws(Refusal) in
                try body(endpoint, request, now: now)
            }
        case .refused(let total, let wait):
            used = total
            let message =
                "Too much request weight used; current limit is \(meter.limit) request weight per 1 MINUTE. "
                + "Please use WebSocket Streams for live updates to avoid polling the API."
            answer = Self.refused(Refusal(-1003, message, status: 429))
            answer.headers.append(Self.retryAfter(wait))
        case .banned(let total, let wait):
            used = total
            let end = now.milliseconds + Int64(wait.milliseconds)
            let message =
                "Way too much request weight used; IP banned until \(end). "
                + "Please use WebSocket Streams for live updates to avoid bans."
            answer = Self.refused(Refusal(-1003, message, status: 418))
            answer.headers.append(Self.retryAfter(wait))
        }
        answer.headers.append(RestAnswer.Header(name: "X-MBX-USED-WEIGHT", value: "\(used)"))
        answer.headers.append(RestAnswer.Header(name: "X-MBX-USED-WEIGHT-1M", value: "\(used)"))
        return answer
    }

    private static func retryAfter(_ wait: Duration) -> RestAnswer.Header {
        RestAnswer.Header(
            name: "Retry-After", value: "\(max(1, Int((wait.milliseconds / 1000).rounded(.up))))")
    }

    /// How many symbols a query names, for its weight alone; the query itself is checked later.
    private static func symbolCount(_ query: String) -> Int? {
        for pair in query.split(separator: "&") {
            if pair.hasPrefix("symbol=") { return 1 }
            if pair.hasPrefix("symbols=") {
                return PercentText.decode(pair).utf8.reduce(1) { $0 + ($1 == 0x2C ? 1 : 0) }
            }
        }
        return nil
    }

    private static func result(_ body: () throws(Refusal) -> [UInt8]) -> RestAnswer {
        do {
            return RestAnswer(body: try body())
        } catch {
            return refused(error)
        }
    }

    private mutating func body(
        _ endpoint: RestEndpoint, _ request: RestRequest, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        guard request.method == "GET" else { throw .method(request.method) }
        var unit = TimeUnit.millisecond
        if let text = request.timeUnit {
            guard let named = TimeUnit(text: text) else { throw .invalid("X-MBX-TIME-UNIT") }
            unit = named
        }
        var parameters = try QueryParameters(request.query)
        switch endpoint {
        case .ping:
            try parameters.finish()
            return Array("{}".utf8)
        case .time:
            try parameters.finish()
            return Array("{\"serverTime\":\(unit.number(now.milliseconds))}".utf8)
        case .exchangeInfo:
            return try exchangeInfo(&parameters, unit, now: now)
        case .klines, .uiKlines:
            return try klines(&parameters, unit, now: now)
        case .ticker:
            return try ticker(&parameters, unit, now: now)
        case .aggregateTrades:
            return try aggregateTrades(&parameters, unit, now: now)
        }
    }

    private mutating func exchangeInfo(
        _ parameters: inout QueryParameters, _ unit: TimeUnit, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        let wanted = try parameters.symbols(in: view.market)
        let status = try parameters.text("symbolStatus")
        if let status {
            guard wanted == nil else {
                throw .combination("'symbolStatus' cannot be sent with 'symbol' or 'symbols'")
            }
            guard ["TRADING", "HALT", "BREAK"].contains(status) else {
                throw Refusal(-1122, "Invalid symbolStatus.")
            }
        }
        let permissions = try parameters.text("permissions")
        if permissions != nil, wanted != nil {
            throw .combination("'permissions' cannot be sent with 'symbol' or 'symbols'")
        }
        _ = try parameters.text("showPermissionSets")
        try parameters.finish()
        let isSpot = permissions.map { $0.contains("SPOT") } ?? true
        let symbols =
            (status ?? "TRADING") == "TRADING" && isSpot ? wanted?.symbols ?? view.market.symbols : []
        return ExchangeInfo(symbols: symbols, market: view.market, limits: limits).json(unit, now: now)
    }

    private mutating func klines(
        _ parameters: inout QueryParameters, _ unit: TimeUnit, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        let query = try KlineQuery(&parameters, in: view.market)
        try parameters.finish()
        return KlineQuery.json(view.klines(query, at: now), unit)
    }

    private mutating func ticker(
        _ parameters: inout QueryParameters, _ unit: TimeUnit, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        let wanted = try parameters.symbols(in: view.market)
        let type = try parameters.text("type") ?? "FULL"
        guard type == "FULL" || type == "MINI" else { throw Refusal(-1139, "Invalid ticker type.") }
        let status = try parameters.text("symbolStatus") ?? "TRADING"
        guard ["TRADING", "HALT", "BREAK"].contains(status) else {
            throw Refusal(-1122, "Invalid symbolStatus.")
        }
        try parameters.finish()
        if status != "TRADING", wanted != nil {
            throw Refusal(-1220, "The symbol's status does not match the requested symbolStatus.")
        }
        let symbols = status == "TRADING" ? wanted?.symbols ?? view.market.symbols : []
        var json = JSONText()
        let isArray = wanted?.isList ?? true
        if isArray { json.raw("[") }
        for (index, symbol) in symbols.enumerated() {
            if index > 0 { json.raw(",") }
            json.ticker(view.ticker(symbol, at: now), isMini: type == "MINI", unit)
        }
        if isArray { json.raw("]") }
        return json.bytes
    }

    private func aggregateTrades(
        _ parameters: inout QueryParameters, _ unit: TimeUnit, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        let query = try TradeQuery(&parameters, in: view.market)
        try parameters.finish()
        var json = JSONText()
        json.raw("[")
        if let tape = view.market.tape(of: query.symbol) {
            for (index, position) in query.indices(in: tape, at: now).enumerated() {
                json.raw(index > 0 ? ",{" : "{")
                json.tradeFields(tape[position], unit)
                json.raw("}")
            }
        }
        json.raw("]")
        return json.bytes
    }
}
