import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("REST service")
struct RestServiceTests {
    private static let nowText = "2024-03-05T11:22:33Z"

    private static func service(limit: Int = 6000) throws -> RestService {
        RestService(Samples.twoDays, meter: WeightMeter(limit: limit))
    }

    private static func get(
        _ target: String, method: String = "GET", unit: String? = nil, now: String = nowText
    ) throws -> RestAnswer {
        var service = try service()
        return service.answer(
            RestRequest(method: method, uri: target, timeUnit: unit), now: try Samples.time(now),
            elapsed: .zero)
    }

    private static func json(_ answer: RestAnswer) throws -> JSONValue {
        try #require(JSONValue(parsing: answer.body))
    }

    @Test(
        "A wrong request is refused with the exchange's status and code",
        arguments: [
            ("/api/v3/klines", 400, -1102), ("/api/v3/klines?symbol=BTCUSDT", 400, -1102),
            ("/api/v3/klines?symbol=&interval=1m", 400, -1105),
            ("/api/v3/klines?symbol=btcusdt&interval=1m", 400, -1100),
            ("/api/v3/klines?symbol=NOPEUSDT&interval=1m", 400, -1121),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1x", 400, -1120),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1D", 400, -1120),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1mo", 400, -1120),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=0", 400, -1130),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=ten", 400, -1100),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=-1", 400, -1100),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=99999999999999999999", 400, -1130),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m&extra=1", 400, -1104),
            ("/api/v3/klines?symbol=BTCUSDT&symbol=BTCUSDT&interval=1m", 400, -1101),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1d&timeZone=8", 400, -1130),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m&timeZone=15", 400, -1130),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m&timeZone=x", 400, -1130),
            ("/api/v3/time?x=1", 400, -1101), ("/api/v3/exchangeInfo?symbol=NOPEUSDT", 400, -1121),
            ("/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22,%22NOPEUSDT%22%5D", 400, -1121),
            ("/api/v3/exchangeInfo?symbols=BTCUSDT", 400, -1100),
            ("/api/v3/exchangeInfo?symbol=BTCUSDT&symbols=%5B%22BTCUSDT%22%5D", 400, -1128),
            ("/api/v3/exchangeInfo?symbolStatus=GONE", 400, -1122),
            ("/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22,%22BTCUSDT%22%5D", 400, -1151),
            ("/api/v3/ticker/24hr?symbol=BTCUSDT&type=HUGE", 400, -1139),
            ("/api/v3/ticker/24hr?symbol=BTCUSDT&symbolStatus=HALT", 400, -1220),
            ("/api/v3/aggTrades", 400, -1102),
            ("/api/v3/aggTrades?symbol=BTCUSDT&fromId=1&startTime=1", 400, -1128),
            ("/api/v3/nothing", 404, -1000), ("/", 404, -1000), ("/api/v1/time", 404, -1000),
        ])
    func refusals(target: String, status: Int, code: Int) throws {
        let answer = try Self.get(target)
        #expect(answer.status == status)
        #expect(try Self.json(answer)["code"] == .number("\(code)"))
        guard case .string(let message)? = try Self.json(answer)["msg"] else {
            Issue.record("the answer has no message")
            return
        }
        #expect(!message.isEmpty)
        #expect(answer.header("X-Candlecast-Source") == "recorded")
    }

    @Test(
        "Other methods than GET, and an unknown time unit, are refused",
        arguments: ["POST", "DELETE", "HEAD"])
    func methods(method: String) throws {
        #expect(try Self.get("/api/v3/time", method: method).status == 405)
        #expect(try Self.get("/api/v3/time", unit: "hour").status == 400)
    }

    @Test("Time and ping answer, in milliseconds or microseconds")
    func time() throws {
        let milliseconds = try Samples.time(Self.nowText).milliseconds
        #expect(
            try Self.json(Self.get("/api/v3/time")) == .object(["serverTime": .number("\(milliseconds)")]))
        for unit in ["MICROSECOND", "microsecond"] {
            let answer = try Self.json(Self.get("/api/v3/time", unit: unit))
            #expect(answer == .object(["serverTime": .number("\(milliseconds)000")]))
        }
        #expect(try Self.json(Self.get("/api/v3/ping")) == .object([:]))
    }

    @Test("Klines take times in either unit, cut the limit to 1000, and answer in the unit asked for")
    func klineUnits() throws {
        let start = try Samples.time("2024-03-04T05:00:00Z").milliseconds
        let base = "/api/v3/klines?symbol=BTCUSDT&interval=1m"
        let plain = try KlineRow.rows(
            json: Self.get("\(base)&startTime=\(start)&endTime=\(start + 60_000)").body)
        let micro = try KlineRow.rows(
            json: Self.get("\(base)&startTime=\(start)000&endTime=\(start + 60_000)000").body)
        #expect(plain == micro && plain.count == 2)
        let after = try KlineRow.rows(json: Self.get("\(base)&startTime=\(start)001&limit=1").body)
        #expect(after.first?.openTime.milliseconds == start + 60_000)
        #expect(try KlineRow.rows(json: Self.get("\(base)&limit=5000").body).count == 1000)
        #expect(try KlineRow.rows(json: Self.get(base).body).count == 500)
        let text = String(
            decoding: try Self.get("\(base)&startTime=\(start)&limit=1", unit: "MICROSECOND").body,
            as: UTF8.self)
        #expect(text.hasPrefix("[[\(start)000,\"") && text.contains(",\(start + 59_999)999,"))
        #expect(try Self.get("/api/v3/uiKlines?symbol=BTCUSDT&interval=1m").body == Self.get(base).body)
    }

    @Test(
        "Time zones are taken where the candles are the same", arguments: ["0", "8", "-1", "05:45", "+03:00"])
    func timeZones(zone: String) throws {
        let target =
            "/api/v3/klines?symbol=BTCUSDT&interval=1m&timeZone=" + zone.split(separator: "+").joined()
        #expect(try Self.get(target).status == 200)
    }

    @Test("exchangeInfo names all symbols, or those asked for, with their assets, filters and limits")
    func exchangeInfo() throws {
        let all = try Self.json(Self.get("/api/v3/exchangeInfo"))
        guard case .array(let symbols)? = all["symbols"], case .array(let limits)? = all["rateLimits"] else {
            Issue.record("no symbols or limits")
            return
        }
        #expect(symbols.map { $0["symbol"] } == [.string("BTCUSDT"), .string("ETHUSDT")])
        #expect(symbols[0]["status"] == .string("TRADING"))
        #expect(symbols[0]["baseAsset"] == .string("BTC") && symbols[0]["quoteAsset"] == .string("USDT"))
        #expect(limits[0]["limit"] == .number("6000"))
        guard case .array(let filters)? = symbols[0]["filters"] else {
            Issue.record("no filters")
            return
        }
        #expect(filters.map { $0["filterType"] } == [.string("PRICE_FILTER"), .string("LOT_SIZE")])
        let one = try Self.json(Self.get("/api/v3/exchangeInfo?symbols=%5B%22ETHUSDT%22%5D"))
        guard case .array(let found)? = one["symbols"] else { return }
        #expect(found.map { $0["symbol"] } == [.string("ETHUSDT")])
        let halted = try Self.json(Self.get("/api/v3/exchangeInfo?symbolStatus=BREAK"))
        #expect(halted["symbols"] == .array([]))
    }

    @Test("A symbol is known and trading also before its first candle and after its last")
    func alwaysKnown() throws {
        for now in ["2020-01-01", "2030-01-01"] {
            #expect(try Self.get("/api/v3/exchangeInfo?symbol=BTCUSDT", now: now).status == 200)
        }
        let before = try Self.get("/api/v3/klines?symbol=BTCUSDT&interval=1d", now: "2020-01-01")
        #expect(String(decoding: before.body, as: UTF8.self) == "[]")
    }

    @Test("Tickers are an object for one symbol and an array for several or all")
    func tickers() throws {
        let one = try Self.json(Self.get("/api/v3/ticker/24hr?symbol=BTCUSDT"))
        #expect(one["symbol"] == .string("BTCUSDT") && one["count"] == .number("4320"))
        #expect(one["bidPrice"] == .string("0.00000000"))
        guard case .array(let all) = try Self.json(Self.get("/api/v3/ticker/24hr")) else {
            Issue.record("no array")
            return
        }
        #expect(all.count == 2 && all[0] == one)
        let mini = try Self.json(Self.get("/api/v3/ticker/24hr?symbols=%5B%22BTCUSDT%22%5D&type=MINI"))
        guard case .array(let minis) = mini, case .object(let members)? = minis.first else {
            Issue.record("no array")
            return
        }
        #expect(members["priceChange"] == nil && members["lastPrice"] == one["lastPrice"])
        #expect(members["openPrice"] == one["openPrice"])
    }

    @Test(
        "Each request has its weight",
        arguments: [
            ("/api/v3/ping", 1), ("/api/v3/time", 1), ("/api/v3/exchangeInfo", 20),
            ("/api/v3/klines?symbol=BTCUSDT&interval=1m", 2), ("/api/v3/klines", 2),
            ("/api/v3/ticker/24hr?symbol=BTCUSDT", 2), ("/api/v3/ticker/24hr", 80),
            ("/api/v3/ticker/24hr?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D", 2),
            ("/api/v3/aggTrades?symbol=BTCUSDT", 4),
        ])
    func weights(target: String, weight: Int) throws {
        let answer = try Self.get(target)
        #expect(answer.header("X-MBX-USED-WEIGHT-1M") == "\(weight)")
        #expect(answer.header("X-MBX-USED-WEIGHT") == "\(weight)")
    }

    @Test("Over the limit the answer is 429 with Retry-After, and 418 for a client that goes on")
    func limits() throws {
        var service = try Self.service(limit: 4)
        let now = try Samples.time(Self.nowText)
        let request = RestRequest(method: "GET", uri: "/api/v3/klines?symbol=BTCUSDT&interval=1m")
        func ask(_ second: Double) -> RestAnswer {
            service.answer(request, now: now, elapsed: .milliseconds(Int(second * 1000)))
        }
        #expect([ask(10), ask(10)].map(\.status) == [200, 200])
        let refused = ask(12.5)
        #expect(refused.status == 429)
        #expect(refused.header("Retry-After") == "48")
        #expect(try Self.json(refused)["code"] == .number("-1003"))
        #expect(ask(60).status == 200)
        let statuses = (0..<20).map { _ in ask(61).status }
        #expect(statuses.contains(429))
        #expect(statuses.last == 418)
        let banned = ask(61)
        #expect(banned.header("Retry-After") == "120")
        #expect(String(decoding: banned.body, as: UTF8.self).contains("IP banned until"))
        #expect(ask(182).status == 200)
    }

    @Test("Recorded trades are paged by number and by time; without any the answer is empty")
    func trades() throws {
        let now = try Samples.time(Self.nowText)
        let first = now.milliseconds - 600_000
        let trades = (0..<1200 as Range<Int64>).map { (index: Int64) -> AggregateTrade in
            AggregateTrade(
                id: 5000 + index, price: 100, quantity: 1, firstTrade: index, lastTrade: index,
                time: first + index / 2 * 1000, isBuyerMaker: index % 2 == 0)
        }
        let market = Market(
            tables: [
                try Samples.key("BTCUSDT", .d1): Samples.table(
                    now - UTCDay.milliseconds, count: 1, length: 1000)
            ],
            tapes: [try Symbol("BTCUSDT"): .recorded(trades)])
        var service = RestService(market, meter: WeightMeter(limit: 6000))
        func ids(_ query: String) throws -> [Int64] {
            let uri = "/api/v3/aggTrades?symbol=BTCUSDT\(query)"
            let answer = service.answer(RestRequest(method: "GET", uri: uri), now: now - 5000, elapsed: .zero)
            guard case .array(let items)? = JSONValue(parsing: answer.body) else { return [] }
            return items.compactMap { if case .number(let text)? = $0["a"] { Int64(text) } else { nil } }
        }
        let visible = trades.filter { $0.time <= now.milliseconds - 5000 }
        #expect(try ids("") == visible.suffix(500).map(\.id))
        #expect(try ids("&fromId=5100&limit=3") == [5100, 5101, 5102])
        #expect(try ids("&fromId=1&limit=2") == [5000, 5001])
        #expect(try ids("&fromId=9000").isEmpty)
        let start = trades[100].time
        #expect(try ids("&startTime=\(start)&endTime=\(start + 1000)") == [5100, 5101, 5102, 5103])
        #expect(try ids("&endTime=\(start)&limit=2") == [5100, 5101])
        #expect(
            String(decoding: try Self.get("/api/v3/aggTrades?symbol=BTCUSDT").body, as: UTF8.self) == "[]")
    }

    @Test("Any text after the question mark is answered, never a trap", arguments: 0..<50 as Range<UInt64>)
    func fuzz(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = Array(
            "symbol=BTCUSDT&interval=1m&startTime=1709510400000&endTime=1709596800000&limit=10".utf8)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0x20...0x7E, using: &random)
        }
        let query = String(decoding: bytes, as: UTF8.self)
        for endpoint in RestEndpoint.allCases {
            let answer = try Self.get("\(endpoint.rawValue)?\(query)")
            #expect(answer.status == 200 || answer.status == 400)
        }
    }
}

@Suite("Archive paths")
struct ArchivePathTests {
    @Test("Paths inside the tree are taken")
    func inside() {
        let path = ArchivePath("/data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-2024-01-01.zip")
        #expect(path?.components.count == 7)
        #expect(path?.contentType == "application/zip")
        #expect(ArchivePath("/data/x.CHECKSUM")?.contentType == "text/plain")
    }

    @Test(
        "Paths that lead out of the tree are not",
        arguments: [
            "/data/../secret", "/data/spot/..", "/data//etc/passwd", "/data/", "/data", "/etc/passwd",
            "/data/.hidden",
            "/data/a\\..\\b", "/data/a\u{0}b", "/data/./x",
        ])
    func outside(path: String) {
        #expect(ArchivePath(path) == nil)
    }
}
