import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Kline queries")
struct KlineQueryTests {
    private static func query(
        _ interval: Interval = .m1, start: OpenTime? = nil, end: OpenTime? = nil, limit: Int = 500
    ) throws -> KlineQuery {
        KlineQuery(key: try Samples.key("BTCUSDT", interval), start: start, end: end, limit: limit)
    }

    /// The definition itself, row by row.
    private static func expected(_ query: KlineQuery, _ table: CandleTable, now: OpenTime) -> [Int64] {
        let inside = table.openTimes.filter { time in
            time <= now.milliseconds && query.start.map { $0.milliseconds <= time } ?? true
                && query.end.map { time <= $0.milliseconds } ?? true
        }
        return Array(query.start == nil ? inside.suffix(query.limit) : inside.prefix(query.limit))
    }

    @Test("Any query answers the rows of its definition", arguments: 0..<200 as Range<UInt64>)
    func matchesDefinition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let market = Samples.twoDays
        let table = try #require(market[Samples.key("BTCUSDT", .m1)])
        let first = try Samples.time("2024-03-03T22:00:00Z")
        func time() -> OpenTime { first + Int64.random(in: 0...190_000, using: &random) * 1000 }
        func bound() -> OpenTime? {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: nil
            case 1: OpenTime(milliseconds: table.openTimes.randomElement(using: &random) ?? 0)
            default: time()
            }
        }
        let query = try Self.query(start: bound(), end: bound(), limit: .random(in: 1...1000, using: &random))
        let now = time()
        var view = MarketView(market)
        let rows = view.klines(query, at: now)
        #expect(rows.map(\.openTime) == Self.expected(query, table, now: now))
        #expect(rows.dropLast().allSatisfy { $0.closeTime <= now.milliseconds })
    }

    @Test("Without times come the newest rows, the running candle last")
    func newest() throws {
        var view = MarketView(Samples.twoDays)
        let now = try Samples.time("2024-03-05T11:22:33Z")
        let rows = view.klines(try Self.query(limit: 3), at: now)
        #expect(
            rows.map(\.openTime) == [-2, -1, 0].map { (now - 33_000 + $0 * Samples.minute).milliseconds })
        #expect(rows[2].trades == 0)
        #expect(rows[1].trades == 3)
    }

    @Test("Both ends are inclusive by open time")
    func inclusive() throws {
        var view = MarketView(Samples.twoDays)
        let start = try Samples.time("2024-03-04T05:00:00Z")
        let now = try Samples.time("2024-03-06")
        let two = view.klines(try Self.query(start: start, end: start + Samples.minute), at: now)
        #expect(two.map(\.openTime) == [start.milliseconds, (start + Samples.minute).milliseconds])
        let between = view.klines(try Self.query(start: start + 1, end: start + Samples.minute - 1), at: now)
        #expect(between.isEmpty)
        let backwards = view.klines(try Self.query(start: start + 1, end: start), at: now)
        #expect(backwards.isEmpty)
    }

    @Test("A candle that ends at this very moment is closed; one that begins is running")
    func atTheEdge() throws {
        var view = MarketView(Samples.twoDays)
        let now = try Samples.time("2024-03-05T11:22:00Z")
        let rows = view.klines(try Self.query(limit: 2), at: now)
        #expect(rows.map(\.trades) == [3, 0])
    }

    @Test("An interval without records, and a time in an outage, are empty")
    func empty() throws {
        var view = MarketView(Samples.twoDays)
        let now = try Samples.time("2024-03-06")
        let fives = view.klines(try Self.query(.m5), at: now)
        #expect(fives.isEmpty)
        let outage = try Samples.time("2024-03-04T01:31:00Z")
        let missing = view.klines(try Self.query(start: outage, end: outage + 5 * Samples.minute), at: now)
        #expect(missing.isEmpty)
    }

    @Test("Nothing of the future shows, at any time", arguments: 0..<30 as Range<UInt64>)
    func noFuture(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let market = Samples.twoDays
        let now = try Samples.time("2024-03-04") + Int64.random(in: 0...170_000_000, using: &random)
        // The same market without anything that happened after now, in which only opens of running candles remain.
        var cut: [SeriesKey: CandleTable] = [:]
        for interval in [Interval.m1, .h1, .d1] {
            let key = try Samples.key("BTCUSDT", interval)
            let table = try #require(market[key])
            var past = CandleTable()
            for index in 0..<table.countOpened(through: now) {
                let row = table[index]
                past.append(
                    row.closeTime <= now.milliseconds
                        ? row : .onlyOpen(row.open, openTime: row.openTime, closeTime: row.closeTime))
            }
            cut[key] = past
        }
        var whole = MarketView(market)
        var blind = MarketView(Market(tables: cut))
        for interval in [Interval.m1, .h1, .d1] {
            let query = try Self.query(interval, limit: 1000)
            #expect(whole.klines(query, at: now) == blind.klines(query, at: now))
        }
        #expect(whole.ticker(try Symbol("BTCUSDT"), at: now) == blind.ticker(try Symbol("BTCUSDT"), at: now))
    }
}

