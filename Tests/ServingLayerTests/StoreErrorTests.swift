import Candles
import Testing

@testable import ServingLayer

@Suite("Store errors")
struct StoreErrorTests {
    static let all: [StoreError] = [
        .missing(path: "p"), .notADatabase(path: "p", reason: "r"), .corrupt(path: "p", reason: "r"),
        .newerVersion(found: 9, supported: 1, path: "p"), .olderVersion(found: 0, supported: 1, path: "p"),
        .notWritable(path: "p", reason: "r"), .diskFull(path: "p"), .readOnly(path: "p"),
        .locked(pid: 77, command: "candlecast stream", waited: .milliseconds(10_050)), .busy(path: "p"),
        .damagedChunk(key: Samples.bitcoin, day: Samples.day, reason: "r"),
        .mixedSource(held: "exchange", found: "simulated; seed=7"),
        .fenced(position: LogPosition(group: "g", topic: "t", partition: 0), expected: nil, found: 4),
        .cancelled,
        .failed(path: "p", reason: "r"),
    ]

    @Test("Every error says what is wrong and what to do", arguments: all)
    func texts(error: StoreError) {
        #expect(error.problem.hasSuffix("."))
        #expect(error.remedy.hasSuffix(".") || error.remedy.hasSuffix("`."))
        #expect(error.description == "\(error.problem) \(error.remedy)")
    }

    @Test("A held lock names the process, its command and the time waited")
    func locked() {
        let error = StoreError.locked(pid: 77, command: "candlecast stream", waited: .milliseconds(10_050))
        #expect(error.problem.contains("process 77 (candlecast stream)"))
        #expect(error.problem.contains("10.0 s"))
    }
}
