import Candles
import Foundation
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Recorded folder", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct RecordedFolderTests {
    @Test("All recorded files are loaded, row for row")
    func all() async throws {
        let tables = try await MarketFolder.load(SharedData.url("data/replay").path())
        let expected = [
            "ADAUSDT 1d": 2632, "BNBUSDT 1d": 2794, "BTCUSDT 1d": 2875, "ETHUSDT 1d": 2875,
            "LTCUSDT 1d": 2757,
            "XRPUSDT 1d": 2615, "BTCUSDT 1h": 17_519, "BTCUSDT 1m": 129_520, "ETHUSDT 1h": 17_519,
            "ETHUSDT 1m": 66_160, "BTCUSDT 5m": 34_560,
        ]
        #expect(
            Dictionary(uniqueKeysWithValues: tables.map { ($0.key.description, $0.value.count) }) == expected)
        let market = Market(tables: tables)
        #expect(market.end?.description == "2025-07-01T00:00:00Z")
        #expect(market.intervals(of: try Symbol("BTCUSDT")).map(\.rawValue) == ["1m", "5m", "1h", "1d"])
        // The halt of 2023-03-24: minutes are missing and are not made up.
        var view = MarketView(market)
        let halt = try Samples.time("2023-03-24T13:00:00Z")
        let minute = view.runningRow(try Samples.key("BTCUSDT", .m1), at: halt)
        #expect(minute == nil)
        let day = view.runningRow(try Samples.key("BTCUSDT", .d1), at: halt)
        let earlier = view.runningRow(try Samples.key("BTCUSDT", .d1), at: halt + 1_800_000)
        #expect(day != nil && day == earlier)
    }
}
