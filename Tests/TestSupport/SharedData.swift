public import Foundation
public import Testing

/// Finds the recorded data that tests may read but that the repository does not hold.
///
/// `CANDLECAST_SHARED` names the folder; without it, `../shared` beside the package root. Where it is missing a
/// test is skipped with a visible message, or fails when `CANDLECAST_REQUIRE_SHARED=1` says that it must be there.
public enum SharedData {
    /// The folder with the recorded data, or nil where there is none.
    public static let folder: URL? = {
        let environment = ProcessInfo.processInfo.environment
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder =
            environment["CANDLECAST_SHARED"].map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? root.deletingLastPathComponent().appending(path: "shared", directoryHint: .isDirectory)
        return FileManager.default.fileExists(atPath: folder.path()) ? folder : nil
    }()

    /// Whether tests that read recorded data can run; use as `.enabled(if: SharedData.isAvailable, SharedData.hint)`.
    ///
    /// True as well where the data is required, so that its absence fails the test instead of skipping it.
    public static var isAvailable: Bool {
        folder != nil || ProcessInfo.processInfo.environment["CANDLECAST_REQUIRE_SHARED"] == "1"
    }

    /// What a skipped test says.
    public static let hint: Comment = "recorded data is missing: set CANDLECAST_SHARED to its folder"

    /// The file at a path inside the folder.
    ///
    /// - Throws: ``Missing`` when the folder or the file is not there.
    public static func url(_ path: String) throws -> URL {
        guard let folder else { throw Missing(path: path) }
        let url = folder.appending(path: path)
        guard FileManager.default.fileExists(atPath: url.path()) else { throw Missing(path: url.path()) }
        return url
    }

    /// A recorded file that a test needs and that is not there.
    public struct Missing: Error, CustomStringConvertible {
        /// The path that was looked for.
        public let path: String

        /// What is missing and how to provide it.
        public var description: String {
            "recorded data \(path) is missing; set CANDLECAST_SHARED to the folder that holds it"
        }
    }
}
