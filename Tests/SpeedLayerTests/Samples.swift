import Candles
import SpeedLayer
import TestSupport

let bitcoin: Symbol = {
    guard let symbol = try? Symbol("BTCUSDT") else { preconditionFailure("BTCUSDT must be a symbol") }
    return symbol
}()

let minutes = SeriesKey(bitcoin, .m1)
let days = SeriesKey(bitcoin, .d1)

/// A time written in ISO 8601.
func time(_ text: String) -> OpenTime {
    guard let time = try? OpenTime(text: text) else { preconditionFailure("\(text) must be a time") }
    return time
}

/// The candle of a slot; the more seconds of it have passed, the more trades it has.
func values(_ slot: OpenTime, _ interval: Interval = .m1, trades: Int64 = 60) -> CandleValues {
    let close = Double(slot.milliseconds / 60_000 % 977 + 100)
    guard
        let values = try? CandleValues(
            open: 100, high: close + 100, low: 50, close: close, closeTime: interval.slot(after: slot),
            baseVolume: Double(trades), quoteVolume: 100, trades: trades)
    else { preconditionFailure("the sample must be a candle") }
    return values
}

func closedCandle(_ slot: OpenTime, _ interval: Interval = .m1) -> ClosedCandle {
    ClosedCandle(openTime: slot, values: values(slot, interval, trades: 60))
}

func streamClosed(_ slot: OpenTime, _ interval: Interval = .m1) -> CandleVersion {
    CandleVersion(closedCandle(slot, interval), from: .streamClosed)
}

func running(_ slot: OpenTime, _ interval: Interval = .m1, trades: Int64 = 1) -> CandleVersion {
    CandleVersion(OpenCandle(openTime: slot, values: values(slot, interval, trades: trades)))
}
