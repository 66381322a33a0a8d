import Crypto
import Foundation

/// A folder with files of the bulk archive under their paths, and their checksums beside them.
///
/// What is in it is believed only after its digest was compared with one that the exchange has just given, so a
/// damaged or an old file costs another transfer and nothing else.
struct ArchiveCache: Hashable, Sendable {
    /// The folder.
    let folder: String

    /// The bytes and the digest of a kept file; nil if there is none that can be read.
    func file(_ path: String, limit: Int) -> (bytes: [UInt8], digest: String)? {
        let name = folder + "/" + path
        guard let size = try? FileManager.default.attributesOfItem(atPath: name)[.size] as? Int,
            size <= limit,
            let data = FileManager.default.contents(atPath: name)
        else { return nil }
        var hash = SHA256()
        hash.update(data: data)
        return (Array(data), hash.finalize().hexText)
    }

    /// Keeps a file and its checksum; each is seen whole or not at all, also by other programs.
    ///
    /// - Throws: The system's error if the folder cannot be written to.
    func keep(_ bytes: [UInt8], digest: String, path: String) throws {
        let name = folder + "/" + path
        let parent = String(name[..<(name.lastIndex(of: "/") ?? name.startIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        let file = name.split(separator: "/").last.map(String.init) ?? path
        try write(bytes, to: name)
        try write(Array("\(digest)  \(file)\n".utf8), to: name + ".CHECKSUM")
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        let number = UInt64.random(in: .min ... .max)
        let temporary = "\(name).\(String(number, radix: 36)).partial"
        do {
            try Data(bytes).write(to: URL(filePath: temporary))
            guard rename(temporary, name) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
        } catch {
            // Half a file is of no use; the error that led here is the one to report.
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }
}
