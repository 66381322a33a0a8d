/// Guesses which command was meant when one is named that does not exist.
struct CommandHint: Hashable {
    /// What is said.
    let message: String

    /// Looks at the first argument; nil if it is an option or a command that exists.
    init?(_ arguments: [String], commands: [String]) {
        guard let name = arguments.first, !name.hasPrefix("-"), name != "help", !commands.contains(name)
        else {
            return nil
        }
        let near = commands.map { (name: $0, distance: Self.distance(name, $0)) }.filter { $0.distance <= 2 }
            .min { $0.distance < $1.distance }
        let guess =
            near.map { "Did you mean `candlecast \($0.name)`?" }
            ?? "Run `candlecast --help` for the commands."
        message = "\"\(name)\" is not a command. \(guess)"
    }

    /// The number of single-letter edits between two words (Levenshtein, 1965).
    ///
    /// - Complexity: O(length x length).
    static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substituted = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, min(row[column], row[column + 1]) + 1)
            }
        }
        return row[right.count]
    }
}
