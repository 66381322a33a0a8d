import Testing

@testable import Binance

@Suite("Base addresses")
struct BaseURLTests {
    @Test(
        "A proper address is taken apart",
        arguments: [
            (
                "wss://stream.binance.com:9443", "stream.binance.com", 9443, true, "",
                "stream.binance.com:9443"
            ),
            (
                "wss://data-stream.binance.vision", "data-stream.binance.vision", 443, true, "",
                "data-stream.binance.vision"
            ),
            ("ws://127.0.0.1:8080/", "127.0.0.1", 8080, false, "", "127.0.0.1:8080"),
            ("WS://localhost/replay/", "localhost", 80, false, "/replay", "localhost"),
            ("ws://[::1]:81", "::1", 81, false, "", "[::1]:81"),
        ])
    func parts(text: String, host: String, port: Int, isSecure: Bool, prefix: String, header: String) throws {
        let url = try BaseURL(stream: text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.isSecure == isSecure)
        #expect(url.prefix == prefix)
        #expect(url.hostHeader == header)
    }

    @Test(
        "Nonsense is refused as a mistake of usage",
        arguments: [
            "", "api.binance.com", "ftp://api.binance.com", "https://", "https://host:0",
            "https://host:70000",
            "https://user:secret@host", "https://host?x=1", "https://host#x", "https://ho st", "https://höst",
            "wss://stream.binance.com", "https:///path",
        ])
    func nonsense(text: String) {
        let error = #expect(throws: BinanceError.self) { try BaseURL(rest: text) }
        #expect(error?.kind == .usage)
        #expect(error?.problem.contains("\"\(text)\"") == true)
    }

    @Test("The two interfaces have different schemes")
    func schemes() {
        #expect(throws: BinanceError.self) { try BaseURL(stream: "https://host") }
        #expect(throws: BinanceError.self) { try BinanceConfiguration(restURL: "ws://host").validate() }
        #expect(throws: Never.self) { try BinanceConfiguration().validate() }
    }

    @Test(
        "Only numbers count as numbers",
        arguments: [("127.0.0.1", true), ("1.2.3", false), ("a.b.c.d", false)])
    func literals(host: String, isLiteral: Bool) throws {
        #expect(try BaseURL(stream: "ws://\(host)").isIPLiteral == isLiteral)
    }

    @Test("A query escapes everything that is not plain")
    func escapes() {
        #expect(
            BaseURL.query([("symbols", "[\"A B\"]"), ("x", "é&=")])
                == "?symbols=%5B%22A%20B%22%5D&x=%C3%A9%26%3D")
        #expect(BaseURL.escaped("btcusdt@kline_1m", keeping: "@") == "btcusdt@kline_1m")
    }
}
