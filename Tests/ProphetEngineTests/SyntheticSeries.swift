import Foundation
import ProphetEngine
import TestSupport

/// Series made from a seed: a trend that bends, a weekly pattern and noise.
enum SyntheticSeries {
    static let day: Int64 = 86_400_000

    /// Daily rows from 2015-01-01.
    static func daily(rows: Int, seed: UInt64, level: Double = 50, noise: Double = 2) -> ProphetHistory {
        var random = SeededGenerator(seed: seed)
        var value = level
        var rate = Double.random(in: -0.05...0.05, using: &random)
        let y = (0..<rows).map { row in
            if Double.random(in: 0..<1, using: &random) < 0.02 {
                rate += Double.random(in: -0.1...0.1, using: &random)
            }
            value += rate
            let error = (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &random) }
            return value + 3 * sin(2 * .pi * Double(row) / 7) + noise * error / 2.0.squareRoot()
        }
        return ProphetHistory(ds: (0..<rows).map { 16_436 * day + Int64($0) * day }, y: y)
    }

    /// The times of rows after a history.
    static func future(of history: ProphetHistory, rows: Int) -> [Int64] {
        (1...rows).map { (history.ds.max() ?? 0) + Int64($0) * day }
    }
}
