import CZlib
public import Foundation

/// Reads gzip files that tests need.
public enum Gzip {
    /// The unpacked bytes of a gzip file.
    ///
    /// - Throws: ``Unreadable`` if the file cannot be opened or is damaged.
    public static func bytes(of url: URL) throws -> [UInt8] {
        guard let file = gzopen(url.path(), "rb") else { throw Unreadable(path: url.path()) }
        defer { gzclose(file) }
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = gzread(file, &block, UInt32(block.count))
            guard count >= 0 else { throw Unreadable(path: url.path()) }
            if count == 0 { return result }
            result.append(contentsOf: block[..<Int(count)])
        }
    }

    /// The lines of a gzip text file.
    ///
    /// - Throws: ``Unreadable`` if the file cannot be opened or is damaged.
    public static func lines(of url: URL) throws -> [String] {
        try bytes(of: url).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Packs bytes into a gzip file.
    ///
    /// - Throws: ``Unreadable`` if the file cannot be written.
    public static func write(_ bytes: [UInt8], to url: URL) throws {
        guard let file = gzopen(url.path(), "wb6") else { throw Unreadable(path: url.path()) }
        let written = bytes.isEmpty ? 0 : gzwrite(file, bytes, UInt32(bytes.count))
        guard gzclose(file) == Z_OK, Int(written) == bytes.count else { throw Unreadable(path: url.path()) }
    }

    /// A gzip file that could not be read or written.
    public struct Unreadable: Error, CustomStringConvertible {
        /// The file.
        public let path: String

        public var description: String { "the gzip file \(path) cannot be read or written" }
    }
}
