import Candles
import TestSupport
import Testing

@testable import Binance

@Suite("Exchange information", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct ExchangeInfoTests {
    private static func recorded(_ name: String) throws -> ExchangeInfo {
        try ExchangeInfo(json: Gzip.bytes(of: SharedData.url("data/api_recorded/\(name).json.gz")))
    }

    @Test(
        "Recorded answers are read whole",
        arguments: [
            ("exchangeInfo_2021-10-12", 1695, 1262), ("exchangeInfo_2020-10-09", 1089, nil),
            ("nautilus_http_spot_market_exchange_info", 2, 2),
        ] as [(String, Int, Int?)])
    func recordedAnswers(name: String, count: Int, trading: Int?) throws {
        let info = try Self.recorded(name)
        #expect(info.symbols.count == count)
        #expect(info.limits.weightPerMinute == 1200)
        if let trading { #expect(info.symbols.count(where: \.isTrading) == trading) }
    }

    @Test(
        "Near names are found",
        arguments: [("BTCUSD", "BTCUSDT"), ("BTC", "BTCUSDT"), ("ETHBTCC", "ETHBTC"), ("SOLUSTD", "SOLUSDT")])
    func near(name: String, match: String) throws {
        #expect(try Self.recorded("exchangeInfo_2021-10-12").nearMatches(of: name).contains(match))
    }

    @Test("A name that is nothing has no near ones")
    func far() throws {
        #expect(try Self.recorded("exchangeInfo_2021-10-12").nearMatches(of: "XQZXQZXQZ").isEmpty)
    }

    @Test(
        "A cut or foreign body counts as a broken transfer",
        arguments: ["", "{", "[]", "{\"symbols\":1}", "<html>"])
    func broken(body: String) {
        let error = #expect(throws: AnswerFault.self) { try ExchangeInfo(json: Array(body.utf8)) }
        guard case .broken? = error else {
            Issue.record("not broken")
            return
        }
    }

    @Test(
        "Edit distance",
        arguments: [("", "ab", 2), ("abc", "abc", 0), ("abc", "axc", 1), ("kitten", "sitting", 3)])
    func distance(left: String, right: String, expected: Int) {
        #expect(ExchangeInfo.distance(left, right) == expected)
    }
}
