/// The URL of a stream connection, taken apart.
struct StreamTarget: Hashable, Sendable {
    /// The most streams that one connection can have.
    static let streamLimit = 1024

    /// The names of the streams asked for, as written.
    let names: [String]
    /// Whether messages are wrapped with the name of their stream.
    let isCombined: Bool
    /// The unit of times.
    let unit: TimeUnit

    /// Reads `/ws`, `/ws/<stream>/…` or `/stream?streams=<stream>/…`, each with an optional `timeUnit`.
    ///
    /// - Returns: nil for any other URL, a bad time unit or too many streams.
    init?(uri: String) {
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = PercentText.decode(parts[0])
        var names: [Substring] = []
        if path == "/ws" || path.hasPrefix("/ws/") {
            isCombined = false
            names = path.dropFirst("/ws".count).split(separator: "/")
        } else if path == "/stream" || path == "/stream/" {
            isCombined = true
        } else {
            return nil
        }
        var unit = TimeUnit.millisecond
        for pair in parts.count == 2 ? parts[1].split(separator: "&") : [] {
            let text = PercentText.decode(pair)
            if text.hasPrefix("timeUnit=") {
                guard let named = TimeUnit(text: String(text.dropFirst("timeUnit=".count))) else {
                    return nil
                }
                unit = named
            } else if isCombined, text.hasPrefix("streams=") {
                names += text.dropFirst("streams=".count).split(separator: "/").map { $0 }
            }
        }
        guard names.count <= Self.streamLimit else { return nil }
        self.unit = unit
        self.names = names.map(String.init)
    }
}
