/// Times pieces of work against a peer in the same run.
enum Measure {
    /// The median time of some runs of a piece of work that checks its own result; a first run is not counted.
    static func median(runs: Int = 9, _ body: () -> Void) -> Duration {
        let clock = ContinuousClock()
        body()
        let times = (0..<runs).map { _ in clock.measure(body) }.sorted()
        return times[runs / 2]
    }

    /// Prints one line: what, how long, and how many times faster than the peer.
    static func report(
        _ name: String, _ time: Duration, items: Int, peer: (name: String, time: Duration)? = nil
    ) {
        let rate = Double(items) / time.seconds
        var line = "\(name): \(text(time)), \(Int(rate)) a second"
        if let peer {
            line += "; \(peer.name) \(text(peer.time)), ratio \(rounded(peer.time.seconds / time.seconds))"
        }
        print(line)
    }

    private static func text(_ time: Duration) -> String { "\(rounded(time.seconds * 1000)) ms" }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
