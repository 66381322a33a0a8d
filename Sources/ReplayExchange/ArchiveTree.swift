import Candles
import Foundation

/// A folder with the files of the exchange's bulk archive, under `data/spot/…`.
struct ArchiveTree: Sendable {
    private let root: URL

    /// A file of the tree.
    struct File: Hashable, Sendable {
        /// Where it is.
        let path: String
        /// Its size in bytes.
        let size: Int
        /// When it was changed last.
        let modified: OpenTime

        /// A text that changes with the file.
        var tag: String {
            "\"\(String(modified.milliseconds, radix: 16))-\(String(size, radix: 16))\""
        }

        /// All of its bytes.
        ///
        /// - Throws: What the system says.
        func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
    }

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

    /// A file, or nil if there is none.
    ///
    /// A link that leads out of the tree counts as missing.
    func file(_ path: ArchivePath) -> File? {
        let url = path.components.reduce(root) { $0.appending(path: $1) }.resolvingSymlinksInPath()
        let name = url.path(percentEncoded: false)
        guard name.hasPrefix(root.path(percentEncoded: false)),
            let attributes = try? FileManager.default.attributesOfItem(atPath: name),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? NSNumber, let date = attributes[.modificationDate] as? Date
        else { return nil }
        let modified = OpenTime(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down)))
        return File(path: name, size: size.intValue, modified: modified)
    }

    /// The names in a folder of the tree, in the order of their bytes; none if there is no such folder.
    ///
    /// - Parameter components: The names of the folders from the root on.
    /// - Returns: Each name, and whether it is a folder.
    func entries(_ components: [String]) -> [(name: String, isFolder: Bool)] {
        let url = components.reduce(root) { $0.appending(path: $1) }.resolvingSymlinksInPath()
        let path = url.path(percentEncoded: false)
        guard path.hasPrefix(root.path(percentEncoded: false)),
            let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { return [] }
        return names.filter { !$0.hasPrefix(".") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { name in
                var isFolder: ObjCBool = false
                let entry = url.appending(path: name).path(percentEncoded: false)
                _ = FileManager.default.fileExists(atPath: entry, isDirectory: &isFolder)
                return (name, isFolder.boolValue)
            }
    }
}
