/// The requests of the last minutes, second by second, for limits that no answer counts for us.
struct SentRecord: Hashable, Sendable {
    private var seconds: [Second] = []
    private var requestLimit = 300_000
    private var window = 300

    private struct Second: Hashable, Sendable {
        let number: Int64
        var requests: Int
        var weight: Int
    }

    /// Takes over the limit on the number of requests.
    mutating func limit(_ count: Int, per window: Duration) {
        guard count > 0, window >= .seconds(1), window <= .seconds(86_400) else { return }
        requestLimit = count
        self.window = Int(window.components.seconds)
    }

    /// Takes in that a request is sent.
    mutating func sent(_ weight: Int, at now: Duration) {
        let number = now.components.seconds
        if let last = seconds.last, last.number >= number {
            seconds[seconds.count - 1].requests += 1
            seconds[seconds.count - 1].weight += weight
        } else {
            seconds.append(Second(number: number, requests: 1, weight: weight))
            let first = number - Int64(max(window, 60)) - 2
            if let old = seconds.first, old.number < first - 60 { seconds.removeAll { $0.number < first } }
        }
    }

    /// When the limit on the number of requests allows another one; nil for at once.
    ///
    /// One in twenty is left to others, whose requests are not seen.
    ///
    /// - Complexity: O(1) far from the limit, else O(seconds of the window).
    func freeTime(at now: Duration) -> Duration? {
        let most = max(1, requestLimit - requestLimit / 20)
        return free(\.requests, adding: 1, atMost: most, window: window, at: now)
    }

    /// When a weight fits into what any 60 s may have, or nil for at once; more than that goes alone.
    ///
    /// - Complexity: O(seconds of the window).
    func timeFor(_ weight: Int, of most: Int, at now: Duration) -> Duration? {
        free(\.weight, adding: weight, atMost: max(1, most), window: 60, at: now)
    }

    private func free(
        _ figure: KeyPath<Second, Int>, adding amount: Int, atMost most: Int, window: Int, at now: Duration
    ) -> Duration? {
        // A request of one second may be counted up to a second later, so a window is one longer than it is.
        let start = now.components.seconds - Int64(window) - 1
        let recent = seconds.drop { $0.number <= start }
        var total = recent.reduce(0) { $0 + $1[keyPath: figure] }
        guard total > 0, total + amount > most else { return nil }
        for second in recent {
            total -= second[keyPath: figure]
            if total == 0 || total + amount <= most {
                return .seconds(second.number + Int64(window) + 1)
            }
        }
        return nil
    }
}
