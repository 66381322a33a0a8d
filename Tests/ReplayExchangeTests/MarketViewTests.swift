import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Running candles and tickers")
struct MarketViewTests {
    @Test("A running hour is the roll-up of the minutes that have passed", arguments: [1, 7, 30, 59])
    func hour(passed: Int) throws {
        let market = Samples.twoDays
        var view = MarketView(market)
        let start = try Samples.time("2024-03-04T07:00:00Z")
        let minutes = try #require(market[Samples.key("BTCUSDT", .m1)])
        let first = minutes.countOpened(before: start)
        var rollup = Rollup()
        for index in first..<first + passed { rollup.add(minutes[index].values) }
        let found = view.runningRow(
            try Samples.key("BTCUSDT", .h1), at: start + Int64(passed) * Samples.minute + 500)
        let row = try #require(found)
        #expect(row.values == rollup.values(closeTime: start + Samples.hour))
        #expect(row.openTime == start.milliseconds)
    }

    @Test(
        "However often one looks, a running candle grows to the same values",
        arguments: 0..<20 as Range<UInt64>)
    func growsTheSame(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let market = Samples.twoDays
        var often = MarketView(market)
        var now = try Samples.time("2024-03-04T00:30:00Z")
        for _ in 0..<120 {
            now = now + Int64.random(in: 1...900_000, using: &random)
            var once = MarketView(market)
            for interval in [Interval.m1, .h1, .d1] {
                let key = try Samples.key("BTCUSDT", interval)
                #expect(often.runningRow(key, at: now) == once.runningRow(key, at: now))
            }
        }
    }

    @Test(
        "Before a smaller candle has passed, and where none is recorded, a running candle shows only its open"
    )
    func onlyOpen() throws {
        var view = MarketView(Samples.twoDays)
        let time = try Samples.time("2024-03-04T13:00:30Z")
        for (symbol, interval) in [("BTCUSDT", Interval.m1), ("BTCUSDT", .h1), ("ETHUSDT", .d1)] {
            let key = try Samples.key(symbol, interval)
            let found = view.runningRow(key, at: time)
            let row = try #require(found)
            let table = try #require(view.market[key])
            let record = table[table.countOpened(through: time) - 1]
            #expect(row == .onlyOpen(record.open, openTime: record.openTime, closeTime: record.closeTime))
        }
    }

    @Test("A candle does not run before it opens, in an outage, or after the end")
    func notRunning() throws {
        var view = MarketView(Samples.twoDays)
        let key = try Samples.key("BTCUSDT", .m1)
        #expect(view.runningRow(key, at: try Samples.time("2024-03-03T23:59:59.999Z")) == nil)
        #expect(view.runningRow(key, at: try Samples.time("2024-03-04T01:35:00Z")) == nil)
        #expect(view.runningRow(key, at: try Samples.time("2024-03-06")) == nil)
        #expect(
            view.runningRow(try Samples.key("BTCUSDT", .m5), at: try Samples.time("2024-03-04T10:00:00Z"))
                == nil)
    }

    @Test("On a listing day nothing shows before the first minute")
    func listing() throws {
        let start = try Samples.time("2024-03-04T10:00:00Z")
        let minutes = Samples.table(start, count: 840, length: Samples.minute)
        let day = try Samples.key("NEWUSDT", .d1)
        var view = MarketView(
            Market(tables: [
                try Samples.key("NEWUSDT", .m1): minutes,
                day: try Samples.rolledUp(minutes, length: UTCDay.milliseconds),
            ]))
        #expect(view.runningRow(day, at: start - 1) == nil)
        #expect(view.runningRow(day, at: start)?.open == minutes.opens[0])
        #expect(view.runningRow(day, at: start + 2 * Samples.minute)?.trades == 6)
    }

    @Test("Where the smallest interval has no candles inside, the next one is rolled up")
    func otherSource() throws {
        let start = try Samples.time("2024-03-04")
        let fives = Samples.table(start, count: 288, length: 5 * Samples.minute)
        let day = try Samples.key("BTCUSDT", .d1)
        var view = MarketView(
            Market(tables: [
                try Samples.key("BTCUSDT", .m1): Samples.table(
                    start - 10 * UTCDay.milliseconds, count: 100, length: Samples.minute),
                try Samples.key("BTCUSDT", .m5): fives,
                day: try Samples.rolledUp(fives, length: UTCDay.milliseconds),
            ]))
        #expect(view.runningRow(day, at: start + 11 * Samples.minute)?.trades == 6)
    }

    @Test("The ticker is the roll-up of the minutes that closed within 24 hours")
    func ticker() throws {
        let market = Samples.twoDays
        var view = MarketView(market)
        let symbol = try Symbol("BTCUSDT")
        let now = try Samples.time("2024-03-05T11:22:33Z")
        let minutes = try #require(market[Samples.key("BTCUSDT", .m1)])
        var rollup = Rollup()
        for index in 0..<minutes.count
        where minutes.closeTimes[index] > (now - UTCDay.milliseconds).milliseconds
            && minutes.closeTimes[index] <= now.milliseconds
        {
            rollup.add(minutes[index].values)
        }
        let values = try #require(rollup.values(closeTime: now))
        let window = view.ticker(symbol, at: now)
        #expect(rollup.count == 1440)
        #expect(window.open == values.open && window.high == values.high && window.low == values.low)
        #expect(window.last == values.close && window.baseVolume == values.baseVolume)
        #expect(window.quoteVolume == values.quoteVolume && window.trades == values.trades)
        #expect(window.start == now - UTCDay.milliseconds && window.end == now)
    }

    @Test("A remembered ticker is the same as a new one", arguments: 0..<20 as Range<UInt64>)
    func remembers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let market = Samples.twoDays
        var view = MarketView(market)
        var now = try Samples.time("2024-03-03T23:00:00Z")
        for _ in 0..<60 {
            now = now + Int64.random(in: 1...4_000_000, using: &random)
            for symbol in market.symbols {
                #expect(view.ticker(symbol, at: now) == TickerWindow(symbol, at: now, in: market))
            }
        }
    }

    @Test("After the last candle the price stays and the volume is 0; before the first all is 0")
    func tickerOutside() throws {
        var view = MarketView(Samples.twoDays)
        let symbol = try Symbol("ETHUSDT")
        let after = view.ticker(symbol, at: try Samples.time("2024-05-01"))
        #expect(after.last > 0 && after.open == after.last && after.baseVolume == 0 && after.trades == 0)
        let before = view.ticker(symbol, at: try Samples.time("2023-05-01"))
        #expect(!before.isKnown)
    }
}
