import Candles
import TestSupport
import Testing

@testable import Binance

@Suite("Stream messages")
struct StreamMessageTests {
    private static func parse(_ text: String) throws -> [StreamMessage] {
        try StreamMessage.parse(Array(text.utf8))
    }

    /// The messages of the recordings that hold events we know, without the time stamps before them.
    static func recorded() throws -> [String] { try recordings.get() }

    private static let recordings = Result {
        let names = [
            "mixed_stream_messages.jsonl", "single_messages.jsonl", "cryptofeed_BINANCE.ws.1.0.txt",
            "spot_btcusdt_20240808.txt",
        ]
        return try names.flatMap { name in
            try Gzip.lines(of: SharedData.url("data/ws_recorded/\(name).gz")).prefix(500).compactMap { line in
                line.firstIndex(of: "{").map { String(line[$0...]) }
            }
        }
    }

    /// The recorded messages of kinds that we read in full.
    private static let known = recordings.map { texts in
        texts.filter { !$0.contains("depthUpdate") && !$0.contains("bookTicker") && !$0.contains("@trade") }
            .map { Array($0.utf8) }
    }

    private static func kline(_ changes: [(String, String)] = []) -> String {
        var text =
            #"{"e":"kline","E":1704067201500,"s":"BTCUSDT","k":{"t":1704067200000,"T":1704067259999,"#
            + #""s":"BTCUSDT","i":"1m","f":-1,"L":-1,"o":"10.5","c":"11","h":"12","l":"9","v":"3","n":4,"#
            + #""x":false,"q":"33","V":"1","Q":"11","B":"0"}}"#
        for (old, new) in changes { text = text.replacing(old, with: new) }
        return text
    }

    @Test("Every recorded message is read", .enabled(if: SharedData.isAvailable, SharedData.hint))
    func everyRecorded() throws {
        var kinds: [String: Int] = [:]
        for text in try Self.recorded() {
            for message in try Self.parse(text) {
                switch message {
                case .event(.kline): kinds["kline", default: 0] += 1
                case .event(.ticker): kinds["ticker", default: 0] += 1
                case .event(.miniTicker): kinds["miniTicker", default: 0] += 1
                case .event(.aggTrade): kinds["aggTrade", default: 0] += 1
                case .ignored(let name): kinds[name, default: 0] += 1
                default: kinds["other", default: 0] += 1
                }
            }
        }
        #expect(kinds["kline"] == 4)
        #expect(kinds["ticker"] == 5)
        #expect(kinds["miniTicker"] == 1)
        #expect(kinds["aggTrade"] == 5)
        #expect(kinds["markPriceUpdate"] == 2)
        #expect(kinds["other"] == nil)
        #expect((kinds["depthUpdate"] ?? 0) > 200)
    }

