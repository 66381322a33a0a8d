import Candles

extension StreamMessage {
    /// Reads one message.
    ///
    /// - Parameter bytes: The whole message.
    /// - Returns: One element, or as many as the array holds that the message is.
    /// - Throws: ``StreamMessageError``, for text that is no JSON as well as for events with impossible
    ///   values.
    /// - Complexity: O(bytes).
    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(StreamMessageError) -> [StreamMessage] {
        do throws(JSONScanner.Fault) {
            var scanner = JSONScanner(bytes, in: 0..<bytes.count)
            let value = try scanner.value()
            guard scanner.isAtEnd() else { throw scanner.fault("text follows the message") }
            return try messages(bytes, value, stream: nil)
        } catch {
            let start = String(decoding: bytes.prefix(120), as: UTF8.self)
            throw StreamMessageError(reason: error.reason, text: start)
        }
    }

    /// Reads one message from an array of bytes.
    ///
    /// - Throws: ``StreamMessageError``.
    public static func parse(_ bytes: [UInt8]) throws(StreamMessageError) -> [StreamMessage] {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<[StreamMessage], StreamMessageError> in
            Result { () throws(StreamMessageError) in try parse(buffer) }
        }
        return try result.get()
    }

    private static func messages(
        _ bytes: UnsafeBufferPointer<UInt8>, _ value: JSONScanner.Value, stream: String?
    ) throws(JSONScanner.Fault) -> [StreamMessage] {
        switch value.kind {
        case .object:
            let object = try JSONObject(bytes, in: value.range)
            if stream == nil, let data = object.value("data"), let name = try object.optionalText("stream") {
                return try messages(bytes, data, stream: name)
            }
            return [try message(object, stream: stream)]
        case .array:
            var scanner = JSONScanner(bytes, in: value.range)
            var result: [StreamMessage] = []
            _ = scanner.skip(UInt8(ascii: "["))
            if scanner.skip(UInt8(ascii: "]")) { return [] }
            repeat {
                let element = try scanner.value()
                guard element.kind == .object else { throw scanner.fault("an object is missing") }
                result.append(try message(JSONObject(bytes, in: element.range), stream: stream))
            } while scanner.skip(UInt8(ascii: ","))
            guard scanner.skip(UInt8(ascii: "]")) else { throw scanner.fault("an array does not end") }
            return result
        default:
            throw JSONScanner.Fault(reason: "it is neither an object nor an array")
        }
    }

    private static func message(
        _ object: JSONObject, stream: String?
    ) throws(JSONScanner.Fault) -> StreamMessage {
        guard let name = try object.optionalText("e") else { return try unnamed(object) }
        switch name {
        case "kline": return .event(try kline(object, stream: stream))
        case "24hrTicker": return .event(.ticker(try ticker(object)))
        case "24hrMiniTicker": return .event(.miniTicker(try miniTicker(object)))
        case "aggTrade": return .event(.aggTrade(try aggTrade(object)))
        case "serverShutdown": return .event(.serverShutdown(try object.time("E")))
        default: return .ignored(name)
        }
    }

    /// Replies to control messages have no event name, nor have some events.
    private static func unnamed(_ object: JSONObject) throws(JSONScanner.Fault) -> StreamMessage {
        if object.value("error")?.kind == .object { return try refusal(object.object("error")) }
        if object.value("code") != nil, object.value("msg") != nil { return try refusal(object) }
        if object.value("result") != nil, object.value("id") != nil { return .acknowledged }
        return .ignored("")
    }

    private static func refusal(_ object: JSONObject) throws(JSONScanner.Fault) -> StreamMessage {
        .refused(code: Int(truncatingIfNeeded: try object.integer("code")), message: try object.text("msg"))
    }

    private static func kline(
        _ object: JSONObject, stream: String?
    ) throws(JSONScanner.Fault) -> StreamEvent {
        let symbol = try symbol(object)
        let k = try object.object("k")
        let text = try k.text("i")
        let version: CandleVersion
        let interval: Interval
        do throws(CandleError) {
            interval = try Interval(text: text)
        } catch {
            throw JSONScanner.Fault(reason: error.problem)
        }
        // A stream of another time zone brings the same event with days that are not ours.
        if let stream, !stream.hasSuffix("@kline_\(text)") {
            throw JSONScanner.Fault(reason: "the stream \(stream) brings a candle of \(text)")
        }
        let openTime = try k.time("t")
        let closeTime = try k.time("T") + 1
        let longest = interval.milliseconds ?? 31 * UTCDay.milliseconds
        guard closeTime > openTime, closeTime - openTime <= longest else {
            throw JSONScanner.Fault(
                reason: CandleError.closeTime(openTime, close: try k.integer("T")).problem)
        }
        let open = try k.decimal("o")
        let high = try k.decimal("h")
        let low = try k.decimal("l")
        let close = try k.decimal("c")
        let baseVolume = try k.decimal("v")
        let quoteVolume = try k.decimal("q")
        let trades = try k.integer("n")
        let takerBase = try k.decimal("V")
        let takerQuote = try k.decimal("Q")
        let values: CandleValues
        do {
            values = try CandleValues(
                open: open, high: high, low: low, close: close, closeTime: closeTime, baseVolume: baseVolume,
                quoteVolume: quoteVolume, trades: trades, takerBaseVolume: takerBase,
                takerQuoteVolume: takerQuote)
        } catch {
            throw JSONScanner.Fault(reason: error.problem)
        }
        if try k.flag("x") {
            version = CandleVersion(ClosedCandle(openTime: openTime, values: values), from: .streamClosed)
        } else {
            version = CandleVersion(OpenCandle(openTime: openTime, values: values))
        }
        return .kline(SeriesKey(symbol, interval), version, eventTime: try object.time("E"))
    }

    private static func ticker(_ object: JSONObject) throws(JSONScanner.Fault) -> Ticker {
        Ticker(
            symbol: try symbol(object), eventTime: try object.time("E"),
            open: try amount(object, "o"), high: try amount(object, "h"), low: try amount(object, "l"),
            last: try amount(object, "c"), priceChange: try object.decimal("p"),
            priceChangePercent: try object.decimal("P"), weightedAverage: try amount(object, "w"),
            baseVolume: try amount(object, "v"), quoteVolume: try amount(object, "q"),
            trades: try object.integer("n"), bid: try object.optionalDecimal("b"),
            ask: try object.optionalDecimal("a"), windowStart: try object.time("O"),
            windowEnd: try object.time("C") + 1)
    }

    private static func miniTicker(_ object: JSONObject) throws(JSONScanner.Fault) -> MiniTicker {
        MiniTicker(
            symbol: try symbol(object), eventTime: try object.time("E"),
            open: try amount(object, "o"), high: try amount(object, "h"), low: try amount(object, "l"),
            last: try amount(object, "c"), baseVolume: try amount(object, "v"),
            quoteVolume: try amount(object, "q"))
    }

    private static func aggTrade(_ object: JSONObject) throws(JSONScanner.Fault) -> AggTrade {
        AggTrade(
            symbol: try symbol(object), eventTime: try object.time("E"), id: try object.integer("a"),
            price: try amount(object, "p"), quantity: try amount(object, "q"),
            tradeTime: try object.time("T"), firstTrade: try object.integer("f"),
            lastTrade: try object.integer("l"), isBuyerMaker: try object.flag("m"))
    }

    private static func symbol(_ object: JSONObject) throws(JSONScanner.Fault) -> Symbol {
        let name = try object.text("s")
        do {
            return try Symbol(name)
        } catch {
            throw JSONScanner.Fault(reason: error.problem)
        }
    }

    /// A price or volume, which cannot be negative; 0 where nothing was traded.
    private static func amount(_ object: JSONObject, _ key: StaticString) throws(JSONScanner.Fault) -> Double
    {
        let number = try object.decimal(key)
        guard number >= 0 else {
            throw JSONScanner.Fault(reason: "\"\(key)\" is \(number), which is below 0")
        }
        return number
    }
}
