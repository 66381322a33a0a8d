import Candles
import TestSupport
import Testing

@Suite("The daily view")
struct DailyViewTests {
    private let first = UTCDay(20_000)

    private func minutes(
        _ day: UTCDay, _ slots: some Sequence<Int>, from source: Vintage.Closed = .rest
    ) throws
        -> [CandleVersion]
    {
        try slots.map {
            try Samples.flat(at: day.start + Int64($0) * 60_000, price: Double($0 + 1), from: source)
        }
    }

    @Test("A day without any candle is filled with the close before, and marked")
    func filled() throws {
        let rows = DailyView.rows([
            first: [
                DayCandidate(daily: try Samples.flat(at: first.start, price: 5, length: UTCDay.milliseconds))
            ],
            first.advanced(by: 2): [
                DayCandidate(daily: try Samples.flat(at: first.advanced(by: 2).start, price: 7))
            ],
        ])
        #expect(rows.map(\.origin) == [.batch, .filled, .batch])
        #expect(rows.map(\.values.close) == [5, 5, 7])
        #expect(rows[1].values.baseVolume == 0 && rows[1].vintage == .filled && rows[1].values.trades == 0)
    }

    @Test("A closed daily candle is served before a roll-up, and the minutes are counted")
    func dailyFirst() throws {
        let daily = try Samples.flat(at: first.start, price: 9, length: UTCDay.milliseconds)
        let rollup = try #require(
            DayCandidate(day: first, interval: .m1, versions: minutes(first, 0..<1_440), outages: 0))
        let row = DailyView.rows([first: [rollup, DayCandidate(daily: daily)]])[0]
        #expect(row.values.close == 9 && row.minutes == 1_440 && row.isClosed && row.origin == .batch)
    }

    @Test("A day of minutes is complete when the rest of them is a known outage")
    func outage() throws {
        let held = try minutes(first, Array(0..<760) + Array(840..<1_440), from: .streamClosed)
        let complete = try #require(DayCandidate(day: first, interval: .m1, versions: held, outages: 80))
        let partial = try #require(DayCandidate(day: first, interval: .m1, versions: held, outages: 79))
        let row = DailyView.rows([first: [complete]])[0]
        #expect(row.isClosed && row.minutes == 1_360 && row.vintage == .streamClosed && row.origin == .speed)
        #expect(
            row.values.open == 1 && row.values.close == 1_440 && row.values.high == 1_440
                && row.values.low == 1)
        #expect(row.values.baseVolume == 1_360 && row.values.trades == 1_360)
        #expect(!DailyView.rows([first: [partial]])[0].isClosed)
    }

    @Test("While the day is open, what has seen most trades is served")
    func running() throws {
        let rollup = try #require(
            DayCandidate(day: first, interval: .m1, versions: minutes(first, 0..<100), outages: 0))
        func open(trades: Int64) throws -> DayCandidate {
            let values = try CandleValues(
                open: 1, high: 200, low: 1, close: 150, closeTime: first.end, trades: trades)
            return DayCandidate(daily: CandleVersion(OpenCandle(openTime: first.start, values: values)))
        }
        let row = try DailyView.rows([first: [rollup, open(trades: 120)]])[0]
        #expect(row.values.close == 150 && !row.isClosed && row.origin == .speed && row.vintage == .open)
        #expect(try DailyView.rows([first: [rollup, open(trades: 80)]])[0].values.close == 100)
        #expect(DailyView.rows([first: [rollup]])[0].values.close == 100)
    }

    @Test("Numbers that no market has are rolled up without a trap")
    func absurd() throws {
        for volume in [1e19, 1e20, 3e20, 1e300, Double.greatestFiniteMagnitude] {
            var rollup = Rollup()
            for index in 0..<1_440 {
                let time = first.start + Int64(index) * 60_000
                rollup.add(try Samples.flat(at: time, volume: volume, trades: Int64.max / 1_000))
            }
            let values = try #require(rollup.values(closeTime: first.end))
            #expect(values.trades == nil)
            let expected = min(1_440 * volume, Double.greatestFiniteMagnitude)
            #expect(abs((values.baseVolume ?? 0) / expected - 1) < 1e-12, "\(volume)")
        }
    }

    @Test("Moving averages need their whole window")
    func averages() throws {
        var candidates: [UTCDay: [DayCandidate]] = [:]
        for index in 0..<40 {
            let day = first.advanced(by: index)
            candidates[day] = [DayCandidate(daily: try Samples.flat(at: day.start, price: Double(index + 1)))]
        }
        let rows = DailyView.rows(candidates)
        #expect(rows[5].ma7 == nil && rows[6].ma7 == 4 && rows[28].ma30 == nil && rows[29].ma30 == 15.5)
        let tail = candidates.filter { $0.key >= first.advanced(by: 33) }
        #expect(DailyView.rows(tail, after: Array(rows[4..<33])) == Array(rows[33...]))
    }

    @Test(
        "Days rolled up from recorded minutes equal the recorded days in every value",
        .enabled(if: SharedData.isAvailable, SharedData.hint), arguments: [("BTCUSDT", 90), ("ETHUSDT", 46)])
    func recordedDays(symbol: String, count: Int) throws {
        func rows(_ interval: String) throws -> [CandleVersion] {
            try Gzip.lines(of: SharedData.url("data/replay/\(symbol)-\(interval).csv.gz")).map { line in
                let row = try KlineRow(csv: line)
                return CandleVersion(ClosedCandle(openTime: row.openTime, values: row.values), from: .rest)
            }
        }
        let days = CandleSeries(try rows("1d"))
        var compared = 0
        for (day, versions) in Dictionary(grouping: try rows("1m"), by: \.openTime.day) {
            let rolled = try #require(DayCandidate(day: day, interval: .m1, versions: versions, outages: 0))
            #expect(rolled.values == days[day.start]?.values, "\(symbol) \(day)")
            compared += 1
        }
        #expect(compared == count)
    }
}
