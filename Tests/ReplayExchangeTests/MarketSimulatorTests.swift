import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Market simulator")
struct MarketSimulatorTests {
    private static func market(
        seed: UInt64 = 7, symbols: Int = 3, now: String = "2025-06-29T23:50:00Z"
    ) throws -> Market {
        try MarketSimulator(seed: seed, symbols: symbols, now: Samples.time(now)).market()
    }

    @Test("Days and hours with minutes are exactly their roll-up", arguments: [7, 20_250_629] as [UInt64])
    func rollUps(seed: UInt64) throws {
        let market = try Self.market(seed: seed)
        for symbol in market.symbols {
            let minutes = try #require(market[SeriesKey(symbol, .m1)])
            let days = try #require(market[SeriesKey(symbol, .d1)])
            let hours = try #require(market[SeriesKey(symbol, .h1)])
            #expect(try Samples.rolledUp(minutes, length: Samples.hour) == hours)
            let rolled = try Samples.rolledUp(minutes, length: UTCDay.milliseconds)
            #expect(rolled.count == MarketSimulator.minuteDays + MarketSimulator.daysAhead)
            for index in 0..<rolled.count {
                #expect(rolled[index] == days[days.count - rolled.count + index])
            }
        }
    }

    @Test("Every candle is valid, on the grid and priced in ticks", arguments: 0..<2 as Range<UInt64>)
    func valid(seed: UInt64) throws {
        let market = try Self.market(seed: seed, symbols: 2)
        for (symbol, asset) in zip(market.symbols, SimulatedAsset.all) {
            #expect(symbol.name == asset.symbol)
            for interval in market.intervals(of: symbol) {
                let table = try #require(market[SeriesKey(symbol, interval)])
                for index in 0..<table.count {
                    let row = table[index]
                    let values = row.values
                    #expect(
                        interval.slot(containing: OpenTime(milliseconds: row.openTime)).milliseconds
                            == row.openTime)
                    #expect(interval.slot(after: OpenTime(milliseconds: row.openTime)) == values.closeTime)
                    let isPlausible =
                        row.baseVolume > 0 && row.trades >= 8 && row.takerBaseVolume <= row.baseVolume
                        && row.quoteVolume >= row.baseVolume * row.low * 0.999
                        && row.quoteVolume <= row.baseVolume * row.high * 1.001
                    #expect(isPlausible, "\(symbol) \(interval) \(row)")
                    #expect((row.close * asset.ticks).rounded() / asset.ticks == row.close)
                }
            }
        }
    }

    @Test("The same seed gives the same market, another seed another one")
    func deterministic() throws {
        let one = try Self.market(symbols: 2)
        let same = try Self.market(symbols: 2)
        let other = try Self.market(seed: 8, symbols: 2)
        for series in one.series {
            #expect(one[series.key] == same[series.key])
            #expect(one[series.key] != other[series.key])
        }
    }

    @Test("A simulated market is the same on every machine")
    func golden() throws {
        let days = try #require(try Self.market(symbols: 1)[Samples.key("BTCUSDT", .d1)])
        let last = days[days.count - 1]
        #expect(days.count == 1464)
        #expect(
            KlineRow(openTime: OpenTime(milliseconds: last.openTime), values: last.values).csv
                == "1751328000000,92718.81,97270.05,91442.7,95425.02,25363.53238,1751414399999,2393107930.8035073,1971241,"
                + "12589.71091,1187868336.8792572,0")
    }

    @Test("What happened does not depend on now")
    func independentOfNow() throws {
        let early = try Self.market(symbols: 2, now: "2025-06-25T08:00:00Z")
        let late = try Self.market(symbols: 2, now: "2025-06-29T23:50:00Z")
        let key = try Samples.key("ETHUSDT", .m1)
        let before = try #require(early[key])
        let after = try #require(late[key])
        let shared = Set(before.openTimes).intersection(after.openTimes)
        #expect(shared.count > 5 * 1440)
        let rows = (0..<before.count).map { before[$0] }.filter { shared.contains($0.openTime) }
        #expect(rows == (0..<after.count).map { after[$0] }.filter { shared.contains($0.openTime) })
        let days = try Samples.key("ETHUSDT", .d1)
        let closes = zip(early[days]?.openTimes ?? [], early[days]?.closes ?? [])
        let lateCloses = Dictionary(
            uniqueKeysWithValues: zip(late[days]?.openTimes ?? [], late[days]?.closes ?? []))
        for (time, close) in closes where lateCloses[time] != nil { #expect(lateCloses[time] == close) }
    }

    @Test("A symbol is the same in a market of any size, but for the late one")
    func independentOfSize() throws {
        let small = try Self.market(symbols: 2)
        let large = try Self.market(symbols: 3)
        let key = try Samples.key("BTCUSDT", .m1)
        #expect(small[key] == large[key])
    }

    @Test("All symbols miss the minutes of an outage, before now", arguments: 0..<4 as Range<UInt64>)
    func outage(seed: UInt64) throws {
        let market = try Self.market(seed: seed, symbols: 3)
        var missing: [Set<Int64>] = []
        for symbol in market.symbols {
            let minutes = try #require(market[SeriesKey(symbol, .m1)])
            let first = minutes.openTimes[0]
            let all = Set(stride(from: first, to: minutes.closeTimes[minutes.count - 1], by: 60_000))
            missing.append(all.subtracting(minutes.openTimes))
        }
        #expect(Set(missing).count == 1)
        let now = MarketSimulator.defaultNow.milliseconds
        #expect(missing[0].filter { $0 < now }.count >= 15)
    }

    @Test("The last symbol is listed late, in the middle of a day", arguments: 0..<3 as Range<UInt64>)
    func lateListing(seed: UInt64) throws {
        let market = try Self.market(seed: seed, symbols: 3)
        let listing = SimulatedListing(seed: seed)
        let starts = try market.symbols.map { symbol in
            try #require(market[SeriesKey(symbol, .d1)]).openTimes[0]
        }
        let last = try #require(market.symbols.firstIndex { $0.name == SimulatedAsset.all[2].symbol })
        #expect(starts[last] == listing.day.start.milliseconds)
        #expect(starts.filter { $0 < listing.day.start.milliseconds }.count == 2)
        // Seen from the days after its listing, its minutes begin in the middle of that day.
        let young = try MarketSimulator(
            seed: seed, symbols: 3, now: listing.day.start + 3 * UTCDay.milliseconds
        )
        .market()
        let minutes = try #require(young[SeriesKey(market.symbols[last], .m1)])
        #expect(minutes.openTimes[0] == listing.day.start.milliseconds + Int64(listing.minute) * 60_000)
        #expect(minutes.openTimes[0] % UTCDay.milliseconds >= 6 * Samples.hour)
    }

    @Test("Before the listing the symbol is known and has no candle")
    func unlisted() throws {
        let market = try Self.market(symbols: 2, now: "2022-05-05T12:00:00Z")
        #expect(market.symbols.count == 2)
        #expect(market.intervals(of: try Symbol("ETHUSDT")).isEmpty)
    }

    @Test("Volatility comes in waves, and weekends are calm", arguments: 0..<3 as Range<UInt64>)
    func statistics(seed: UInt64) throws {
        let days = try #require(try Self.market(seed: seed, symbols: 1)[Samples.key("BTCUSDT", .d1)])
        let returns = (0..<days.count).map { days.closes[$0] / days.opens[$0] - 1 }
        let sizes = returns.map(abs)
        let mean = sizes.reduce(0, +) / Double(sizes.count)
        let variance = sizes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let lagged = zip(sizes, sizes.dropFirst(2)).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        #expect(lagged / variance > 0.03, "sizes of moves are not related")
        #expect((0.01...0.04).contains(mean), "\(mean)")
        func volume(_ isWanted: (Int) -> Bool) -> Double {
            let chosen = (0..<days.count).filter {
                isWanted(OpenTime(milliseconds: days.openTimes[$0]).day.weekday)
            }
            return chosen.reduce(0) { $0 + days.quoteVolumes[$1] } / Double(chosen.count)
        }
        #expect(volume { $0 >= 5 } < 0.8 * volume { $0 < 5 })
        let range = (days.lows.min() ?? 0)...(days.highs.max() ?? 0)
        #expect(range.lowerBound > 1000 && range.upperBound < 1_000_000, "\(range)")
        #expect(range.upperBound / range.lowerBound > 1.5)
    }

    @Test("The trades of a minute begin at its open, touch its extremes, end at its close and add up")
    func trades() throws {
        let market = try Self.market(symbols: 1)
        let symbol = try Symbol("BTCUSDT")
        let tape = try #require(market.tape(of: symbol))
        let minutes = try #require(market[SeriesKey(symbol, .m1)])
        #expect(tape.count == 8 * minutes.count)
        for row in stride(from: 0, to: minutes.count, by: 97) {
            let trades = (0..<8).map { tape[row * 8 + $0] }
            #expect(trades[0].price == minutes.opens[row] && trades[7].price == minutes.closes[row])
            #expect(
                trades.map(\.price).max() == minutes.highs[row]
                    && trades.map(\.price).min() == minutes.lows[row])
            var sum = VolumeSum()
            for trade in trades { sum.add(trade.quantity) }
            #expect(sum.total == minutes.baseVolumes[row])
            #expect(trades[7].lastTrade - trades[0].firstTrade + 1 == minutes.trades[row])
            #expect(
                trades.map(\.id) == trades.map(\.id).sorted()
                    && trades.map(\.time) == trades.map(\.time).sorted())
            #expect(trades[7].time < minutes.closeTimes[row] && trades[0].time >= minutes.openTimes[row])
        }
    }

    @Test("A number of symbols or a time that cannot be simulated is refused")
    func refuses() throws {
        #expect(throws: ReplayError.self) { try MarketSimulator(seed: 1, symbols: 0) }
        #expect(throws: ReplayError.self) { try MarketSimulator(seed: 1, symbols: 13) }
        #expect(throws: ReplayError.self) { try Self.market(now: "2018-01-01") }
        for asset in SimulatedAsset.all {
            #expect(throws: Never.self) { try Symbol(asset.symbol) }
            #expect(asset.priceDecimals + asset.volumeDecimals <= 8)
        }
        #expect(try Self.market(symbols: 12).symbols.count == 12)
    }
}
