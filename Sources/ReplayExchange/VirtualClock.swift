public import Candles

/// The exchange's clock: virtual time as a function of the wall time that has passed.
///
/// It starts at ``start``, runs ``speed`` times as fast as the wall clock, and stands still for ever once it has
/// reached ``until``.
public struct VirtualClock: Hashable, Sendable {
    /// The virtual time when no wall time has passed.
    public let start: OpenTime
    /// Virtual seconds in a wall second; 0 is a clock that stands.
    public let speed: Double
    /// The virtual time at which the clock stops.
    public let until: OpenTime

    /// A clock.
    ///
    /// - Throws: ``ReplayError/usage(option:value:reason:)`` for a negative or infinite speed, or an end before the
    ///   start.
    public init(start: OpenTime, speed: Double, until: OpenTime) throws(ReplayError) {
        guard speed.isFinite, speed >= 0 else {
            throw .usage(option: "speed", value: "\(speed)", reason: "a speed is a finite number, 0 or more")
        }
        guard until >= start else {
            throw .usage(
                option: "until", value: "\(until)", reason: "the clock starts at \(start), which is later")
        }
        self.start = start
        self.speed = speed
        self.until = until
    }

    /// The virtual time after some wall time.
    public func time(after elapsed: Duration) -> OpenTime {
        let passed = max(0, elapsed.milliseconds) * speed
        let left = until - start
        guard passed < Double(left) else { return until }
        return start + Int64(passed)
    }

    /// Whether the clock stands still for ever after some wall time.
    public func isStopped(after elapsed: Duration) -> Bool {
        speed == 0 || time(after: elapsed) >= until
    }
}

extension Duration {
    /// The duration in milliseconds, with fractions.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
    }
}
