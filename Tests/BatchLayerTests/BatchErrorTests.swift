import BatchLayer
import Binance
import Candles
import ServingLayer
import Testing

@Suite("Errors of the batch layer")
struct BatchErrorTests {
    @Test(
        "Every error says what is wrong and what to do",
        arguments: [
            BatchError.exchange(.geoBlocked(host: "api.binance.com")),
            .store(.locked(pid: 7, command: "candlecast stream", waited: .seconds(10))),
            .unexpectedCandle(
                SeriesKey(bitcoin, .m1), time("2025-06-29"),
                asked: TimeRange(time("2025-06-01"), time("2025-06-02"))),
            .cancelled,
        ])
    func words(error: BatchError) {
        #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
        #expect(error.description == "\(error.problem) \(error.remedy)")
    }

    @Test("An error can be waited out exactly if the one inside can")
    func retriable() {
        #expect(BatchError.exchange(.unreachable(url: "u", reason: "r")).isRetriable)
        #expect(!BatchError.exchange(.geoBlocked(host: "h")).isRetriable)
        #expect(BatchError.store(.busy(path: "p")).isRetriable)
        #expect(!BatchError.cancelled.isRetriable)
    }
}