/// The same over the recorded files, through the whole service and back through the client's row parser.
@Suite("Kline answers from recorded candles", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct RecordedKlineTests {
    private static func lines(_ name: String) throws -> [KlineRow] {
        try Gzip.lines(of: SharedData.url("data/replay/\(name).csv.gz")).map { try KlineRow(csv: $0) }
    }

    private static func market(_ name: String, _ rows: [KlineRow]) throws -> Market {
        var table = CandleTable()
        for row in rows { table.append(CandleRow(openTime: row.openTime, values: row.values)) }
        let parts = name.split(separator: "-")
        return Market(tables: [
            SeriesKey(try Symbol(String(parts[0])), try Interval(text: String(parts[1]))): table
        ])
    }

    @Test(
        "Paging over everything gives the file exactly",
        arguments: ["BTCUSDT-1d", "LTCUSDT-1d", "ETHUSDT-1h"],
        [137, 1000])
    func paging(name: String, limit: Int) throws {
        let expected = try Self.lines(name)
        let market = try Self.market(name, expected)
        var service = RestService(market, meter: WeightMeter(limit: 6000))
        let now = try #require(market.end)
        let parts = name.split(separator: "-")
        var rows: [KlineRow] = []
        var start: Int64 = 0
        var pages = 0
        while true {
            let request = RestRequest(
                method: "GET",
                uri:
                    "/api/v3/klines?symbol=\(parts[0])&interval=\(parts[1])&startTime=\(start)&limit=\(limit)"
            )
            let answer = service.answer(request, now: now, elapsed: .zero)
            try #require(answer.status == 200)
            let page = try KlineRow.rows(json: answer.body)
            guard let last = page.last else { break }
            rows += page
            start = last.openTime.milliseconds + 1
            pages += 1
        }
        #expect(rows == expected)
        #expect(pages == (expected.count + limit - 1) / limit)
    }

    @Test("Prices and volumes are written as they were recorded")
    func text() throws {
        let lines = try Gzip.lines(of: SharedData.url("data/replay/BTCUSDT-1m.csv.gz")).prefix(1000)
        let market = try Self.market("BTCUSDT-1m", try lines.map { try KlineRow(csv: $0) })
        var view = MarketView(market)
        let query = KlineQuery(key: try Samples.key("BTCUSDT", .m1), start: nil, end: nil, limit: 1000)
        let json = KlineQuery.json(view.klines(query, at: try #require(market.end)), .millisecond)
        let expected = lines.map { line -> String in
            let fields = line.split(separator: ",")
            return "["
                + fields.enumerated().map { [0, 6, 8].contains($0) ? String($1) : "\"\($1)\"" }.joined(
                    separator: ",")
                + "]"
        }
        #expect(String(decoding: json, as: UTF8.self) == "[" + expected.joined(separator: ",") + "]")
    }

    @Test("The running day of a recorded market is its recorded day once all minutes have passed")
    func runningDay() async throws {
        let minutes = try Self.lines("ETHUSDT-1m").prefix(3 * 1440)
        let hours = try Self.lines("ETHUSDT-1h").filter {
            $0.openTime < minutes[minutes.endIndex - 1].openTime
        }
        let days = try Self.lines("ETHUSDT-1d").filter {
            $0.openTime < minutes[minutes.endIndex - 1].openTime
        }
        var tables: [SeriesKey: CandleTable] = [:]
        for (interval, rows) in [(Interval.m1, Array(minutes)), (.h1, hours), (.d1, days)] {
            var table = CandleTable()
            for row in rows { table.append(CandleRow(openTime: row.openTime, values: row.values)) }
            tables[try Samples.key("ETHUSDT", interval)] = table
        }
        var view = MarketView(Market(tables: tables))
        let day = try Samples.key("ETHUSDT", .d1)
        for row in days.suffix(3) {
            let found = view.runningRow(day, at: row.values.closeTime - 1)
            let running = try #require(found)
            #expect(running.open == row.values.open)
            #expect(running.high <= row.values.high && running.low >= row.values.low)
            #expect(running.trades < row.values.trades ?? 0)
            // All but the last minute have passed, so little is missing.
            #expect(Double(running.trades) > 0.9 * Double(row.values.trades ?? 0))
        }
    }
}
