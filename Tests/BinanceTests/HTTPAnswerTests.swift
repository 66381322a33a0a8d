import Candles
import Testing

@testable import Binance

@Suite("HTTP answer")
struct HTTPAnswerTests {
    @Test("The Date header is read as it is written, and nothing else")
    func date() throws {
        let time = try OpenTime(exchange: 1_704_067_259_000)
        #expect(HTTPAnswer.date("Mon, 01 Jan 2024 00:00:59 GMT") == time)
        for text in [
            nil, "", "Monday, 01-Jan-24 00:00:59 GMT", "Mon, 32 Jan 2024 00:00:59 GMT",
            "Mon, 01 Jan 2024 24:00:59 GMT", "Mon, 01 Jan 2024 00:00:59 CET", "Mon, 01 Jan 2024 00:59 GMT",
        ] {
            #expect(HTTPAnswer.date(text) == nil)
        }
    }

    @Test("Retry-After is read in seconds, and nothing else")
    func retryAfter() {
        #expect(HTTPAnswer.retryAfter("17") == .seconds(17))
        for text in [nil, "", "-1", "x", "Mon, 01 Jan 2024 00:00:59 GMT", "99999999999999999999"] {
            #expect(HTTPAnswer.retryAfter(text) == nil)
        }
    }
}
