import Foundation
import TestSupport
import Testing

@testable import ProphetEngine

/// The places of cutoffs, compared with Prophet's.
@Suite("Cutoffs")
struct CutoffsTests {
    private struct Series: Decodable {
        let ds: [String]
        let cases: [Case]

        struct Case: Decodable {
            let horizon: String
            let initial: String
            let period: String
            let cutoffs: [String]?
            let error: [String]?
        }
    }

    @Test("Cutoffs are Prophet's", .enabled(if: SharedData.isAvailable, SharedData.hint))
    func cutoffsAreProphets() throws {
        let series = try JSONDecoder().decode(
            [String: Series].self, from: Data(contentsOf: SharedData.url("prophet/goldens/aux/cutoffs.json")))
        #expect(!series.isEmpty)
        for (name, series) in series {
            let times = series.ds.map(GoldenTime.milliseconds)
            for golden in series.cases {
                let make = { () throws(ProphetError) in
                    try Cutoffs.make(
                        times: times, horizon: GoldenValidation.milliseconds(golden.horizon),
                        initial: GoldenValidation.milliseconds(golden.initial),
                        period: GoldenValidation.milliseconds(golden.period))
                }
                if let expected = golden.cutoffs {
                    let cutoffs = try make()
                    #expect(cutoffs == expected.map(GoldenTime.milliseconds), "\(name)")
                } else {
                    #expect(throws: ProphetError.self, "\(name)") { try make() }
                }
            }
        }
    }

    /// Property: a horizon is never empty, and the first fold has its initial window.
    @Test("Every cutoff has its window before it and rows after it", arguments: 0..<100 as Range<UInt64>)
    func cutoffsAreUsable(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var times: [Int64] = [0]
        for _ in 0..<Int.random(in: 2...120, using: &random) {
            let isGap = Int.random(in: 0..<20, using: &random) == 0
            times.append((times.last ?? 0) + Int64.random(in: 1...(isGap ? 300 : 9), using: &random))
        }
        let span = times.last ?? 0
        let horizon = Int64.random(in: 1...max(1, span / 4), using: &random)
        let initial = Int64.random(in: 0...(span - horizon), using: &random)
        let period = Int64.random(in: 1...50, using: &random)
        let cutoffs = try Cutoffs.make(times: times, horizon: horizon, initial: initial, period: period)
        #expect(cutoffs.last == span - horizon)
        #expect(zip(cutoffs, cutoffs.dropFirst()).allSatisfy { $0 < $1 })
        for cutoff in cutoffs {
            #expect(cutoff >= initial)
            #expect(times.contains { $0 > cutoff && $0 <= cutoff + horizon })
        }
    }

    @Test("Durations that are not positive are refused")
    func refusesDurations() {
        let times = (0..<100).map { Int64($0) }
        #expect(throws: ProphetError.duration("horizon", 0)) {
            try Cutoffs.make(times: times, horizon: 0, initial: 10, period: 1)
        }
        #expect(throws: ProphetError.duration("period", -1)) {
            try Cutoffs.make(times: times, horizon: 10, initial: 10, period: -1)
        }
        #expect(throws: ProphetError.duration("period", 180)) {
            try Cutoffs.make(times: [0, 1 << 40], horizon: 1_000_000, initial: 0, period: 180)
        }
        #expect(throws: ProphetError.duration("initial window", -5)) {
            try Cutoffs.make(times: times, horizon: 10, initial: -5, period: 1)
        }
        #expect(throws: ProphetError.lessDataThanHorizon(horizon: .max, span: 99)) {
            try Cutoffs.make(times: times, horizon: .max, initial: 1, period: 1)
        }
        #expect(throws: ProphetError.noCutoffs(initial: .max, horizon: 10, span: 99)) {
            try Cutoffs.make(times: times, horizon: 10, initial: .max, period: .max)
        }
    }
}
