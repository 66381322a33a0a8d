/// The path of a file in the archive's tree, checked so that it cannot lead out of it.
struct ArchivePath: Hashable, Sendable {
    /// What every path of the archive begins with.
    static let prefix = "/data/"

    /// What the name of a checksum ends with.
    static let checksumSuffix = ".CHECKSUM"

    /// The names of the folders and of the file, from `data` on.
    let components: [String]

    /// Checks the decoded path of a request.
    ///
    /// - Returns: nil for a path outside the tree, a folder, or a name that is hidden or could mean another place.
    init?(_ path: String) {
        guard path.hasPrefix(Self.prefix) else { return nil }
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isSafe = parts.allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".") && !part.contains("\\")
                && part.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        }
        guard isSafe, parts.count > 1 else { return nil }
        components = parts
    }

    /// The path without its leading slash, as the archive's listing names it.
    var key: String { components.joined(separator: "/") }

    /// The name of the file.
    var name: String { components.last ?? "" }

    /// Whether it is a checksum.
    var isChecksum: Bool { name.hasSuffix(Self.checksumSuffix) }

    /// The file that a checksum is for; the path itself for any other file.
    var zip: ArchivePath {
        guard isChecksum else { return self }
        return ArchivePath(
            components: components.dropLast() + [String(name.dropLast(Self.checksumSuffix.count))])
    }

    private init(components: [String]) {
        self.components = components
    }

    /// The media type of the file.
    var contentType: String {
        if name.hasSuffix(".zip") { return "application/zip" }
        return name.hasSuffix(Self.checksumSuffix) ? "text/plain" : "application/octet-stream"
    }
}
