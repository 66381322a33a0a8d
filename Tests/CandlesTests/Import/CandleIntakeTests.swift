import TestSupport
import Testing

@testable import Candles

@Suite("Candle intake")
struct CandleIntakeTests {
    private static let start: Int64 = 1_672_531_200_000

    /// A row of the old pipeline for a minute.
    private static func row(_ minute: Int64, close: String = "1.5", volume: String = "7.25") -> String {
        "\(start / 1000 + minute * 60),1.25,2.5,1,\(close),\(volume)\n"
    }

    @Test("Rows become the candles that they say")
    func values() throws {
        let taken = try TakenIn(Self.row(0) + Self.row(1, close: "2"))
        #expect(taken.versions.count == 2)
        let first = try #require(taken.versions.first)
        #expect(first.vintage == .imported)
        #expect(first.openTime.milliseconds == Self.start)
        #expect(first.values.closeTime.milliseconds == Self.start + 60_000)
        #expect(first.values.open == 1.25 && first.values.high == 2.5 && first.values.low == 1)
        #expect(first.values.close == 1.5 && first.values.baseVolume == 7.25)
        #expect(first.values.quoteVolume == nil && first.values.trades == nil)
    }

    @Test("The unit of each time is told by its size, and dates are read with their offsets")
    func times() throws {
        let second = Self.start / 1000
        let forms = [
            "\(second)", "\(second + 60).0", "\(Self.start + 120_000)", "\((Self.start + 180_000) * 1000)",
            "\(second + 240).000", "\"2023-01-01 00:05:00\"", "2023-01-01T00:06:00Z",
            "2023-01-01 02:07:00+02:00",
            "2023-01-01T00:08:00.000Z", "2022-12-31T20:09-0400", "2023-01-01 00:10", "1.67253186e9",
        ]
        let taken = try TakenIn(
            "time,open,high,low,close\n" + forms.map { "\($0),1,2,1,1\n" }.joined(), interval: .m1)
        #expect(taken.rejected == [])
        #expect(taken.versions.map { ($0.openTime.milliseconds - Self.start) / 60_000 } == Array(0...11))
    }

    @Test("Wrong times are rejected with what they say")
    func wrongTimes() throws {
        let texts = [
            "", "x", "2023-02-29", "2023-01-01 24:00", "2023-01-01 00:00:00 CET", "1200000000", "4102444800",
            "-5", "16725312000", "2023-1-1", "01/02/2023", "99999999999999999999",
        ]
        let taken = try TakenIn(
            "time,open,high,low,close\n" + Self.row(0).split(separator: ",").dropLast().joined(separator: ",")
                + "\n" + texts.map { "\($0),1,2,1,1\n" }.joined(), interval: .m1)
        #expect(taken.rejected.map(\.fault) == texts.map { .time(.openTime, $0) })
        #expect(taken.rejected.map(\.line) == Array(3..<3 + texts.count))
    }

