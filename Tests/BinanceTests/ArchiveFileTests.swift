import Candles
import Testing

@testable import Binance

@Suite("Archive file")
struct ArchiveFileTests {
    private static func time(_ year: Int, _ month: Int, _ day: Int) throws -> OpenTime {
        try #require(UTCDay(year: year, month: month, day: day)).start
    }

    @Test("Names, paths and ranges are those of the archive")
    func paths() throws {
        let month = ArchiveFile(Samples.minuteKey, .month(year: 2024, month: 2))
        #expect(month.name == "BTCUSDT-1m-2024-02")
        #expect(month.path == "data/spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02.zip")
        #expect(month.range == TimeRange(try Self.time(2024, 2, 1), try Self.time(2024, 3, 1)))
        let day = ArchiveFile(Samples.minuteKey, .day(Samples.start.day))
        #expect(day.path == "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-01-01.zip")
        #expect(day.range == TimeRange(Samples.start, Samples.start + UTCDay.milliseconds))
        let long = ArchiveFile(SeriesKey(Samples.symbol(), .month), .month(year: 2023, month: 12))
        #expect(long.path == "data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2023-12.zip")
        #expect(long.range.end == Samples.start)
    }

    @Test("Months and days of a range are those that share time with it")
    func lists() throws {
        let range = TimeRange(try Self.time(2023, 11, 30) + 1, try Self.time(2024, 1, 1) + 1)
        #expect(
            ArchiveFile.months(Samples.minuteKey, in: range).map(\.name)
                == ["BTCUSDT-1m-2023-11", "BTCUSDT-1m-2023-12", "BTCUSDT-1m-2024-01"])
        let days = ArchiveFile.days(Samples.minuteKey, in: range)
        #expect(days.count == 33)
        #expect(days.last?.name == "BTCUSDT-1m-2024-01-01")
        let empty = TimeRange(Samples.start, Samples.start)
        #expect(ArchiveFile.months(Samples.minuteKey, in: empty).isEmpty)
        #expect(ArchiveFile.days(Samples.minuteKey, in: empty).isEmpty)
    }

    @Test("The fewest files are whole months, and whole days at both ends")
    func fewest() throws {
        let range = TimeRange(try Self.time(2023, 11, 29) + 5, try Self.time(2024, 1, 3) + 7)
        #expect(
            ArchiveFile.files(Samples.minuteKey, in: range).map(\.name) == [
                "BTCUSDT-1m-2023-11-30", "BTCUSDT-1m-2023-12", "BTCUSDT-1m-2024-01-01",
                "BTCUSDT-1m-2024-01-02",
            ])
    }

    @Test("The fewest files cover every whole day of a range once", arguments: 0..<50 as Range<UInt64>)
    func coversOnce(seed: UInt64) {
        var random = Jitter(seed: seed)
        let start = Samples.start + Int64.random(in: 0..<400 * UTCDay.milliseconds, using: &random)
        let range = TimeRange(start, start + Int64.random(in: 0..<200 * UTCDay.milliseconds, using: &random))
        let files = ArchiveFile.files(Samples.minuteKey, in: range).map(\.range)
        let whole = ArchiveFile.days(Samples.minuteKey, in: range).map(\.range).filter {
            range.start <= $0.start && $0.end <= range.end
        }
        #expect(TimeRange.union(files) == TimeRange.union(whole))
        #expect(files.reduce(0) { $0 + $1.length } == whole.reduce(0) { $0 + $1.length })
    }
}
