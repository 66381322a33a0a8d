import Candles
import Testing

@testable import Binance

/// Which addresses are asked, and what they are asked about all symbols.
extension RestClientTests {
    @Test("Another address takes over where the first does not serve, for good and with one notice")
    func fallback() async throws {
        let blocked = WireBytes.answer(451, #"{"code": 0, "msg": "restricted location"}"#)
        try await Self.run([Self.time]) { _, good, _, _ in
            try await Self.run([blocked], { $0.restFallbackURLs = ["http://127.0.0.1:\(good.port)/"] }) {
                client, bad, clock, notices in
                for _ in 0..<2 {
                    let time = try await client.serverTime()
                    #expect(time == Samples.start)
                }
                #expect(bad.requests.count == 1)
                #expect(good.requests.count == 2)
                #expect(clock.sleeps.isEmpty)
                #expect(notices.all.count == 1)
                let url = try client.restURL
                #expect(url == "http://127.0.0.1:\(good.port)")
            }
        }
    }

    @Test("The public exchange has other addresses, and no other exchange is ever one of them")
    func fallbackAddresses() throws {
        var configuration = BinanceConfiguration()
        #expect(configuration.restFallbackURLs.first == "https://data-api.binance.vision")
        #expect(!configuration.restFallbackURLs.contains { $0.contains("binance.us") })
        try configuration.validate()
        configuration.restFallbackURLs.append("https://api.binance.us")
        #expect(throws: BinanceError.self) { try configuration.validate() }
        configuration = BinanceConfiguration(restURL: "https://api.binance.us")
        #expect(configuration.restFallbackURLs.isEmpty)
        try configuration.validate()
    }

    @Test("All addresses of the public exchange share a budget, others have their own")
    func budgetNames() throws {
        let names = try BinanceConfiguration().restBases().map(\.budgetName)
        #expect(Set(names) == ["binance.com"])
        #expect(try BaseURL(rest: "http://localhost:81").budgetName == "localhost:81")
    }

    @Test("Volumes are listed by size, of one quote asset only, and of what is traded")
    func tickers() async throws {
        func symbol(_ name: String, _ quote: String, _ status: String = "TRADING") -> String {
            #"{"symbol":"\#(name)","status":"\#(status)","baseAsset":"X","quoteAsset":"\#(quote)"}"#
        }
        func ticker(_ name: String, _ volume: String) -> String {
            #"{"symbol":"\#(name)","openPrice":"1.0","lastPrice":"2.5","volume":"3","quoteVolume":"\#(volume)","#
                + #""openTime":1,"closeTime":2,"firstId":-1,"lastId":-1,"count":7}"#
        }
        let info = [
            symbol("AUSDT", "USDT"), symbol("BUSDT", "USDT"), symbol("CBTC", "BTC"),
            symbol("DUSDT", "USDT", "BREAK"),
        ]
        let list = [
            ticker("AUSDT", "5"), ticker("CBTC", "900"), ticker("DUSDT", "800"), ticker("BUSDT", "70.5"),
        ]
        let answers = [
            WireBytes.answer(200, #"{"rateLimits":[],"symbols":[\#(info.joined(separator: ","))]}"#),
            WireBytes.answer(200, "[\(list.joined(separator: ","))]"),
        ]
        try await Self.run(answers) { client, server, _, _ in
            let found = try await client.tickers(quote: "USDT")
            #expect(found.map(\.symbol.name) == ["BUSDT", "AUSDT"])
            #expect(found.first?.quoteVolume == 70.5)
            #expect(found.first?.count == 7)
            #expect(server.requests.last.map(WireBytes.target) == "/api/v3/ticker/24hr?type=MINI")
        }
    }
}
