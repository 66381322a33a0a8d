import Candles
import Testing

@testable import ReplayExchange

@Suite("Virtual clock")
struct VirtualClockTests {
    private static func start() throws -> OpenTime { try Samples.time("2024-03-04T12:00:00Z") }

    @Test("Virtual time is the start plus the wall time times the speed", arguments: [0.5, 1, 60, 86_400])
    func runs(speed: Double) throws {
        let start = try Self.start()
        let clock = try VirtualClock(start: start, speed: speed, until: start + 400 * UTCDay.milliseconds)
        #expect(clock.time(after: .zero) == start)
        #expect(clock.time(after: .seconds(4)) == start + Int64(4000 * speed))
        #expect(clock.time(after: .milliseconds(250)) == start + Int64(250 * speed))
    }

    @Test("The clock stops at its end and stays there")
    func stops() throws {
        let start = try Self.start()
        let clock = try VirtualClock(start: start, speed: 60, until: start + 90_000)
        #expect(!clock.isStopped(after: .milliseconds(1499)))
        #expect(clock.isStopped(after: .milliseconds(1500)))
        #expect(clock.time(after: .milliseconds(1500)) == start + 90_000)
        #expect(clock.time(after: .seconds(1_000_000)) == start + 90_000)
    }

    @Test("A clock of speed 0 stands still")
    func stands() throws {
        let start = try Self.start()
        let clock = try VirtualClock(start: start, speed: 0, until: start + 1000)
        #expect(clock.time(after: .seconds(3600)) == start)
        #expect(clock.isStopped(after: .zero))
    }

    @Test("Time never goes backwards", arguments: 0..<30 as Range<UInt64>)
    func isMonotonic(seed: UInt64) throws {
        var random = SimulatorRandom(seed: seed, purpose: 99)
        let start = try Self.start()
        let clock = try VirtualClock(start: start, speed: 1000 * random.unit(), until: start + 50_000)
        var elapsed = Duration.zero
        var last = start
        for _ in 0..<200 {
            elapsed += .microseconds(random.below(2_000_000))
            let now = clock.time(after: elapsed)
            #expect(now >= last)
            last = now
        }
    }

    @Test("A speed below 0 and an end before the start are refused")
    func refuses() throws {
        let start = try Self.start()
        #expect(throws: ReplayError.self) { try VirtualClock(start: start, speed: -1, until: start) }
        #expect(throws: ReplayError.self) { try VirtualClock(start: start, speed: .nan, until: start) }
        #expect(throws: ReplayError.self) { try VirtualClock(start: start, speed: 1, until: start - 1) }
    }
}
