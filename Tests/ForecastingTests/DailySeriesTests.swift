import Candles
import Forecasting
import RealModule
import Testing

@Suite("DailySeries and TrainingSeries")
struct DailySeriesTests {
    @Test("Open days and filled days stay out, filled ones enter where they are asked for")
    func closedDaysOnly() throws {
        let rows = [
            try Walks.served(0, close: 10), try Walks.served(1, close: 10, origin: .filled),
            try Walks.served(2, close: 12, origin: .speed),
            try Walks.served(3, close: 99, origin: .speed, isClosed: false),
        ]
        let series = DailySeries(rows)
        #expect(series.days == [Walks.start, Walks.start.advanced(by: 2)])
        #expect(series.closes == [10, 12])
        #expect(DailySeries(rows, includesFilled: true).closes == [10, 10, 12])
    }

    @Test("A day's close is found, and a day without one is nil")
    func closeOfADay() {
        let series = DailySeries(days: [UTCDay(3), UTCDay(5), UTCDay(9)], closes: [1, 2, 3])
        #expect((2...10).map { series[UTCDay($0)] } == [nil, 1, nil, 2, nil, nil, nil, 3, nil])
    }

    @Test("Training data end at the cutoff, whatever comes after", arguments: 0..<20 as Range<UInt64>)
    func trainingEndsAtCutoff(seed: UInt64) {
        let closes = Walks.closes(60, seed: seed)
        let cut = Int(seed) + 20
        let cutoff = Walks.start.advanced(by: cut)
        let training = Walks.series(closes).upTo(cutoff)
        #expect(training.closes == Array(closes.prefix(cut + 1)))
        #expect(training.days.last == cutoff)
        let garbage = Array(closes.prefix(cut + 1)) + [Double](repeating: 1e9, count: 60 - cut - 1)
        #expect(Walks.series(garbage).upTo(cutoff) == training)
        #expect(Walks.series(garbage) != Walks.series(closes))
    }

    @Test("A cutoff before the first day leaves nothing, one after the last leaves all")
    func cutoffsOutside() {
        let series = Walks.series([1, 2, 3])
        #expect(series.upTo(Walks.start.advanced(by: -1)).closes.isEmpty)
        #expect(series.upTo(Walks.start.advanced(by: 100)).closes == [1, 2, 3])
    }

    @Test("Returns and changes are taken between neighbouring days, never over a hole")
    func neighbours() {
        let series = DailySeries(days: [0, 1, 2, 5, 6].map { UTCDay($0) }, closes: [100, 110, 99, 500, 450])
        let training = series.upTo(UTCDay(6))
        #expect(training.logReturns() == [Double.log(1.1), Double.log(0.9), Double.log(0.9)])
        #expect(training.logReturns(last: 1) == [Double.log(0.9)])
        // |10| + |-11| + |-50| over three changes.
        #expect(training.meanAbsoluteChange() == 71.0 / 3)
        #expect(training.meanAbsoluteChange(last: 2) == 61.0 / 2)
    }

    @Test("A series that never changes has no scale")
    func noScale() {
        #expect(Walks.series([5, 5, 5]).upTo(UTCDay(20_000)).meanAbsoluteChange() == nil)
        #expect(Walks.series([5]).upTo(UTCDay(20_000)).meanAbsoluteChange() == nil)
    }
}
