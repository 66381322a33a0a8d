import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Stream schedule")
struct StreamScheduleTests {
    private static func closed(_ events: [StreamEvent]) -> [CandleRow] {
        events.compactMap { event in
            if case .kline(let row, isClosed: true) = event.content { row } else { nil }
        }
    }

    /// Property: how time is cut into steps changes nothing about closes, and bounds the updates.
    @Test("Every close is told once, in order, whatever the ticks", arguments: 0..<25 as Range<UInt64>)
    func closesOnce(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let market = Samples.twoDays
        var schedule = StreamSchedule(market)
        let start = try Samples.time("2024-03-04T00:00:30Z")
        let end = try Samples.time("2024-03-05T09:30:15Z")
        let longest = [50, 3000, 70_000, 4_000_000, 200_000_000][Int(seed % 5)]
        let horizon = longest == 50 ? start + 600_000 : end
        let names = try [Interval.m1, .h1, .d1].map { StreamName.kline(try Samples.key("BTCUSDT", $0)) }
        var told: [StreamName: [StreamEvent]] = [:]
        var now = start
        while now < horizon {
            let next = min(horizon, now + Int64.random(in: 1...Int64(longest), using: &random))
            for name in names {
                let events = schedule.events(name, from: now, to: next)
                #expect(events.filter(\.isReplaceable).count <= 1)
                #expect(events.dropLast().allSatisfy { !$0.isReplaceable })
                #expect(events.allSatisfy { now < $0.time && $0.time <= next })
                told[name, default: []] += events
            }
            now = next
        }
        for name in names {
            guard case .kline(let key) = name, let table = market[key] else { continue }
            let range = table.countClosed(through: start)..<table.countClosed(through: horizon)
            #expect(Self.closed(told[name] ?? []) == range.map { table[$0] })
            let times = (told[name] ?? []).map(\.time)
            #expect(times == times.sorted())
        }
    }

    @Test("Running updates come every two seconds, tickers every second")
    func cadence() throws {
        var schedule = StreamSchedule(Samples.twoDays)
        let start = try Samples.time("2024-03-04T12:00:00Z")
        func count(_ name: StreamName) -> Int {
            (0..<600).reduce(0) { sum, step in
                let from = start + Int64(step) * 100
                return sum + schedule.events(name, from: from, to: from + 100).filter(\.isReplaceable).count
            }
        }
        #expect(count(.kline(try Samples.key("BTCUSDT", .h1))) == 30)
        #expect(count(.ticker(try Symbol("BTCUSDT"))) == 60)
        #expect(count(.miniTicker(try Symbol("BTCUSDT"))) == 60)
    }

    @Test("The last message of a stopped clock has its time, also where nothing runs any more")
    func last() throws {
        let market = Samples.twoDays
        var schedule = StreamSchedule(market)
        let symbol = try Symbol("BTCUSDT")
        for text in ["2024-03-05T12:00:00Z", "2024-03-05T12:00:30.5Z", "2024-03-06", "2024-04-01"] {
            let end =
                try text == "2024-03-05T12:00:30.5Z"
                ? Samples.time("2024-03-05T12:00:30.500Z") : Samples.time(text)
            for name in [
                .kline(try Samples.key("BTCUSDT", .m1)), .kline(try Samples.key("BTCUSDT", .d1)),
                .ticker(symbol),
            ]
                as [StreamName]
            {
                let events = schedule.events(name, from: end - 700, to: end, isLast: true)
                #expect(events.last?.time == end, "\(name) at \(text)")
                let update = schedule.update(name, at: end)
                #expect(update?.time == end)
            }
        }
    }

    @Test("A close at the end is not told twice by the last message")
    func lastIsClose() throws {
        var schedule = StreamSchedule(Samples.twoDays)
        let end = try Samples.time("2024-03-06")
        let name = StreamName.kline(try Samples.key("BTCUSDT", .m1))
        let events = schedule.events(name, from: end - 90_000, to: end, isLast: true)
        #expect(events.count == 2)
        #expect(Self.closed(events).count == 2)
    }

