import Candles

/// How many days of a served series come from where.
struct DayCounts: Hashable {
    /// All rows.
    let total: Int
    /// Rows that are closed.
    let closed: Int
    /// Closed rows from history.
    let batch: Int
    /// Closed rows from the stream.
    let speed: Int
    /// Rows made up.
    let filled: Int
    /// Rows still forming.
    let open: Int

    init(_ days: [ServedDay]) {
        total = days.count
        closed = days.count(where: \.isClosed)
        batch = days.count { $0.isClosed && $0.origin == .batch }
        speed = days.count { $0.isClosed && $0.origin == .speed }
        filled = days.count { $0.origin == .filled }
        open = days.count { !$0.isClosed }
    }
}
