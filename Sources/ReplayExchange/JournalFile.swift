import Foundation

/// Writes the journal as lines of JSON, each whole as soon as it is known.
final class JournalFile: Sendable {
    private let file: FileHandle

    /// An empty file at a path.
    ///
    /// - Throws: ``ReplayError/cannotWrite(path:reason:)``.
    init(_ path: String) throws(ReplayError) {
        let isMade = FileManager.default.createFile(atPath: path, contents: nil)
        guard isMade, let file = FileHandle(forWritingAtPath: path) else {
            throw .cannotWrite(path: path, reason: "the journal cannot be made there")
        }
        self.file = file
    }

    /// Adds a line.
    ///
    /// - Throws: What the system says; a full disk, as a rule.
    func write(_ entry: JournalEntry) throws {
        try file.write(contentsOf: Data(entry.json + [0x0A]))
    }
}
