import Foundation
import Testing

/// The rules of the house that the compiler cannot keep.
@Suite("Architecture")
struct ArchitectureTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What each target may import; what is not in its line is forbidden.
    private static let allowed: [String: Set<String>] = [
        "Candles": [],
        "ProphetEngine": ["CKernels", "RealModule", "Dispatch", "Synchronization"],
        "ProphetInterchange": ["ProphetEngine"],
        "ProphetParity": [
            "ProphetEngine", "ProphetInterchange", "Foundation", "Dispatch", "Synchronization",
        ],
        "prophet-parity": ["ProphetParity", "Foundation", "Glibc", "Darwin", "Musl"],
        "Forecasting": ["Candles", "ProphetEngine", "RealModule", "Dispatch", "Synchronization"],
        "Reporting": ["Candles", "ProphetEngine", "Forecasting", "RealModule"],
        "Binance": [
            "Candles", "Archiving", "Crypto", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1",
            "NIOWebSocket", "NIOSSL",
            "Foundation",
            "NIOFoundationCompat", "Synchronization", "Glibc", "Darwin", "Musl",
        ],
        "ReplayExchange": [
            "Candles", "Archiving", "Crypto", "RealModule", "NIOCore", "NIOPosix", "NIOHTTP1",
            "NIOWebSocket", "Foundation",
            "Synchronization",
        ],
        "EventLog": ["GRDB", "Foundation", "Synchronization", "Glibc", "Darwin", "Musl"],
        "ServingLayer": [
            "Candles", "Archiving", "GRDB", "Foundation", "Synchronization", "Glibc", "Darwin", "Musl",
        ],
        "Archiving": ["CDeflate", "CZlib"],
        "Parquet": ["CDeflate", "CZstd"],
        "BatchLayer": [
            "Candles", "Archiving", "Binance", "ServingLayer", "Foundation", "Synchronization", "Dispatch",
            "Glibc", "Darwin", "Musl",
        ],
        "SpeedLayer": [
            "Candles", "Binance", "EventLog", "ServingLayer", "ServiceLifecycle", "Foundation",
            "Synchronization",
        ],
        "candlecast": [
            "Candles", "ProphetEngine", "ProphetInterchange", "Forecasting", "Reporting", "Binance",
            "ReplayExchange", "EventLog", "ServingLayer", "BatchLayer", "SpeedLayer", "Parquet",
            "ServiceLifecycle",
            "UnixSignals", "Logging",
            "ArgumentParser",
            "Foundation", "Dispatch",
            "Synchronization", "Glibc", "Darwin", "Musl",
        ],
    ]

    private static let pure: Set<String> = [
        "Candles", "ProphetEngine", "ProphetInterchange", "Forecasting", "Reporting",
    ]

    /// The targets that are programs.
    private static let programs: Set<String> = ["candlecast", "prophet-parity"]

    private struct SourceFile {
        let target: String
        let path: String
        let lines: [String]
    }

    private static func files(under folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        let found =
            FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)?.allObjects ?? []
        return try found.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { url in
            let below = url.path().dropFirst(base.path().count).drop { $0 == "/" }
            return SourceFile(
                target: String(below.prefix { $0 != "/" }), path: "\(folder)/\(below)",
                lines: try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n"))
        }
    }

    /// A line without its comment.
    private static func code(_ line: String) -> Substring {
        let comment = line.range(of: "//")?.lowerBound ?? line.endIndex
        return line[..<comment]
    }

    @Test("Every target imports only what its row of the table allows")
    func imports() throws {
        let files = try Self.files(under: "Sources")
        #expect(files.count > 50)
        for file in files {
            let allowed = try #require(Self.allowed[file.target], "\(file.path) is in a target without a row")
            for line in file.lines.map(Self.code) {
                let words = line.split(whereSeparator: \.isWhitespace)
                let isStatement = { (word: Substring) in
                    ["public", "package", "internal", "private", "@testable"].contains(word)
                }
                // Help texts say "import" as well; only an import statement has nothing else before the word.
                guard let keyword = words.firstIndex(of: "import"), words.count > keyword + 1,
                    words[..<keyword].allSatisfy(isStatement), !line.hasPrefix(" ")
                else {
                    continue
                }
                let module = words[words.count - 1].prefix { $0 != "." }
                #expect(allowed.contains(String(module)), "\(file.path) imports \(module)")
            }
        }
    }

    @Test("No file is longer than 500 lines")
    func length() throws {
        for file in try Self.files(under: "Sources") + Self.files(under: "Tests") {
            #expect(file.lines.count <= 501, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("Pure targets read no clock, do no I/O and do not wait")
    func purity() throws {
        let forbidden = [
            "Date()", ".now", "ContinuousClock", "SuspendingClock", " async ", "await ", "fopen", "getenv",
        ]
        for file in try Self.files(under: "Sources") where Self.pure.contains(file.target) {
            for (number, line) in file.lines.enumerated() {
                // A time that was handed in may be called now; a clock may not be asked.
                let code = Self.code(line).replacing("self.now", with: "")
                for word in forbidden where code.contains(word) {
                    Issue.record("\(file.path):\(number + 1) contains \(word)")
                }
            }
        }
    }

    @Test("Only the programs print and exit")
    func printing() throws {
        for file in try Self.files(under: "Sources") where !Self.programs.contains(file.target) {
            for (number, line) in file.lines.enumerated() {
                for word in ["print(", "exit(", "fatalError(", "debugPrint("] {
                    let code = Self.code(line)
                    guard let found = code.range(of: word) else { continue }
                    let before = code[..<found.lowerBound].last
                    let isPart = before.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
                    #expect(isPart, "\(file.path):\(number + 1) calls \(word)")
                }
            }
        }
    }

    @Test("Sources force nothing and promise nothing unproved")
    func promises() throws {
        for file in try Self.files(under: "Sources") {
            for (number, line) in file.lines.enumerated() {
                let code = Self.code(line)
                for word in ["try!", "as!", "nonisolated(unsafe)", "@preconcurrency"]
                where code.contains(word) {
                    Issue.record("\(file.path):\(number + 1) contains \(word)")
                }
                if code.contains("@unchecked Sendable") {
                    #expect(line.contains("//"), "\(file.path):\(number + 1) does not say why it is sendable")
                }
            }
        }
    }

    @Test("Batch and speed never import one another")
    func layers() {
        #expect(Self.allowed["BatchLayer"]?.contains("SpeedLayer") == false)
        #expect(Self.allowed["SpeedLayer"]?.contains("BatchLayer") == false)
        #expect(Self.allowed.values.allSatisfy { Self.programs.isDisjoint(with: $0) })
    }
}