    @Test("Numbers are read exactly rounded in every form", arguments: 0..<8)
    func numbers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var texts: [String] = []
        for _ in 0..<500 {
            let digits = Int.random(in: 1...17, using: &random)
            var text = String((0..<digits).map { _ in Character("\(Int.random(in: 0...9, using: &random))") })
            if Bool.random(using: &random) {
                let places = Int.random(in: 1...12, using: &random)
                text +=
                    "."
                    + String((0..<places).map { _ in Character("\(Int.random(in: 0...9, using: &random))") })
            }
            switch Int.random(in: 0...7, using: &random) {
            case 0: text += "e-\(Int.random(in: 0...30, using: &random))"
            case 1: text += "E\(Int.random(in: 0...20, using: &random))"
            case 2: text = "\"\(text)\""
            case 3: text = " \(text) "
            default: break
            }
            texts.append(text)
        }
        let rows = texts.enumerated().map { index, text in
            "\(Self.start / 1000 + Int64(index) * 60),1,2,1,1,\(text)\n"
        }
        let taken = try TakenIn("time,open,high,low,close,volume\n" + rows.joined(), interval: .m1)
        #expect(taken.rejected == [])
        for (text, version) in zip(texts, taken.versions) {
            let plain = text.filter { $0 != "\"" && $0 != " " }
            #expect(version.values.baseVolume == Double(plain), "seed \(seed): \(text)")
        }
    }

    @Test(
        "A price or volume in words, signs or halves is rejected, an empty volume is unknown",
        arguments: ["inf", "0x10", "1.2.3", "1e", "--1", "1,", "1 2", "٣", ".", "+", "1e400", "-1"])
    func wrongNumbers(text: String) throws {
        let rows = Self.row(0) + Self.row(1, volume: "\"\(text)\"") + Self.row(2, volume: "") + Self.row(3)
        let taken = try TakenIn("time,open,high,low,close,volume\n" + rows)
        let expected = text.filter { $0 != "\"" }
        #expect(taken.rejected.map(\.fault) == [.number(.baseVolume, expected)])
        #expect(taken.versions.map(\.values.baseVolume) == [7.25, nil, 7.25])
    }

    @Test("Rows without any price count as empty, with some as rejected")
    func empty() throws {
        let time = Self.start / 1000
        let rows =
            "\(time),NaN,NaN,NaN,NaN,0.0\n\(time + 60),,,,,\n\(time + 120),1,NaN,1,1,0\n\(time + 180),1,2,1,1,0\n"
        let taken = try TakenIn("time,open,high,low,close,volume\n" + rows)
        #expect(taken.counts.empty == 2)
        #expect(taken.rejected.map(\.fault) == [.missing(.high)])
        #expect(taken.versions.count == 1)
    }

    @Test("Impossible rows are rejected for the reason that they have")
    func impossible() throws {
        let t = Self.start
        func row(_ minute: Int64, _ rest: String) -> String { "\(t + minute * 60_000),\(rest)\n" }
        let good = "1,2,1,1,5,\(t + 59_999),6,7,1,1,0"
        let rows = [
            row(0, good), row(1, "0,2,0,1,5,\(t + 119_999),6,7,1,1,0"),
            row(2, "1,2,-1,1,5,\(t + 179_999),6,7,1,1,0"), row(3, "3,2,1,1,5,\(t + 239_999),6,7,1,1,0"),
            row(4, "1,2,1,1,5,\(t + 300_000 + 59_999),6,7,1,1,0"),
            row(5, "1,2,1,1,5,\(t + 200_000),6,7,1,1,0"), row(6, "1,2,1,1,5,\(t + 419_999),6,7.5,1,1,0"),
            row(7, "1,2,1,1,5"), row(8, "1,2,1,1,5,\(t + 539_999),6,7,1,1,0,0"),
        ]
        let taken = try TakenIn(rows.joined(), interval: .m1)
        #expect(taken.counts.candles == 1)
        #expect(
            taken.rejected.map(\.fault) == [
                .price(.open, 0), .price(.low, -1), .inconsistent(open: 3, high: 2, low: 1, close: 1),
                .closeTime(OpenTime(milliseconds: t + 240_000), close: OpenTime(milliseconds: t + 359_999)),
                .closeTime(OpenTime(milliseconds: t + 300_000), close: OpenTime(milliseconds: t + 200_000)),
                .number(.trades, "7.5"), .fieldCount(found: 6, expected: 11...12),
                .fieldCount(found: 13, expected: 11...12),
            ])
        #expect(taken.rejected.map(\.line) == Array(2...9))
        #expect(taken.rejected.first?.text == String(rows[1].dropLast()))
    }

    @Test("A candle that is still running is not taken")
    func running() throws {
        let now = OpenTime(milliseconds: Self.start + 119_999)
        let taken = try TakenIn(Self.row(0) + Self.row(1), now: now)
        #expect(taken.versions.count == 1)
        #expect(taken.rejected.map(\.fault) == [.running(until: now + 1)])
    }

    @Test("A close time that a halt cut short is kept, and one on the end of the slot is exclusive")
    func closeTimes() throws {
        let t = Self.start
        let header = "open_time,open,high,low,close,close_time\n"
        let rows =
            "\(t),1,2,1,1,\(t + 59_999)\n\(t + 60_000),1,2,1,1,\(t + 120_000)\n\(t + 120_000),1,2,1,1,\(t + 133_777)\n"
        let taken = try TakenIn(header + rows, interval: .m1)
        let expected: [Int64] = [60_000, 120_000, 133_778]
        #expect(taken.versions.map { $0.values.closeTime.milliseconds - t } == expected)
        let seconds = "open_time,open,high,low,close,close_time\n\(t / 1000),1,2,1,1,\(t / 1000 + 59)\n"
        #expect(try TakenIn(seconds).versions.first?.values.closeTime.milliseconds == t + 60_000)
    }

    @Test("Rows off the grid are kept as they are")
    func offGrid() throws {
        let t = Self.start
        let rows = (0..<6).map { "\(t + Int64($0) * 3_600_000 + ($0 > 2 ? 1_696_812 : 0)),1,2,1,1,5\n" }
            .joined()
        let taken = try TakenIn(rows + rows, interval: .h1)
        #expect(taken.counts.offGrid == 6)
        #expect(taken.counts.repeated == 3)
        #expect(taken.distinct == 3)
        let times = taken.joined.keys.sorted()
        #expect(
            times.map { $0.milliseconds - t } == [
                0, 3_600_000, 7_200_000, 12_496_812, 16_096_812, 19_696_812,
            ])
        #expect(taken.joined[times[3]]?.values.closeTime == times[3] + 3_600_000)
    }

    @Test("Rows of another symbol are counted and left out")
    func symbols() throws {
        let header = "unix,symbol,open,high,low,close\n"
        let rows =
            "\(Self.start),BTC/USDT,1,2,1,1\n\(Self.start),ETH/USDT,1,2,1,1\n\(Self.start + 60_000),btcusdt,1,2,1,1\n"
        let taken = try TakenIn(header + rows, interval: .m1, symbol: try Symbol("BTCUSDT"))
        #expect(taken.counts.otherSymbol == 1)
        #expect(taken.versions.count == 2)
        let atTheEnd =
            "unix,open,high,low,close,symbol\n\(Self.start),1,2,1,1,ETH\n\(Self.start),1,2,1,1,BTCUSDT\n"
        #expect(try TakenIn(atTheEnd, interval: .m1, symbol: try Symbol("BTCUSDT")).versions.count == 1)
    }

    @Test("Headers that come again, comments, blank lines and line ends of Windows are no rows")
    func noRows() throws {
        let header = "time,open,high,low,close,volume\r\n"
        let text =
            header + Self.row(0) + "\r\n# note\r\n  \n" + header + Self.row(1).replacing("\n", with: "\r\n")
            + String(Self.row(2).dropLast())
        let taken = try TakenIn(text)
        #expect(taken.rejected == [])
        #expect(taken.counts.lines == 7)
        #expect(taken.versions.count == 3)
    }

    @Test("Days, weeks and months are taken in like minutes")
    func longIntervals() throws {
        let rows = (0..<40).map { day in "\(Self.start + Int64(day) * 86_400_000),1,2,1,1,\(day)\n" }
        let taken = try TakenIn((rows.shuffled() + rows.prefix(3)).joined())
        #expect(taken.joined.count == 40)
        #expect(taken.counts.repeated == 3)
        let months = ["2023-01-01", "2023-02-01", "2023-04-01"].map { "\($0),1,2,1,1\n" }.joined()
        let closes = try TakenIn("time,open,high,low,close\n" + months).versions.map(
            \.values.closeTime.day.description)
        #expect(closes == ["2023-02-01", "2023-03-01", "2023-05-01"])
    }

    @Test("Any order, repetition and block size gives the join of all rows", arguments: 0..<10)
    func orderDoesNotMatter(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var rows: [(Int64, String)] = []
        for _ in 0..<600 {
            let minute = Int64.random(in: 0..<4000, using: &random)
            let close = "\(Int.random(in: 1...2, using: &random))"
            rows.append(
                (minute, Self.row(minute, close: close, volume: "\(Int.random(in: 1...3, using: &random))")))
        }
        rows.sort { $0.0 < $1.0 }
        var expected: [OpenTime: CandleVersion] = [:]
        for version in try rows.flatMap({ try TakenIn($0.1, interval: .m1).versions }) {
            expected[version.openTime] =
                expected[version.openTime].map { CandleVersion.join($0, version) } ?? version
        }
        let texts = rows.map(\.1)
        for order in [texts, texts.reversed(), texts.shuffled(using: &random)] {
            let taken = try TakenIn(
                order.joined(), interval: .m1, blockSize: Int.random(in: 64...5000, using: &random),
                lateLimit: Int.random(in: 1...300, using: &random))
            #expect(taken.joined == expected, "seed \(seed)")
            #expect(taken.distinct == expected.count)
            #expect(taken.counts.candles == rows.count)
        }
    }

    @Test("Bytes of any kind neither trap nor become impossible candles", arguments: 0..<40)
    func anyBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = Array(("time,open,high,low,close,volume\n" + (0..<50).map { Self.row($0) }.joined()).utf8)
        let alphabet = Array("0123456789.,eE+-\"\n\r#NaN ;\t".utf8) + [0xFF, 0x00]
        for _ in 0..<Int.random(in: 1...80, using: &random) {
            let place = Int.random(in: 40..<bytes.count, using: &random)
            bytes[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
        let taken: TakenIn
        do { taken = try TakenIn(bytes, interval: .m1) } catch is CandleFileError { return }
        #expect(taken.counts.lines <= bytes.count { $0 == 0x0A } + 1)
        for version in taken.versions { #expect(version.values.low > 0) }
    }
}
