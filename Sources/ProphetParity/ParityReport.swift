import Foundation

/// What the comparison of one recorded file found.
public struct ParityReport: Hashable, Sendable {
    /// How a comparison ended.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// Everything agrees.
        case pass
        /// Everything agrees, and our optimum is better than the recorded one.
        case better
        /// Something differs.
        case fail = "FAIL"
    }

    /// The name of the file without its extension.
    public let name: String
    /// The tolerance class of a case, or `aux` with the kind of an auxiliary file.
    public let tolerance: String
    /// The figures of a case.
    public let figures: ParityFigures
    /// How the comparison ended.
    public let outcome: Outcome
    /// What differs, in words.
    public let failures: [String]
    /// What was not compared, and why.
    public let skipped: [String]
    /// What agrees only in a weaker sense, and in which.
    public let notes: [String]
    /// The number of comparisons made.
    public let checks: Int

    init(name: String, tolerance: String, figures: ParityFigures, isBetter: Bool = false, checks: Checks) {
        self.name = name
        self.tolerance = tolerance
        self.figures = figures
        outcome = checks.failures.isEmpty ? (isBetter ? .better : .pass) : .fail
        failures = checks.failures
        skipped = checks.skipped
        notes = checks.notes
        self.checks = checks.count
    }

    /// Whether nothing differs.
    public var passed: Bool { outcome != .fail }

    /// How many failures a line tells; the rest is counted.
    private static let tellingFailures = 4

    /// The widths of the columns of a line: name, class, then the figures.
    private static let widths = [30, 15, 16, 16, 16, 8, 8, 8, 8, 8]

    /// The heading of the lines.
    public static var heading: String {
        row(["case", "class"] + ParityFigures.headings) + "  result"
    }

    /// The report as one line.
    public var line: String {
        var text = Self.row([name, tolerance] + figures.columns) + "  " + outcome.rawValue
        if failures.isEmpty {
            text += " (\(checks) checks)"
        } else {
            text += ": " + failures.prefix(Self.tellingFailures).joined(separator: "; ")
            let rest = failures.count - Self.tellingFailures
            text += rest > 0 ? "; and \(rest) more" : ""
        }
        if !notes.isEmpty {
            text += " [note: " + notes.joined(separator: "; ") + "]"
        }
        if !skipped.isEmpty {
            text += " [skipped: " + skipped.joined(separator: ", ") + "]"
        }
        return text.replacingOccurrences(of: "\n", with: " ")
    }

    private static func row(_ cells: [String]) -> String {
        zip(cells, widths).enumerated().map { column, cell in
            let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return column < 2 ? cell.0 + padding : padding + cell.0
        }.joined(separator: " ")
    }
}
