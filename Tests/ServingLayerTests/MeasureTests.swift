import Candles
import Testing
import TestSupport
import Foundation

@testable import ServingLayer

@Suite("Measure") struct MeasureTests {
    @Test func codec() throws {
        for (path, interval) in [("data/replay/BTCUSDT-1m.csv.gz", Interval.m1), ("data/replay/ETHUSDT-1m.csv.gz", .m1), ("data/replay/ETHUSDT-1h.csv.gz", .h1), ("data/replay/ADAUSDT-1d.csv.gz", .d1)] {
            let versions = try Samples.recorded(path)
            var parts: [(ChunkPeriod, [CandleVersion])] = []
            var rest = versions[...]
            while let first = rest.first {
                let period = ChunkPeriod(containing: first.openTime, interval: interval)
                let part = Array(rest.prefix { $0.openTime < period.range.end })
                rest = rest.dropFirst(part.count)
                parts.append((period, part))
            }
            var encoded: [(ChunkPeriod, [UInt8])] = []
            let clock = ContinuousClock()
            let e = clock.measure { encoded = parts.map { ($0.0, ChunkCodec.encode($0.1, period: $0.0)) } }
            var n = 0
            let d = try clock.measure { for (p, b) in encoded { n += try b.withUnsafeBytes { try ChunkCodec.decode($0, period: p) }.count } }
            let size = encoded.reduce(0) { $0 + $1.1.count }
            func rate(_ d: Duration) -> Double { Double(versions.count) / (d / .seconds(1)) / 1e6 }
            print("MEASURE", path, n, "bytes/candle", Double(size) / Double(n), "encode", rate(e), "decode", rate(d), "Mrows/s")
        }
    }
    @Test func bulk() async throws {
        let directory = try TemporaryDirectory()
        let store = try await CandleStore.open(directory: directory.path, command: "measure")
        let versions = try Samples.recorded("data/replay/BTCUSDT-1m.csv.gz")
        let daily = try Samples.recorded("data/replay/BTCUSDT-1d.csv.gz")
        let clock = ContinuousClock()
        let d = try await clock.measure { _ = try await store.write(StoreBatch(candles: [Samples.key("BTCUSDT", .d1): daily])) }
        print("MEASURE daily", daily.count, d)
        let pages = try await clock.measure {
            for start in stride(from: 0, to: versions.count, by: 1000) {
                let page = Array(versions[start..<min(start + 1000, versions.count)])
                let range = TimeRange(page[0].openTime, page[page.count - 1].values.closeTime)
                _ = try await store.write(StoreBatch(candles: [Samples.bitcoin: page], coverage: [Samples.bitcoin: [Coverage.Answer(range: range, answeredAt: range.end + Int64(start))]]))
            }
        }
        print("MEASURE pages of 1000:", versions.count / 1000, pages)
        let one = try await clock.measure {
            _ = try await store.write(StoreBatch(candles: [Samples.key("XUSDT", .m1): versions]))
        }
        print("MEASURE one write of", versions.count, one)
        let read = try await clock.measure { _ = try await store.candles(Samples.bitcoin) }
        print("MEASURE read", read)
        let last = versions[versions.count - 1].openTime
        let stream = try await clock.measure {
            for i in 0..<100 {
                _ = try await store.write(StoreBatch(candles: [Samples.bitcoin: [Samples.version(.m1, last + 60_000 * Int64(i + 1), vintage: .streamClosed)]]))
            }
        }
        print("MEASURE 100 stream writes", stream)
        let refresh = try await clock.measure { _ = try await store.refreshDaily(Samples.symbol("XUSDT")) }
        print("MEASURE refresh of 90 days from minutes", refresh)
        let size = try FileManager.default.attributesOfItem(atPath: directory.database)[.size]
        print("MEASURE size", size ?? 0)
    }
}
