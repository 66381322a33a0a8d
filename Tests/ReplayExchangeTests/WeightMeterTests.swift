import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Weight meter")
struct WeightMeterTests {
    @Test("Windows have fixed bounds, whenever the first request comes and wherever the server began in one")
    func bounds() {
        var meter = WeightMeter(limit: 10, phase: .seconds(45))
        #expect(meter.request(weight: 10, at: .seconds(14)) == .admitted(used: 10))
        // The first window ends 15 s after the start.
        #expect(meter.request(weight: 3, at: .seconds(15)) == .admitted(used: 3))
        #expect(meter.request(weight: 8, at: .seconds(70)) == .refused(used: 11, wait: .seconds(5)))
        #expect(meter.request(weight: 10, at: .seconds(75)) == .admitted(used: 10))
    }

    @Test("Other programs use weight as the window passes, and it shows in what is used")
    func foreign() {
        var meter = WeightMeter(limit: 100, foreignWeight: 60)
        #expect(meter.request(weight: 2, at: .seconds(0)) == .admitted(used: 2))
        #expect(meter.request(weight: 2, at: .seconds(30)) == .admitted(used: 34))
        #expect(meter.request(weight: 50, at: .seconds(59)) == .refused(used: 113, wait: .seconds(1)))
        #expect(meter.request(weight: 2, at: .seconds(60)) == .admitted(used: 2))
    }

    @Test("A pause on purpose is a pause: who goes on is banned, who waits is admitted")
    func pauses() {
        var patient = WeightMeter(limit: 100, patience: 3)
        #expect(patient.pause(for: .seconds(90), at: .seconds(5)) == .seconds(90))
        #expect(patient.isPaused(at: .seconds(94)) && !patient.isPaused(at: .seconds(95)))
        #expect(patient.request(weight: 2, at: .seconds(95)) == .admitted(used: 2))
        var hasty = WeightMeter(limit: 100, patience: 3)
        _ = hasty.pause(for: .seconds(90), at: .seconds(5))
        #expect(hasty.request(weight: 2, at: .seconds(6)) == .refused(used: 2, wait: .seconds(89)))
        #expect(hasty.request(weight: 2, at: .seconds(7)) == .refused(used: 4, wait: .seconds(88)))
        #expect(hasty.request(weight: 2, at: .seconds(8)) == .banned(used: 6, wait: .seconds(120)))
        #expect(hasty.request(weight: 2, at: .seconds(100)) == .banned(used: 2, wait: .seconds(28)))
        #expect(hasty.request(weight: 2, at: .seconds(128)) == .admitted(used: 2))
    }

    @Test("Bans grow, up to three days, unless a time is given")
    func bans() {
        var meter = WeightMeter(limit: 100)
        #expect(meter.ban(for: .seconds(7), at: .zero) == .seconds(7))
        #expect((0..<3).map { _ in meter.ban(at: .zero) } == [.seconds(240), .seconds(480), .seconds(960)])
        for _ in 0..<30 { _ = meter.ban(at: .zero) }
        #expect(meter.ban(at: .zero) == WeightMeter.longestBan)
    }

    @Test("Never more than the limit is admitted in a window", arguments: 0..<30 as Range<UInt64>)
    func admitted(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var meter = WeightMeter(
            limit: 50, window: .seconds(10), phase: .seconds(Int.random(in: 0..<10, using: &random)))
        var elapsed: Duration = .zero
        var sums: [Int: Int] = [:]
        for _ in 0..<500 {
            elapsed += .milliseconds(Int.random(in: 0..<400, using: &random))
            let weight = Int.random(in: 1...5, using: &random)
            let index = Int((elapsed + meter.phase) / meter.window)
            if case .admitted = meter.request(weight: weight, at: elapsed) {
                sums[index, default: 0] += weight
            }
        }
        #expect(sums.values.allSatisfy { $0 <= 50 })
    }
}
