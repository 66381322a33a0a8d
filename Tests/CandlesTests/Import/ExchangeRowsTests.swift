import Candles
import TestSupport
import Testing

@Suite("Exchange rows")
struct ExchangeRowsTests {
    private func columns(_ text: String) -> CandleColumns? {
        Array(text.utf8).withUnsafeBytes { ExchangeRows.columns($0, .archive) }
    }

    @Test(
        "Recorded text gives, row by row, what the careful reader reads",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: ["BTCUSDT-1m", "BTCUSDT-5m", "BTCUSDT-1h", "LTCUSDT-1d"])
    func recorded(name: String) throws {
        let lines = try TestSupport.Gzip.lines(of: SharedData.url("data/replay/\(name).csv.gz"))
        let found = try #require(columns(lines.joined(separator: "\n") + "\n"))
        #expect(found.count == lines.count)
        for (index, line) in lines.enumerated() {
            let row = try KlineRow(csv: line)
            let version = CandleVersion(
                ClosedCandle(openTime: row.openTime, values: row.values), from: .archive)
            #expect(found.version(at: index) == version, "row \(index + 1)")
        }
    }

    private static let row =
        "1577836800000,7195.24,7196.25,7183.14,7186.68,51.642812,1577836859999,371233.51773,493,19.59823,140888.4,0"

    @Test("Microseconds, a header, a missing twelfth column and line ends of Windows are usual")
    func usual() throws {
        let header =
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
            + "taker_buy_quote_volume,ignore\n"
        let micro = Self.row.replacing("00000,7", with: "00000000,7").replacing("859999", with: "859999999")
        let expected = try #require(columns(Self.row)).version(at: 0)
        for text in [header + Self.row, micro, Self.row + "\r\n", String(Self.row.dropLast(2)) + "\n"] {
            #expect(try #require(columns(text), "\(text)").version(at: 0) == expected, "\(text)")
        }
    }

    @Test(
        "What is unusual is left to the careful reader",
        arguments: [
            "", row + "\n" + row, row + "\n" + row.replacing("15778368", with: "15778367"),
            row.replacing("493", with: ""), row.replacing("51.642812", with: "x"),
            row.replacing("51.642812", with: "-1"), row.replacing("7183.14", with: "7199"),
            row.replacing("1577836859999", with: "1577836800000"), row.replacing("7195.24", with: "NaN"),
            "1,2,3,4,5,6", "time,open,high,low,close,volume\n1577836800,1,1,1,1,1",
        ])
    func unusual(text: String) {
        #expect(columns(text) == nil)
    }
}
