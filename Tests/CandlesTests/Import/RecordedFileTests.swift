import Foundation
import TestSupport
import Testing

@testable import Candles

@Suite("Recorded candle files", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct RecordedFileTests {
    @Test(
        "Every row of a recorded file is read as the row reader reads it",
        arguments: ["replay/BTCUSDT-1h.csv.gz", "replay/LTCUSDT-1d.csv.gz", "replay/BTCUSDT-5m.csv.gz"])
    func sameAsRowReader(path: String) throws {
        let bytes = try Gzip.bytes(of: SharedData.url("data/" + path))
        let taken = try TakenIn(bytes)
        #expect(taken.rejected == [])
        let rows = try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            try KlineRow(csv: String($0))
        }
        let expected = rows.map {
            CandleVersion(ClosedCandle(openTime: $0.openTime, values: $0.values), from: .imported)
        }
        #expect(
            taken.joined
                == Dictionary(expected.map { ($0.openTime, $0) }, uniquingKeysWith: CandleVersion.join))
        #expect(taken.versions.count == rows.count)
    }

    @Test(
        "Files of other collectors are understood",
        arguments: [
            ("klines_1d/BTCUSDT.csv.gz", Interval.d1, 2875, 0),
            ("klines_1d_delisted/LUNAUSDT.csv.gz", .d1, 637, 0),
            ("klines_30m_newer_listings/APTUSDT.csv.gz", .m30, nil, 0),
            ("klines_1h/LTCUSDT_listing-2022_ohlcv.csv.gz", .h1, nil, 43),
            ("klines_4h/BTCUSDT_full_ohlcv.csv.gz", .h4, nil, nil),
            ("archive_csv_futures_header/BTCUSDT-um-5m-2025-01.csv.gz", .m5, 8928, 0),
            ("archive_csv_microseconds/BTCUSDT-5m-2025-01.csv.gz", .m5, 8928, 0),
        ] as [(String, Interval, Int?, Int?)])
    func otherCollectors(path: String, interval: Interval, rows: Int?, offGrid: Int?) throws {
        let bytes = try Gzip.bytes(of: SharedData.url("data/" + path))
        let whole = TakenIn.block(bytes)
        let layout = try CandleFileLayout(sample: whole)
        whole.skip(layout.dataOffset)
        #expect(try IntervalFinder.interval(of: whole, layout) == interval)
        let taken = try TakenIn(bytes)
        #expect(taken.rejected == [])
        #expect(taken.counts.candles == taken.counts.lines)
        if let rows { #expect(taken.counts.candles == rows) }
        if let offGrid { #expect(taken.counts.offGrid == offGrid) }
    }
}
