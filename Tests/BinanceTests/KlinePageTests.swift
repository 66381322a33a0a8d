import Candles
import TestSupport
import Testing

@testable import Binance

@Suite("Kline pages")
struct KlinePageTests {
    private static func rows(_ json: String) throws -> [KlineRow] {
        try KlineRow.rows(json: Array(json.utf8))
    }

    private static func question(
        from: Int? = nil, to: Int? = nil, now: Int = 1000, limit: Int = 1000, interval: Interval = .m1
    ) -> KlinePage.Question {
        func time(_ index: Int) -> OpenTime { Samples.start + Int64(index) * Samples.minute }
        return KlinePage.Question(
            key: SeriesKey(Samples.symbol(), interval), from: from.map(time), to: to.map(time), limit: limit,
            now: time(now))
    }

    @Test("A recorded page is read whole", .enabled(if: SharedData.isAvailable, SharedData.hint))
    func recorded() throws {
        let url = try SharedData.url("data/api_recorded/nautilus_http_spot_market_klines.json.gz")
        // The recording was laid out for reading; the exchange sends no space.
        let rows = try KlineRow.rows(json: Gzip.bytes(of: url).filter { $0 > 0x20 })
        let now = try #require(rows.last).openTime
        let question = KlinePage.Question(key: Samples.minuteKey, from: nil, to: nil, limit: 10, now: now)
        let page = try KlinePage(rows: rows, question: question)
        #expect(page.closed.count == 9)
        #expect(page.closed.map(\.openTime) == rows.dropLast().map(\.openTime))
        #expect(page.running?.openTime == now)
        #expect(page.closed.first?.values.trades == 617)
    }

    @Test(
        "A candle is closed as soon as its exclusive close time is reached",
        arguments: [(2, 2), (3, 3), (4, 3)])
    func closing(now: Int, closed: Int) throws {
        let page = try KlinePage(rows: Self.rows(Samples.rows(0..<3)), question: Self.question(now: now))
        #expect(page.closed.count == closed)
        #expect((page.running == nil) == (closed == 3))
    }

    @Test(
        "Rows that cannot be true are refused with row and reason",
        arguments: [
            ("[\(Samples.row(0)),\(Samples.row(0, close: 2.5))]", question(), "contradicts"),
            ("[\(Samples.row(0)),\(Samples.row(0)),\(Samples.row(1))]", question(), "repeats"),
            ("[\(Samples.row(1)),\(Samples.row(0))]", question(), "follows the later"),
            (Samples.rows(0..<3), question(from: 1), "before the asked"),
            (Samples.rows(0..<3), question(to: 1), "after the asked"),
            (Samples.rows(0..<3), question(now: 1), "still running"),
            (Samples.rows(0..<3), question(limit: 2), "3 rows"),
            (Samples.rows(0..<3), question(interval: .s1), "later than a candle of 1s"),
        ])
    func refused(json: String, question: KlinePage.Question, reason: String) throws {
        let rows = try Self.rows(json)
        let error = #expect(throws: AnswerFault.self) { try KlinePage(rows: rows, question: question) }
        guard case .bad(let text)? = error else {
            Issue.record("not refused as bad")
            return
        }
        #expect(text.contains(reason))
    }
}
