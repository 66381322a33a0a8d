import Archiving
import Foundation

extension ArchiveBuilder {
    /// The zip file of one CSV file.
    static func zip(_ name: String, _ csv: [UInt8]) throws(ReplayError) -> [UInt8] {
        do throws(ArchivingError) {
            return try ZipWriter.archive([("\(name).csv", csv)])
        } catch {
            throw .badFile(file: "\(name).zip", reason: "the file cannot be made: \(error.problem)")
        }
    }

    /// Takes over the recorded files of a folder or of a packed folder, byte for byte, with their checksums.
    ///
    /// A file without a checksum gets one.
    func take(_ source: String, _ taken: inout Set<String>, _ report: inout Report) throws(ReplayError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
            throw .unreadable(path: source, reason: "there is no such file or folder")
        }
        var checksums: Set<String> = []
        var zips: [(path: String, digest: String)] = []
        func take(_ name: String, _ contents: [UInt8]) throws(ReplayError) {
            guard let path = Self.path(in: name) else { return }
            try write(contents, path.key)
            if path.isChecksum {
                checksums.insert(path.zip.key)
            } else {
                zips.append((path.key, ArchiveService.digest(contents)))
                report.recorded += 1
                report.bytes += contents.count
            }
        }
        if isFolder.boolValue {
            try forEachFile(in: source, take)
        } else {
            var packed = TarReader(try Self.unpacked(source), file: source)
            while let (name, contents) = try packed.next() { try take(name, Array(contents)) }
        }
        guard !zips.isEmpty else {
            throw .badFile(file: source, reason: "it has no file data/spot/….zip of the archive")
        }
        for (path, digest) in zips {
            taken.insert(path)
            guard !checksums.contains(path), let name = path.split(separator: "/").last else { continue }
            try write(
                ArchiveService.checksum(digest, of: String(name)), path + ArchivePath.checksumSuffix)
        }
    }

    /// The place in the tree of a file that was recorded under some folder, or nil for one that does not belong there.
    private static func path(in name: String) -> ArchivePath? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
        guard let start = parts.firstIndex(of: "data"),
            let path = ArchivePath("/" + parts[start...].joined(separator: "/")),
            path.zip.name.hasSuffix(".zip")
        else { return nil }
        return path
    }

    private func forEachFile(
        in folder: String, _ body: (String, [UInt8]) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        let names: [String]
        do {
            names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        } catch {
            throw .unreadable(path: folder, reason: "the folder cannot be listed")
        }
        for name in names {
            let path = "\(folder)/\(name)"
            if name.hasSuffix(".tar.gz") {
                var packed = TarReader(try Self.unpacked(path), file: path)
                while let (name, contents) = try packed.next() { try body(name, Array(contents)) }
            } else if name.hasSuffix(".zip") || name.hasSuffix(ArchivePath.checksumSuffix) {
                // The folder itself may be the tree's data or lie above it.
                try body(name.contains("data/") ? name : path, try Self.bytes(path))
            }
        }
    }

    private static func unpacked(_ path: String) throws(ReplayError) -> [UInt8] {
        var bytes: [UInt8] = []
        try GzipBlocks.forEach(of: try Self.bytes(path), file: path) { (block) throws(ReplayError) in
            bytes.append(contentsOf: block)
        }
        return bytes
    }

    private static func bytes(_ path: String) throws(ReplayError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "the file is not there or may not be read")
        }
        return [UInt8](data)
    }

    /// Writes a file of the tree, unless nothing is to be written.
    func write(_ bytes: [UInt8], _ path: String) throws(ReplayError) {
        guard !isDryRun else { return }
        let url = URL(filePath: target, directoryHint: .isDirectory).appending(path: path)
        do {
            let folder = url.deletingLastPathComponent()
            if !FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            try Data(bytes).write(to: url)
        } catch {
            throw .cannotWrite(
                path: url.path(percentEncoded: false), reason: (error as NSError).localizedDescription)
        }
    }
}
