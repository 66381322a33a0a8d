import Candles
import Foundation
import TestSupport
import Testing

@Suite("Kline rows")
struct KlineRowTests {
    private let csv =
        "1676419200000,22199.84,22200.88,22183.57,22186.22,502.43908,1676419259999,11149791.7438784,"
        + "8950,246.84249,5477952.603699,0"

    @Test("A CSV row is read into its eleven values, and written back")
    func reads() throws {
        let row = try KlineRow(csv: csv)
        #expect(row.openTime.milliseconds == 1_676_419_200_000)
        #expect(row.values.closeTime.milliseconds == 1_676_419_260_000)
        #expect(row.values.open == 22199.84 && row.values.high == 22200.88)
        #expect(row.values.low == 22183.57 && row.values.close == 22186.22)
        #expect(row.values.baseVolume == 502.43908 && row.values.quoteVolume == 11149791.7438784)
        #expect(row.values.trades == 8950)
        #expect(row.values.takerBaseVolume == 246.84249 && row.values.takerQuoteVolume == 5477952.603699)
        #expect(row.csv == csv)
    }

    @Test("Microseconds, quotes, a missing last column and an odd last column are read alike")
    func variants() throws {
        let expected = try KlineRow(csv: csv)
        let micro = csv.replacingOccurrences(of: "1676419200000", with: "1676419200000000")
            .replacingOccurrences(of: "1676419259999", with: "1676419259999999")
        #expect(try KlineRow(csv: micro) == expected)
        #expect(try KlineRow(csv: String(csv.dropLast(2))) == expected)
        #expect(try KlineRow(csv: csv + "733.91") == expected)
        #expect(try KlineRow(csv: csv + "\r") == expected)
        let quoted = csv.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
        #expect(try KlineRow(csv: quoted) == expected)
    }

    @Test(
        "A bad row is refused with the field and the text found",
        arguments: [
            ("", CandleError.field(0, "")),
            ("open_time,open", .field(0, "open_time")),
            ("1676419200000,nan,1,1,1,1,1676419259999,1,1,1,1,0", .field(1, "nan")),
            ("1676419200000,-1,1,1,1,1,1676419259999,1,1,1,1,0", .price(.open, -1)),
            ("1676419200000,0,1,1,1,1,1676419259999,1,1,1,1,0", .price(.open, 0)),
            (
                "1676419200000,2,1,1,2,1,1676419259999,1,1,1,1,0",
                .inconsistent(open: 2, high: 1, low: 1, close: 2)
            ),
            ("1676419200000,1,1,1,1,-5,1676419259999,1,1,1,1,0", .volume(-5)),
            ("1676419200000,1,1,1,1,1,1676419259999,1,-1,1,1,0", .volume(-1)),
            (
                "1676419200000,1,1,1,1,1,1676419199998,1,1,1,1,0",
                .closeTime(OpenTime(milliseconds: 1_676_419_200_000), close: 1_676_419_199_998)
            ),
            ("1676419200000,1,1,1,1,1", .fieldCount(6)),
            ("1676419200000,1,1,1,1,1,1676419259999,1,1,1,1,0,9", .fieldCount(13)),
            ("1676419200,1,1,1,1,1,1676419259999,1,1,1,1,0", .time(1_676_419_200)),
        ])
    func refused(text: String, error: CandleError) {
        #expect(throws: error) { try KlineRow(csv: text) }
    }

    @Test("An answer of the exchange is read row by row")
    func json() throws {
        let text =
            " [ [1676419200000,\"22199.84\",\"22200.88\",\"22183.57\",\"22186.22\",\"502.43908\",1676419259999,"
            + "\"11149791.7438784\",8950,\"246.84249\",\"5477952.603699\",\"0\"] ] "
        #expect(try KlineRow.rows(json: Array(text.utf8)) == [KlineRow(csv: csv)])
        #expect(try KlineRow.rows(json: Array("[]".utf8)).isEmpty)
        #expect(throws: KlineAnswerError.notAnArray(at: 0)) { try KlineRow.rows(json: Array("{}".utf8)) }
        #expect(throws: KlineAnswerError.notAnArray(at: 0)) { try KlineRow.rows(json: []) }
        for length in 2..<text.utf8.count - 2 {
            #expect(throws: KlineAnswerError.self) {
                try KlineRow.rows(json: Array(text.utf8.prefix(length)))
            }
        }
    }

    @Test(
        "A recorded answer of the exchange is read, also when it was laid out over many lines",
        .enabled(if: SharedData.isAvailable, SharedData.hint))
    func recordedAnswer() throws {
        let url = try SharedData.url("data/api_recorded/nautilus_http_spot_market_klines.json.gz")
        let rows = try KlineRow.rows(json: try Gzip.bytes(of: url))
        #expect(rows.count > 2)
        #expect(rows.first?.openTime.milliseconds == 1_634_943_780_000)
        #expect(rows.first?.values.close == 60719.27)
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $1.openTime - $0.openTime == 60_000 })
    }

    /// Property: whatever bytes come, the answer is rows or a typed error, never a trap.
    @Test("Mutated answers never trap", arguments: 0..<200 as Range<UInt64>)
    func mutations(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let fields = csv.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
        var bytes = Array("[[\(fields)],[\(csv)]]".utf8)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            bytes[index] = .random(in: 0...255, using: &random)
        }
        do {
            for row in try KlineRow.rows(json: bytes) { #expect(row.values.low <= row.values.high) }
        } catch {
            #expect(!error.description.isEmpty)
        }
    }

    private static let recorded = [
        "BTCUSDT-1m", "BTCUSDT-5m", "BTCUSDT-1h", "BTCUSDT-1d", "ETHUSDT-1m", "ETHUSDT-1h", "ETHUSDT-1d",
        "BNBUSDT-1d", "ADAUSDT-1d", "XRPUSDT-1d", "LTCUSDT-1d",
    ]

    @Test(
        "Recorded rows parse, print and parse to identical doubles; up to 15 digits the text returns unchanged",
        .enabled(if: SharedData.isAvailable, SharedData.hint), arguments: recorded)
    func recordedFiles(name: String) throws {
        var count = 0
        for line in try Gzip.lines(of: SharedData.url("data/replay/\(name).csv.gz")) {
            let row = try KlineRow(csv: line)
            let text = row.csv
            guard try KlineRow(csv: text) == row else {
                Issue.record("\(name): \(line) reads back differently from \(text)")
                continue
            }
            let (before, after) = (line.split(separator: ","), text.split(separator: ","))
            for (field, (original, printed)) in zip(before, after).enumerated() where field < 11 {
                let canonical = Self.withoutTrailingZeros(original)
                let significant = canonical.drop { $0 == "0" || $0 == "." }.filter { $0 != "." }.count
                guard Double(original) == Double(printed), significant > 15 || canonical == printed else {
                    Issue.record("\(name), field \(field): \(original) was printed as \(printed)")
                    continue
                }
            }
            count += 1
        }
        #expect(count > 2_000)
    }

    private static func withoutTrailingZeros(_ text: Substring) -> Substring {
        guard text.contains(".") else { return text }
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
