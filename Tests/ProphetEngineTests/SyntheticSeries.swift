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

    /// Daily rows with every column that a model may need: a cap, a regressor and a condition.
    static func rich(rows: Int, seed: UInt64) -> ProphetHistory {
        let plain = daily(rows: rows, seed: seed)
        let cap = 1.3 * (plain.y.max() ?? 1)
        return ProphetHistory(richFrame(plain.ds, cap: cap), y: plain.y)
    }

    /// The columns of times: the regressor `wave`, the condition `even`, and a constant cap.
    static func richFrame(_ ds: [Int64], cap: Double?) -> ProphetFrame {
        ProphetFrame(
            ds: ds, cap: cap.map { [Double](repeating: $0, count: ds.count) },
            regressors: ["wave": ds.map { 5 + 2 * sin(Double($0 / day)) }],
            conditions: ["even": ds.map { ($0 / day).isMultiple(of: 2) }])
    }

    /// The rows of one history after those of another that has the same columns.
    static func joined(_ first: ProphetHistory, _ second: ProphetHistory) -> ProphetHistory {
        let (a, b) = (first.frame, second.frame)
        return ProphetHistory(
            ProphetFrame(
                ds: a.ds + b.ds, cap: a.cap.flatMap { cap in b.cap.map { cap + $0 } },
                regressors: a.regressors.merging(b.regressors) { $0 + $1 },
                conditions: a.conditions.merging(b.conditions) { $0 + $1 }),
            y: first.y + second.y)
    }
}