    @Test("A stream of an interval without records says nothing")
    func silent() throws {
        var schedule = StreamSchedule(Samples.twoDays)
        let end = try Samples.time("2024-03-06")
        let name = StreamName.kline(try Samples.key("BTCUSDT", .m5))
        let events = schedule.events(name, from: end - 9_000_000, to: end, isLast: true)
        #expect(events == [])
        #expect(schedule.update(name, at: end) == nil)
    }

    @Test("Closes of one moment come smallest first, updates after them")
    func order() throws {
        var schedule = StreamSchedule(Samples.twoDays)
        let end = try Samples.time("2024-03-05")
        var events = try [Interval.d1, .h1, .m1].flatMap { interval in
            schedule.events(.kline(try Samples.key("BTCUSDT", interval)), from: end - 100, to: end)
        }
        events += schedule.events(.ticker(try Symbol("BTCUSDT")), from: end - 100, to: end)
        events.sort { $0.precedes($1) }
        let kinds = events.map { event -> String in
            switch (event.name, event.content) {
            case (.kline(let key), .kline(_, let isClosed)): "\(key.interval)\(isClosed ? "!" : "")"
            default: "ticker"
            }
        }
        #expect(kinds == ["1m!", "1h!", "1d!", "1m", "1h", "1d", "ticker"])
    }

    @Test("A step with faults is cut at each of them")
    func faults() throws {
        let start = try Samples.time("2024-03-04")
        let plan = FaultPlan(cutAt: [start + 30, start + 10], stallAt: [start + 20, start + 100])
        #expect(
            plan.actions(from: start, to: start + 50) == [
                .advance(to: start + 10), .fault(.cut), .advance(to: start + 20), .fault(.stall),
                .advance(to: start + 30), .fault(.cut), .advance(to: start + 50),
            ])
        #expect(plan.actions(from: start + 30, to: start + 60) == [.advance(to: start + 60)])
    }

    @Test("The names of streams are read as the exchange writes them")
    func names() throws {
        let market = Samples.twoDays
        for text in [
            "btcusdt@kline_1m", "btcusdt@kline_1M", "ethusdt@ticker", "ethusdt@miniTicker",
            "btcusdt@aggTrade",
        ] {
            #expect(StreamName(text, in: market)?.text == text)
        }
        for text in [
            "BTCUSDT@kline_1m", "btcusdt@kline_1x", "btcusdt@kline_1mo", "btcusdt@trade", "xxx@ticker", "",
            "@",
        ] {
            #expect(StreamName(text, in: market) == nil)
        }
    }

    @Test("A kline message has the fields of the exchange")
    func kline() throws {
        let row = CandleRow(
            openTime: 1_633_998_480_000, closeTime: 1_633_998_540_000, open: 0.3527, high: 0.3528,
            low: 0.3522,
            close: 0.3528, baseVolume: 25_877, quoteVolume: 9116.046, trades: 30, takerBaseVolume: 58,
            takerQuoteVolume: 20.4624)
        let event = StreamEvent(
            name: .kline(try Samples.key("NKNUSDT", .m1)), time: OpenTime(milliseconds: 1_633_998_523_963),
            content: .kline(row, isClosed: false))
        // As recorded from the exchange, but for the numbers of the trades, which candles do not know.
        let expected =
            #"{"stream":"nknusdt@kline_1m","data":{"e":"kline","E":1633998523963,"s":"NKNUSDT","k":{"t":1633998480000,"#
            + #""T":1633998539999,"s":"NKNUSDT","i":"1m","f":0,"L":0,"o":"0.35270000","c":"0.35280000","#
            + #""h":"0.35280000","l":"0.35220000","v":"25877.00000000","n":30,"x":false,"q":"9116.04600000","#
            + #""V":"58.00000000","Q":"20.46240000","B":"0"}}}"#
        #expect(String(decoding: event.json(isCombined: true, unit: .millisecond), as: UTF8.self) == expected)
        let micro = String(decoding: event.json(isCombined: false, unit: .microsecond), as: UTF8.self)
        #expect(micro.hasPrefix(#"{"e":"kline","E":1633998523963000,"#))
        #expect(micro.contains(#""t":1633998480000000,"T":1633998539999999,"#))
    }
}
