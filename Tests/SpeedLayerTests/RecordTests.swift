import Candles
import SpeedLayer
import TestSupport
import Testing

@Suite("Records of the log")
struct RecordTests {
    static let candle = CandleRecord(
        minutes, running(time("2025-06-29T12:00:00Z"), trades: 7), eventTime: time("2025-06-29T12:00:07Z"))
    static let text = #"""
        {"schema":"candlecast.candle/1","symbol":"BTCUSDT","interval":"1m","open_time":1751198400000,"close_time":1751198460000,"open":100,"high":919,"low":50,"close":819,"base_volume":7,"quote_volume":100,"trades":7,"taker_base_volume":null,"taker_quote_volume":null,"vintage":"open","event_time":1751198407000}
        """#

    @Test("A candle record has exactly the documented text")
    func candleText() throws {
        #expect(Self.candle.json == Self.text)
        #expect(try CandleRecord(json: Self.text) == Self.candle)
    }

    @Test("A price record has exactly the fields that consumers of the topic have always read")
    func priceText() throws {
        let price = PriceRecord(
            symbol: bitcoin, eventTime: time("2025-06-29T12:00:07.250Z"), price: 107_300.15, open: 1e-8,
            high: 2, low: 0.5,
            volume: 12_345.678, quoteVolume: 1e21, trades: 99, priceChange: -12.5, priceChangePercent: -0.01)
        let text = #"""
            {"symbol":"BTCUSDT","event_time":1751198407250,"price":107300.15,"open":0.00000001,"high":2,"low":0.5,"volume":12345.678,"quote_volume":1000000000000000000000,"number_trades":99,"price_change":-12.5,"price_change_percent":-0.01,"timestamp":"2025-06-29T12:00:07.250Z"}
            """#
        #expect(price.json == text)
        #expect(try PriceRecord(json: text) == price)
    }

    /// Property: what is written is read back, number by number to the last bit.
    @Test("Any candle survives the text bit by bit", arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let record = try Self.record(&random)
        let read = try CandleRecord(json: record.json)
        #expect(read == record)
        let numbers: [(CandleValues) -> Double?] = [
            \.open, \.high, \.low, \.close, \.baseVolume, \.quoteVolume, \.takerBaseVolume,
            \.takerQuoteVolume,
        ]
        for number in numbers {
            #expect(number(read.version.values)?.bitPattern == number(record.version.values)?.bitPattern)
        }
    }

    static func record(_ random: inout SeededGenerator) throws -> CandleRecord {
        func price() -> Double {
            let exponent = Double.random(in: -12...12, using: &random)
            var scale = 1.0
            for _ in 0..<Int(abs(exponent)) { scale *= exponent < 0 ? 0.1 : 10 }
            return Double.random(in: 0.1...10, using: &random) * scale
        }
        let prices = [price(), price(), price(), price()].sorted()
        let interval = Interval.allCases.randomElement(using: &random) ?? .m1
        let open = time("2020-01-01") + Int64.random(in: 0...200_000_000_000, using: &random)
        let version = CandleVersion(
            stored: open,
            values: try CandleValues(
                open: prices[1], high: prices[3], low: prices[0], close: prices[2],
                closeTime: open + Int64.random(in: 1...1000, using: &random),
                baseVolume: Bool.random(using: &random) ? price() : nil,
                quoteVolume: Bool.random(using: &random) ? price() : 0,
                trades: Bool.random(using: &random) ? .random(in: 0 ... .max, using: &random) : nil,
                takerBaseVolume: Bool.random(using: &random) ? price() : nil,
                takerQuoteVolume: Bool.random(using: &random) ? price() : nil),
            vintage: [.open, .imported, .streamClosed, .archive, .rest].randomElement(using: &random) ?? .open
        )
        return CandleRecord(SeriesKey(bitcoin, interval), try #require(version), eventTime: open + 5)
    }

    @Test("Fields that are not known are passed over, and unknown volumes may be left out")
    func unknownFields() throws {
        let more = Self.text.replacing("{", with: #"{"later":{"a":[1,2]},"#, maxReplacements: 1)
        #expect(try CandleRecord(json: more) == Self.candle)
        let less = Self.text.replacing(#""taker_base_volume":null,"#, with: "")
        #expect(try CandleRecord(json: less) == Self.candle)
    }

    @Test(
        "A record with an impossible value is refused with an error that names it",
        arguments: [
            (#""schema":"candlecast.candle/1""#, #""schema":"candlecast.candle/2""#),
            (#""symbol":"BTCUSDT""#, #""symbol":"../x""#),
            (#""interval":"1m""#, #""interval":"1x""#),
            (#""open_time":1751198400000"#, #""open_time":1751198400000000"#),
            (#""open_time":1751198400000"#, #""open_time":1751198400000.5"#),
            (#""open_time":1751198400000"#, #""open_time":"1751198400000""#),
            (#""close_time":1751198460000"#, #""close_time":1751198400000"#),
            (#""close_time":1751198460000"#, #""close_time":1751198460001"#),
            (#""open":100"#, #""open":-1"#),
            (#""open":100"#, #""open":1e999"#),
            (#""open":100"#, #""open":NaN"#),
            (#""open":100"#, #""open":null"#),
            (#""open":100"#, #""open":920"#),
            (#""trades":7"#, #""trades":-7"#),
            (#""trades":7"#, #""trades":99999999999999999999"#),
            (#""base_volume":7"#, #""base_volume":-7"#),
            (#""vintage":"open""#, #""vintage":"filled""#),
            (#""vintage":"open""#, #""vintage":"best""#),
            (#""event_time":1751198407000"#, #""event_time":0"#),
            (#""vintage":"open","#, ""),
            ("}", ""),
        ])
    func refusals(part: String, replacement: String) throws {
        let broken = Self.text.replacing(part, with: replacement)
        #expect(broken != Self.text)
        do {
            _ = try CandleRecord(json: broken)
            Issue.record("it must be refused: \(broken)")
        } catch {
            #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
        }
    }

    /// Property: whatever is done to the bytes, the reader answers or refuses, and what it answers can be
    /// written.
    @Test("Mutated bytes never trap", arguments: 0..<200 as Range<UInt64>)
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for text in [Self.text, try Self.record(&random).json] {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
                default: bytes.removeLast(bytes.count - index - 1)
                }
                if bytes.isEmpty { bytes = [0x7B] }
            }
            let mutated = String(decoding: bytes, as: UTF8.self)
            if let record = try? CandleRecord(json: mutated) {
                #expect(try CandleRecord(json: record.json) == record)
            }
            _ = try? PriceRecord(json: mutated)
        }
    }
}
