import Archiving
import Candles
import Crypto
import Foundation
import Synchronization

@testable import Binance

/// A bulk archive on loopback whose files a test puts there and changes.
final class ArchiveServer: Sendable {
    private let files = Mutex<[String: [UInt8]]>([:])
    private let server: RawServer

    private init(_ server: RawServer) {
        self.server = server
    }

    /// The address for a configuration.
    var url: String { "http://127.0.0.1:\(server.port)" }
    /// The paths asked for so far.
    var paths: [String] { server.requests.map { String(WireBytes.target(of: $0).dropFirst()) } }

    /// Puts a whole answer at a path.
    func put(_ path: String, answer: [UInt8]) {
        files.withLock { $0[path] = answer }
    }

    /// Puts bytes at a path; nil takes them away.
    func put(_ path: String, _ bytes: [UInt8]?) {
        files.withLock { $0[path] = bytes.map { WireBytes.answer(200, bytes: $0) } }
    }

    /// Puts a file and its right checksum there.
    func put(_ file: ArchiveFile, zip: [UInt8]) {
        put(file.path, zip)
        put(file.path + ".CHECKSUM", Array("\(Self.digest(zip))  \(file.name).zip\n".utf8))
    }

    /// Puts a file with the given text there.
    func put(_ file: ArchiveFile, csv: String) throws {
        put(file, zip: try Self.zip(file, csv))
    }

    /// The SHA-256 in hexadecimal digits.
    static func digest(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexText }

    /// The zip of a text.
    static func zip(_ file: ArchiveFile, _ csv: String) throws -> [UInt8] {
        try ZipWriter.archive([(file.name + ".csv", Array(csv.utf8))])
    }

    /// Runs an archive and a client of it.
    static func run(
        _ change: (inout BinanceConfiguration) -> Void = { _ in },
        body: @escaping @Sendable (BinanceClient, ArchiveServer, Notices, TestClock) async throws -> Void
    ) async throws {
        var configuration = BinanceConfiguration(seed: 1)
        change(&configuration)
        let settings = configuration
        let holder = Mutex<ArchiveServer?>(nil)
        try await RawServer.run { connection in
            while true {
                let target = String(WireBytes.target(of: try await connection.request()).dropFirst())
                let answer = holder.withLock { $0?.files.withLock { $0[target] } }
                try await connection.write(answer ?? WireBytes.answer(404, "<Error/>"))
                // An answer that is shorter than it says ends with its connection.
                if let answer, answer.firstRange(of: Array("Content-Length: 99999".utf8)) != nil { return }
            }
        } body: { raw in
            let server = ArchiveServer(raw)
            holder.withLock { $0 = server }
            var settings = settings
            settings.archiveURL = server.url
            let notices = Notices()
            let clock = TestClock()
            let client = BinanceClient(
                configuration: settings, notice: { notices.add($0) }, clock: clock.clock)
            try await body(client, server, notices, clock)
            try await client.shutdown()
        }
    }
}