    @Test("A recorded candle has the recorded values", .enabled(if: SharedData.isAvailable, SharedData.hint))
    func recordedKline() throws {
        let line = try #require(
            try Self.recorded().first { $0.contains("lrcbtc@kline_1m\"") && $0.contains("\"k\"") })
        let open = OpenTime(milliseconds: 1_633_998_480_000)
        let values = try CandleValues(
            open: 0.00000638, high: 0.00000638, low: 0.00000638, close: 0.00000638, closeTime: open + 60_000,
            baseVolume: 177, quoteVolume: 0.00112926, trades: 1, takerBaseVolume: 177,
            takerQuoteVolume: 0.00112926)
        let version = CandleVersion(OpenCandle(openTime: open, values: values))
        let key = SeriesKey(try Symbol("LRCBTC"), .m1)
        #expect(
            try Self.parse(line)
                == [.event(.kline(key, version, eventTime: OpenTime(milliseconds: 1_633_998_534_486)))])
    }

    @Test(
        "Keys that differ only by case are kept apart", .enabled(if: SharedData.isAvailable, SharedData.hint))
    func tickerCase() throws {
        let line = try #require(try Self.recorded().first { $0.contains("ethusdt@ticker") })
        guard case .event(.ticker(let ticker)) = try Self.parse(line).first else {
            Issue.record("no ticker")
            return
        }
        #expect(ticker.priceChange == 28.23)
        #expect(ticker.priceChangePercent == 1.6)
        #expect(ticker.last == 1792.84)
        #expect(ticker.windowEnd == OpenTime(milliseconds: 1_653_812_650_345))
        #expect(ticker.open == 1764.61)
        #expect(ticker.windowStart == OpenTime(milliseconds: 1_653_726_250_344))
        #expect(ticker.low == 1748.94)
        #expect(ticker.bid == 1792.83)
        #expect(ticker.ask == 1792.84)
        #expect(ticker.baseVolume == 471_703.5311)
        #expect(ticker.quoteVolume == 840_180_761.51358100)
        #expect(ticker.trades == 552_479)
    }

    @Test(
        "Only the word closed makes a closed candle",
        arguments: [(false, Vintage.open), (true, .streamClosed)])
    func closing(isClosed: Bool, vintage: Vintage) throws {
        let text = Self.kline([(#""x":false"#, #""x":\#(isClosed)"#)])
        guard case .event(.kline(let key, let version, let eventTime)) = try Self.parse(text).first else {
            Issue.record("no kline")
            return
        }
        #expect(key == Samples.minuteKey)
        #expect(version.vintage == vintage)
        #expect(version.values.closeTime == Samples.start + 60_000)
        #expect(eventTime == Samples.start + 1500)
    }

    @Test("Microseconds give the same candle as milliseconds")
    func microseconds() throws {
        let micro = Self.kline([
            ("1704067201500", "1704067201500000"), ("1704067200000", "1704067200000000"),
            ("1704067259999", "1704067259999999"),
        ])
        #expect(try Self.parse(micro) == Self.parse(Self.kline()))
    }

    @Test(
        "A candle that cannot be true is refused, and the error carries the start of the message",
        arguments: [
            (#""o":"10.5""#, #""o":"NaN""#), (#""o":"10.5""#, #""o":"-1""#), (#""h":"12""#, #""h":"8""#),
            (#""i":"1m""#, #""i":"1x""#), (#""v":"3""#, #""v":"-3""#), (#""n":4"#, #""n":"4""#),
            ("1704067259999", "1704067200000000000"), ("1704067259999", "1704067199999"),
            ("1704067259999", "1704070859999"), (#""x":false"#, #""x":0"#), (#""x":false,"#, ""),
            (#""s":"BTCUSDT","k""#, #""s":"../x","k""#), (#""t":1704067200000"#, #""t":1"#),
        ])
    func refused(old: String, new: String) throws {
        let text = Self.kline([(old, new)])
        #expect(text != Self.kline())
        let error = #expect(throws: StreamMessageError.self) { try Self.parse(text) }
        #expect(error?.text == String(text.prefix(120)))
        #expect(error?.reason.isEmpty == false)
    }

    @Test("A candle of another time zone's stream is refused")
    func otherTimeZone() throws {
        let own = #"{"stream":"btcusdt@kline_1m","data":\#(Self.kline())}"#
        #expect(try Self.parse(own) == Self.parse(Self.kline()))
        let other = #"{"stream":"btcusdt@kline_1m@+08:00","data":\#(Self.kline())}"#
        #expect(throws: StreamMessageError.self) { try Self.parse(other) }
    }

    @Test("A message may be wrapped, bare, or an array of events")
    func shapes() throws {
        let wrapped = WireBytes.miniTicker(7)
        let bare =
            #"{"e":"24hrMiniTicker","E":1754676198909,"s":"BTCUSDT","c":"7","o":"1.5","h":"9.5","l":"0.5","#
            + #""v":"10","q":"20"}"#
        #expect(try Self.parse(wrapped) == Self.parse(bare))
        #expect(try Self.parse("[\(bare), \(bare)]") == Self.parse(bare) + Self.parse(bare))
        #expect(try Self.parse(#"{"data":[\#(bare)],"stream":"!miniTicker@arr"}"#) == Self.parse(bare))
        #expect(try Self.parse("[]").isEmpty)
    }

    @Test("Control replies and unknown events are told apart")
    func control() throws {
        #expect(try Self.parse(#"{"result":null,"id":1}"#) == [.acknowledged])
        #expect(
            try Self.parse(#"{"code":2,"msg":"Invalid request"}"#) == [
                .refused(code: 2, message: "Invalid request")
            ])
        #expect(
            try Self.parse(#"{"error":{"code":3,"msg":"Invalid \"JSON\""},"id":"x"}"#)
                == [.refused(code: 3, message: "Invalid \"JSON\"")])
        #expect(try Self.parse(#"{"e":"novelty","E":1}"#) == [.ignored("novelty")])
        #expect(try Self.parse(#"{"u":1,"s":"BTCUSDT","b":"1"}"#) == [.ignored("")])
        #expect(
            try Self.parse(#"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}"#)
                == [.event(.serverShutdown(OpenTime(milliseconds: 1_770_123_456_789)))])
    }

    @Test(
        "Text that is no message is refused",
        arguments: [
            "", " ", "null", "1", "\"x\"", "{", "}", "[", "{]", "[1]", "{\"e\"}", "{\"e\":}", "{\"e\":tru}",
            "{\"e\":\"kline\"}", "{\"e\":\"kline\",\"s\":\"A\",\"k\":[]}", "{} x", "[{},]",
            "{\"a\":{\"b\":[}]}",
            "{\"e\":\"\\u12\"}", String(repeating: "[", count: 100_000),
            String(repeating: "{\"a\":", count: 5000),
        ])
    func noMessage(text: String) {
        #expect(throws: StreamMessageError.self) { try Self.parse(text) }
    }

    /// Property: whatever happens to a message on its way, it is read or refused, and never read as an
    /// impossible candle.
    @Test(
        "A message with changed bytes is read or refused",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: 0..<40 as Range<UInt64>)
    func mutated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let samples = try Self.known.get()
        let pieces = Array("\"{}[]:,\\-.eE0123456789 tnx\0".utf8)
        var refused = 0
        for _ in 0..<300 {
            var bytes = try #require(samples.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] = pieces.randomElement(using: &random) ?? 0
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                default: bytes.insert(pieces.randomElement(using: &random) ?? 0, at: place)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            if Bool.random(using: &random), bytes.count > 1 {
                bytes.removeLast(Int.random(in: 0..<bytes.count / 2, using: &random))
            }
            do {
                for case .event(.kline(_, let version, _)) in try StreamMessage.parse(bytes) {
                    #expect(version.values.low > 0 && version.values.low <= version.values.high)
                }
            } catch {
                refused += 1
                #expect(error.text.utf8.count <= 360)
            }
        }
        #expect(refused > 50)
    }
}
