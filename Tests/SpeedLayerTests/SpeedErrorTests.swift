import Binance
import EventLog
import ServingLayer
import SpeedLayer
import Testing

@Suite("Errors of the speed layer")
struct SpeedErrorTests {
    @Test(
        "Every error says what is wrong and what to do",
        arguments: [
            SpeedError.exchange(.geoBlocked(host: "api.binance.com")),
            .log(.producerRunning(pid: 7, command: "candlecast produce", path: "log.db")),
            .store(.busy(path: "candlecast.db")),
            .trimmed(topic: "crypto-candles", partition: 0, lost: 4..<10),
            .cancelled,
        ])
    func words(error: SpeedError) {
        #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
        #expect(error.description == "\(error.problem) \(error.remedy)")
    }

    @Test("Lost records are named by their first and last offset")
    func lostOffsets() {
        let error = SpeedError.trimmed(topic: "crypto-candles", partition: 0, lost: 4..<10)
        #expect(error.problem.contains("4 to 9 of crypto-candles/0"))
    }
}
