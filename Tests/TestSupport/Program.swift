public import Foundation

/// Runs the built program as a user would.
public struct Program: Sendable {
    /// The folder that the program works in and that holds its output.
    public let folder: URL

    /// What a run left behind.
    public struct Run: Sendable {
        /// What the program wrote to stdout.
        public let output: String
        /// What the program wrote to stderr.
        public let errors: String
        /// How it ended.
        public let code: Int32
    }

    /// A run that has not ended.
    public final class Running: @unchecked Sendable {  // Process is used from the one task that holds this.
        fileprivate let process: Process
        fileprivate let files: (output: URL, errors: URL)
        private let ended: AsyncStream<Void>

        fileprivate init(_ process: Process, _ files: (URL, URL)) {
            self.process = process
            self.files = files
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            ended = stream
            process.terminationHandler = { _ in
                continuation.yield()
                continuation.finish()
            }
        }

        /// Kills the program as `kill -9` does.
        public func kill() { _ = killProcess(process.processIdentifier, 9) }

        /// Asks the program to stop, as Ctrl-C does.
        public func interrupt() { process.interrupt() }

        /// Whether the program is still there.
        public var isRunning: Bool { process.isRunning }

        /// The number of the process.
        public var pid: Int32 { process.processIdentifier }

        /// What the program wrote to stderr so far.
        public var errors: String { Program.text(files.errors) }

        /// What the program wrote to stdout so far.
        public var output: String { Program.text(files.output) }

        /// Waits for the end, without holding a thread.
        public func wait() async -> Run {
            for await _ in ended { break }
            let isSignal = process.terminationReason == .uncaughtSignal
            return Run(
                output: output, errors: errors,
                code: isSignal ? 128 + process.terminationStatus : process.terminationStatus)
        }
    }

    /// A program that works in a new temporary folder.
    public init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlecast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Removes the folder.
    public func remove() throws { try FileManager.default.removeItem(at: folder) }

    /// The path of a file in the folder.
    public func path(_ name: String) -> String { folder.appending(path: name).path() }

    /// Starts the program.
    public func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CANDLECAST_") }
        variables["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = variables.merging(environment) { $1 }
        let name = UUID().uuidString
        let files = (folder.appending(path: name + ".out"), folder.appending(path: name + ".err"))
        for file in [files.0, files.1] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files.0)
        process.standardError = try FileHandle(forWritingTo: files.1)
        process.standardInput = FileHandle.nullDevice
        let running = Running(process, files)
        try process.run()
        return running
    }

    /// Runs the program to its end.
    public func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Run {
        try await start(arguments, environment: environment).wait()
    }

    /// The program that `CANDLECAST_BINARY` names, or the one beside the test bundle.
    private static let binary: URL = {
        if let path = ProcessInfo.processInfo.environment["CANDLECAST_BINARY"] { return URL(filePath: path) }
        let bundle = URL(filePath: CommandLine.arguments[0])
        let folders = sequence(first: bundle.deletingLastPathComponent()) {
            $0.path() == "/" ? nil : $0.deletingLastPathComponent()
        }
        let candidates = folders.prefix(6).map { $0.appending(path: "candlecast") }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path()) }
            ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/debug/candlecast")
    }()

    fileprivate static func text(_ url: URL) -> String {
        (FileManager.default.contents(atPath: url.path())).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
