import Candles
import Forecasting
import RealModule
import TestSupport

/// Series to test with.
enum Walks {
    /// The first day of every made-up series.
    static let start = UTCDay(18_000)

    /// Closes of a random walk in log price.
    static func closes(_ count: Int, seed: UInt64, step: Double = 0.05) -> [Double] {
        var random = SeededGenerator(seed: seed)
        var close = 100.0
        return (0..<count).map { _ in
            close *= Double.exp(Double.random(in: -step...step, using: &random))
            return close
        }
    }

    /// A series without holes.
    static func series(_ closes: [Double]) -> DailySeries {
        DailySeries(days: closes.indices.map { start.advanced(by: $0) }, closes: closes)
    }

    /// A series of a random walk.
    static func series(_ count: Int, seed: UInt64) -> DailySeries { series(closes(count, seed: seed)) }

    /// The recorded closes of a symbol.
    static func recorded(_ symbol: String) throws -> DailySeries {
        let rows = try Gzip.lines(of: SharedData.url("data/replay/\(symbol)-1d.csv.gz")).map {
            try KlineRow(csv: $0)
        }
        return DailySeries(days: rows.map(\.openTime.day), closes: rows.map(\.values.close))
    }

    /// A row of the served series.
    static func served(
        _ day: Int, close: Double, origin: ServedDay.Origin = .batch, isClosed: Bool = true
    ) throws -> ServedDay {
        let day = start.advanced(by: day)
        return ServedDay(
            day: day,
            values: try CandleValues(open: close, high: close, low: close, close: close, closeTime: day.end),
            ma7: nil, ma30: nil, minutes: nil,
            vintage: origin == .filled ? .filled : isClosed ? .rest : .open,
            origin: origin, isClosed: isClosed)
    }
}
