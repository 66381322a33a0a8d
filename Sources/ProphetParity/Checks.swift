/// Collects what differs and what could not be compared.
struct Checks {
    /// What differs, in words.
    private(set) var failures: [String] = []
    /// What was not compared, and why.
    private(set) var skipped: [String] = []
    /// What agrees only in a weaker sense, in words.
    private(set) var notes: [String] = []
    /// The number of comparisons made.
    private(set) var count = 0

    /// Requires a condition.
    mutating func require(_ isTrue: Bool, _ reason: @autoclosure () -> String) {
        count += 1
        if !isTrue {
            failures.append(reason())
        }
    }

    /// Requires equality.
    mutating func equal<Value: Equatable>(_ what: String, _ ours: Value, _ recorded: Value) {
        require(ours == recorded, "\(what) is \(ours), recorded \(recorded)")
    }

    /// Requires a number near another; NaN is near NaN only.
    mutating func near(_ what: String, _ ours: Double, _ recorded: Double, within tolerance: Double) {
        require(
            Self.distance(ours, recorded) <= tolerance,
            "\(what) is \(ours), recorded \(recorded) (within \(ParityFigures.short(tolerance)))")
    }

    /// Requires arrays of equal length whose numbers are near each other; names the worst one.
    mutating func near(
        _ what: String, _ ours: [Double], _ recorded: [Double], within tolerance: (Int) -> Double
    ) {
        guard ours.count == recorded.count else {
            return require(false, "\(what) has \(ours.count) numbers, recorded \(recorded.count)")
        }
        var worst: (index: Int, excess: Double) = (0, 0)
        for index in ours.indices {
            let distance = Self.distance(ours[index], recorded[index])
            guard distance > 0 else { continue }
            let excess = distance / tolerance(index)
            if !(excess <= worst.excess) {
                worst = (index, excess)
            }
        }
        require(
            worst.excess <= 1,
            "\(what)[\(worst.index)] is \(ours[worst.index]), recorded \(recorded[worst.index]) (within "
                + "\(ParityFigures.short(tolerance(worst.index))))")
    }

    /// Requires arrays of equal length whose numbers are near each other.
    mutating func near(_ what: String, _ ours: [Double], _ recorded: [Double], within tolerance: Double) {
        near(what, ours, recorded) { _ in tolerance }
    }

    /// Says that something was not compared.
    mutating func skip(_ what: String) {
        skipped.append(what)
    }

    /// Says that something agrees only in a weaker sense.
    mutating func note(_ what: String) {
        notes.append(what)
    }

    /// Takes over what other checks found.
    mutating func take(_ other: Checks) {
        count += other.count
        failures += other.failures
        skipped += other.skipped
        notes += other.notes
    }

    /// Takes over what other checks found, told apart by a prefix.
    mutating func take(_ other: Checks, prefix: String) {
        count += other.count
        failures += other.failures.map { "\(prefix): \($0)" }
        skipped += other.skipped.map { "\(prefix): \($0)" }
        notes += other.notes.map { "\(prefix): \($0)" }
    }

    /// Makes comparisons; an error on the way is a failure of that part only.
    mutating func part(_ name: String, _ body: (inout Checks) throws -> Void) {
        do {
            try body(&self)
        } catch {
            failures.append("\(name): \(error)")
        }
    }

    /// The distance of two numbers: 0 for NaN and NaN, infinite for NaN and a number.
    static func distance(_ first: Double, _ second: Double) -> Double {
        if first == second || (first.isNaN && second.isNaN) { return 0 }
        let distance = abs(first - second)
        return distance.isNaN ? .infinity : distance
    }
}
