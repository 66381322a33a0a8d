import Candles

/// Answers requests of the REST interface: told the request, the virtual time and the wall time.
///
/// It opens no socket and reads no clock. Every answer of `/api/v3` carries the weight used; every answer at all
/// says where the candles come from.
struct RestService: Sendable {
    private(set) var view: MarketView
    private var meter: WeightMeter
    private let limits: Limits
    private let calendar: ListingCalendar
    private let faultSettings: FaultSettings

    /// The numbers that `exchangeInfo` tells.
    struct Limits: Hashable, Sendable {
        var weight: Int
        var rawRequests = 300_000
    }

    /// The lengths of the pauses that faults bring.
    struct FaultSettings: Hashable, Sendable {
        /// What a 429 asks for.
        var retryAfter = 1
        /// Between two pieces of a slow body.
        var pieceEvery: Duration = .seconds(1)
    }

    /// A service for a market.
    init(
        _ market: Market, meter: WeightMeter, calendar: ListingCalendar = ListingCalendar(),
        faultSettings: FaultSettings = FaultSettings()
    ) {
        view = MarketView(market)
        self.meter = meter
        self.calendar = calendar
        self.faultSettings = faultSettings
        limits = Limits(weight: meter.limit)
    }

    /// The answer to a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: Virtual time.
    ///   - elapsed: Wall time since the server started.
    ///   - fault: What goes wrong with it, unless it is refused anyway.
    /// - Returns: The answer, also to a request that is refused.
    mutating func answer(
        _ request: RestRequest, now: OpenTime, elapsed: Duration, fault: Fault? = nil
    ) -> RestAnswer {
        var answer: RestAnswer
        if let endpoint = RestEndpoint(rawValue: request.path) {
            answer = metered(endpoint, request, now: now, elapsed: elapsed, fault)
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
        _ endpoint: RestEndpoint, _ request: RestRequest, now: OpenTime, elapsed: Duration, _ fault: Fault?
    ) -> RestAnswer {
        var note = RestAnswer.Note()
        note.isEarly = meter.isPaused(at: elapsed)
        note.weight = endpoint.weight(symbolCount: Self.symbolCount(request.query))
        var answer: RestAnswer
        let used: Int
        switch meter.request(weight: note.weight, at: elapsed) {
        case .admitted(let total):
            used = total
            note.fault = fault?.kind
            if let fault, let pause = pause(fault, at: elapsed) {
                answer = fault.kind == .banned ? Self.banned(pause, now: now) : refused(pause)
            } else {
                answer = Self.result { () throws(Refusal) in
                    try body(endpoint, request, now: now, fault)
                }
                if let fault { answer = answer.spoilt(by: fault, pause: faultSettings.pieceEvery) }
            }
        case .refused(let total, let wait):
            used = total
            note.isOverLimit = !note.isEarly
            answer = refused(wait)
        case .banned(let total, let wait):
            used = total
            answer = Self.banned(wait, now: now)
        }
        note.usedWeight = used
        note.retryAfter = answer.header("Retry-After").flatMap { Int($0) }
        answer.note = note
        if note.fault != .noWeight {
            answer.headers.append(RestAnswer.Header(name: "X-MBX-USED-WEIGHT", value: "\(used)"))
            answer.headers.append(RestAnswer.Header(name: "X-MBX-USED-WEIGHT-1M", value: "\(used)"))
        }
        return answer
    }

    /// The pause that a fault brings about, or nil if it is of another kind.
    private mutating func pause(_ fault: Fault, at elapsed: Duration) -> Duration? {
        switch fault.kind {
        case .rateLimited:
            meter.pause(for: .seconds(fault.seconds ?? faultSettings.retryAfter), at: elapsed)
        case .banned:
            meter.ban(for: fault.seconds.map { .seconds($0) }, at: elapsed)
        default: nil
        }
    }

    private func refused(_ wait: Duration) -> RestAnswer {
        let message =
            "Too much request weight used; current limit is \(meter.limit) request weight per 1 MINUTE. "
            + "Please use WebSocket Streams for live updates to avoid polling the API."
        var answer = Self.refused(Refusal(-1003, message, status: 429))
        answer.headers.append(Self.retryAfter(wait))
        return answer
    }

    private static func banned(_ wait: Duration, now: OpenTime) -> RestAnswer {
        let end = now.milliseconds + Int64(wait.milliseconds)
        let message =
            "Way too much request weight used; IP banned until \(end). "
            + "Please use WebSocket Streams for live updates to avoid bans."
        var answer = refused(Refusal(-1003, message, status: 418))
        answer.headers.append(retryAfter(wait))
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
        _ endpoint: RestEndpoint, _ request: RestRequest, now: OpenTime, _ fault: Fault?
    ) throws(Refusal) -> [UInt8] {
        guard request.method == "GET" else { throw .method(request.method) }
        var unit = TimeUnit.millisecond
        if let text = request.timeUnit {
            guard let named = TimeUnit(text: text) else { throw .invalid("X-MBX-TIME-UNIT") }
            unit = named
        }
        var parameters = try QueryParameters(request.query)
        let market = view.market.without(calendar.unlisted(at: now))
        switch endpoint {
        case .ping:
            try parameters.finish()
            return Array("{}".utf8)
        case .time:
            try parameters.finish()
            return Array("{\"serverTime\":\(unit.number(now.milliseconds))}".utf8)
        case .exchangeInfo:
            return try exchangeInfo(&parameters, unit, market, now: now)
        case .klines, .uiKlines:
            return try klines(&parameters, unit, market, now: now, fault)
        case .ticker:
            return try ticker(&parameters, unit, market, now: now)
        case .aggregateTrades:
            return try aggregateTrades(&parameters, unit, market, now: now)
        }
    }

    private mutating func exchangeInfo(
        _ parameters: inout QueryParameters, _ unit: TimeUnit, _ market: Market, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        let wanted = try parameters.symbols(in: market)
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
        let candidates = isSpot ? wanted?.symbols ?? market.listedSymbols : []
        let symbols = candidates.map { (symbol: $0, status: calendar.status(of: $0, at: now)) }
            .filter { status == nil || $0.status == status }
        return ExchangeInfo(symbols: symbols, market: market, limits: limits).json(unit, now: now)
    }

    private mutating func klines(
        _ parameters: inout QueryParameters, _ unit: TimeUnit, _ market: Market, now: OpenTime,
        _ fault: Fault?
    ) throws(Refusal) -> [UInt8] {
        let query = try KlineQuery(&parameters, in: market)
        try parameters.finish()
        var rows = view.klines(query, at: now)
        if let fault { rows = SpoiltRows.apply(fault, to: rows, query: query, now: now.milliseconds) }
        return KlineQuery.json(rows, unit)
    }

    private mutating func ticker(
        _ parameters: inout QueryParameters, _ unit: TimeUnit, _ market: Market, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        let wanted = try parameters.symbols(in: market)
        let type = try parameters.text("type") ?? "FULL"
        guard type == "FULL" || type == "MINI" else { throw Refusal(-1139, "Invalid ticker type.") }
        let status = try parameters.text("symbolStatus")
        if let status, !["TRADING", "HALT", "BREAK"].contains(status) {
            throw Refusal(-1122, "Invalid symbolStatus.")
        }
        try parameters.finish()
        let candidates = wanted?.symbols ?? market.listedSymbols
        let symbols = candidates.filter { status == nil || calendar.status(of: $0, at: now) == status }
        if wanted != nil, symbols.count < candidates.count {
            throw Refusal(-1220, "The symbol's status does not match the requested symbolStatus.")
        }
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
        _ parameters: inout QueryParameters, _ unit: TimeUnit, _ market: Market, now: OpenTime
    ) throws(Refusal) -> [UInt8] {
        let query = try TradeQuery(&parameters, in: market)
        try parameters.finish()
        var json = JSONText()
        json.raw("[")
        if let tape = market.tape(of: query.symbol) {
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
