import Foundation

/// Times work in wall and processor seconds; processor time counts all threads of the process.
struct Stopwatch {
    /// The median times of a piece of work.
    struct Times {
        let wall: Double
        let processor: Double
        let runs: Int
    }

    /// Repeats work until it took about a second and at least five times; a first run is not counted.
    static func median(seconds: Double = 1, minimumRuns: Int = 5, _ work: () throws -> Void) rethrows -> Times
    {
        try work()
        let clock = ContinuousClock()
        var walls: [Double] = []
        var processors: [Double] = []
        while walls.count < minimumRuns || (walls.reduce(0, +) < seconds && walls.count < 1000) {
            let ticks = Foundation.clock()
            let wall = try clock.measure(work)
            processors.append(Double(Foundation.clock() - ticks) / Double(CLOCKS_PER_SEC))
            walls.append(Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18)
        }
        return Times(
            wall: walls.sorted()[walls.count / 2], processor: processors.sorted()[walls.count / 2],
            runs: walls.count)
    }

    /// The largest memory that the process ever had, in megabytes.
    static var peakMegabytes: Double {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        return Double(usage.ru_maxrss) / 1e6
        #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1e3
        #endif
    }
}
