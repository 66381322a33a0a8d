import Foundation
import ProphetEngine

/// The series that are timed.
enum Series {
    static let day: Int64 = 86_400_000

    /// Reads `ds,y` lines with times in milliseconds.
    static func read(_ path: String) throws -> ProphetHistory {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
        var ds: [Int64] = []
        var y: [Double] = []
        for line in lines {
            let cells = line.split(separator: ",")
            guard cells.count == 2, let time = Int64(cells[0]), let value = Double(cells[1]) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            ds.append(time)
            y.append(value)
        }
        return ProphetHistory(ds: ds, y: y)
    }

    /// A geometric random walk of daily rows from 2010-01-01.
    static func walk(rows: Int, seed: UInt64, step: Int64 = day) -> ProphetHistory {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func uniform() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(state >> 11) * 0x1p-53
        }
        var level = 0.0
        let y = (0..<rows).map { _ in
            level += 0.03 * ((0..<12).reduce(-6.0) { sum, _ in sum + uniform() })
            return 100 * exp(level / (1 + level.magnitude / 20))
        }
        return ProphetHistory(ds: (0..<rows).map { 14_610 * day + Int64($0) * step }, y: y)
    }

    /// The history with a cap a fifth above its largest value.
    static func capped(_ history: ProphetHistory) -> ProphetHistory {
        let cap = 1.2 * (history.y.max() ?? 1)
        let frame = ProphetFrame(ds: history.ds, cap: history.ds.map { _ in cap })
        return ProphetHistory(frame, y: history.y)
    }

    /// The rows of a history and as many days after it.
    static func extended(_ history: ProphetHistory, days: Int) -> ProphetFrame {
        let last = history.ds.last ?? 0
        let ds = history.ds + (1...days).map { last + Int64($0) * day }
        return ProphetFrame(ds: ds, cap: history.frame.cap.map { cap in ds.map { _ in cap[0] } })
    }
}
