/// A progress bar in text.
enum Bar {
    /// A bar, the share done and the counts.
    static func text(_ done: Int, of total: Int) -> String {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        let filled = Int((share * 14).rounded())
        let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: 14 - filled)
        return "\(bar) \(Int(share * 100))%  \(done)/\(total)"
    }
}
