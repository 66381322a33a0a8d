import Foundation
import TestSupport

/// Series in CSV files for the `prophet` commands.
enum SampleSeries {
    /// A daily series with weeks, a bend, noise, a promotion every 13 days and a cap.
    static func daily(count: Int = 300, seed: UInt64 = 1) -> String {
        var generator = SeededGenerator(seed: seed)
        var text = "ds,y,promo,cap\n"
        for row in 0..<count {
            let noise = Double.random(in: -1...1, using: &generator)
            let promo = row % 13 == 0 ? 1.0 : 0
            let trend = row < 150 ? 0.2 * Double(row) : 30 - 0.1 * Double(row - 150)
            let value = 100 + trend + 5 * sin(2 * .pi * Double(row) / 7) + 8 * promo + noise
            text += "\(day(row)),\(value),\(Int(promo)),400\n"
        }
        return text
    }

    /// The date some days after 1 January 2021.
    static func day(_ row: Int) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let start = Date(timeIntervalSince1970: 1_609_459_200)
        let date = calendar.date(byAdding: .day, value: row, to: start) ?? start
        return date.formatted(.iso8601.year().month().day())
    }

    /// A program whose folder has the series as `sales.csv`.
    static func program(_ text: String = daily()) throws -> Program {
        let program = try Program()
        try write(text, "sales.csv", program)
        return program
    }

    /// Writes a file into the folder of a program.
    static func write(_ text: String, _ name: String, _ program: Program) throws {
        try Data(text.utf8).write(to: URL(filePath: program.path(name)))
    }

    /// The text of a file in the folder of a program.
    static func read(_ name: String, _ program: Program) throws -> String {
        try String(contentsOf: URL(filePath: program.path(name)), encoding: .utf8)
    }

    /// The object of a JSON document.
    static func object(_ text: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }
}
