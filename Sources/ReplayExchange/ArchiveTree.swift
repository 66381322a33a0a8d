import Foundation

/// A folder with the files of the exchange's bulk archive, under `data/spot/…`.
struct ArchiveTree: Sendable {
    private let root: URL

    /// The tree in a folder.
    ///
    /// - Throws: ``ReplayError/unreadable(path:reason:)`` if the folder is not there.
    init(_ path: String) throws(ReplayError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw .unreadable(path: path, reason: "the archive must be a folder, and there is none")
        }
        root = URL(filePath: path, directoryHint: .isDirectory).resolvingSymlinksInPath()
    }

    /// The contents of a file, or nil if there is none.
    ///
    /// A link that leads out of the tree counts as missing.
    func contents(_ path: ArchivePath) -> [UInt8]? {
        let url = path.components.reduce(root) { $0.appending(path: $1) }.resolvingSymlinksInPath()
        var isFolder: ObjCBool = false
        guard url.path(percentEncoded: false).hasPrefix(root.path(percentEncoded: false)),
            FileManager.default.fileExists(atPath: url.path(percentEncoded: false), isDirectory: &isFolder),
            !isFolder.boolValue
        else { return nil }
        return FileManager.default.contents(atPath: url.path(percentEncoded: false)).map([UInt8].init)
    }
}
