import Testing

@testable import Binance

@Suite("Bandwidth")
struct BandwidthTests {
    @Test(
        "Rates are read as people write them",
        arguments: [
            ("2MB", 2_000_000), ("500k", 500_000), ("1.5 MB/s", 1_500_000), ("64KiB", 65_536),
            ("1GiB", 1 << 30),
            ("100", 100), ("100B/s", 100), ("1g", 1_000_000_000),
        ])
    func reads(text: String, rate: Int) {
        #expect(Bandwidth.parse(text) == rate)
    }

    @Test(
        "Other texts are refused",
        arguments: ["", "k", "-1", "0", "1e9", "fast", "2 TB", "1.2.3", "5i", "9999999G"])
    func refuses(text: String) {
        #expect(Bandwidth.parse(text) == nil)
    }
}
