import Candles
import Testing

@Suite("Symbols")
struct SymbolTests {
    @Test(
        "Names that the exchange uses are symbols",
        arguments: ["BTCUSDT", "1INCHUSDT", "BTC_USDT", "币安人生USDT"])
    func accepted(name: String) throws {
        #expect(try Symbol(name).name == name)
    }

    @Test(
        "Nothing that could be a path or an address is a symbol",
        arguments: [
            "", "../../x", "BTC/USDT", "btcusdt", "BTC USDT", "A.B", "BTC?x=1", "A\u{0}B", "%2e%2e", "BTC\n",
            String(repeating: "A", count: 33),
        ])
    func refused(name: String) {
        #expect(throws: CandleError.symbol(name)) { try Symbol(name) }
    }
}
