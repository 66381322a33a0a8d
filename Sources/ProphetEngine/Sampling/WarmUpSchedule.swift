/// When a chain that warms up learns the shape of the density: in windows that double in length.
///
/// The step size alone is adapted before the first window and after the last.
struct WarmUpSchedule: Hashable, Sendable {
    /// The moves of the warm-up.
    let moves: Int
    /// The first move of the first window.
    let firstWindow: Int
    /// The ends of the windows, each exclusive and the start of the next.
    let windowEnds: [Int]

    init(moves: Int) {
        self.moves = moves
        var start = 75
        var rest = 50
        var length = 25
        if moves < start + length + rest {
            // A short warm-up is one window, with shares of it before and after.
            start = moves * 3 / 20
            rest = moves / 10
            length = moves - start - rest
        }
        firstWindow = start
        guard moves >= 20 else {
            windowEnds = []
            return
        }
        let last = moves - rest
        var ends: [Int] = []
        var end = start + length
        while end < last {
            length *= 2
            // A window that leaves no room for the next takes it in.
            if end + length > last { break }
            ends.append(end)
            end += length
        }
        windowEnds = ends + [last]
    }
}
