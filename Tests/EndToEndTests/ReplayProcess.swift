import Foundation
import TestSupport
import Testing

/// A replay exchange that runs as a process of its own, as a user would start it.
struct ReplayProcess {
    /// The address of its REST interface.
    let url: String
    /// The address of its streams.
    let stream: String
    private let running: Program.Running

    /// Starts one on a free port and waits until it says where it listens.
    static func start(_ program: Program, _ arguments: [String]) async throws -> ReplayProcess {
        let running = try program.start(["replay", "--port", "0"] + arguments)
        let isUp = await eventually { running.output.contains("http://127.0.0.1:") || !running.isRunning }
        guard isUp, let range = running.output.firstRange(of: /http:\/\/127\.0\.0\.1:[0-9]+/) else {
            running.kill()
            throw NotStarted(errors: running.errors)
        }
        let url = String(running.output[range])
        return ReplayProcess(url: url, stream: url.replacing("http://", with: "ws://"), running: running)
    }

    /// The options that point a command to it.
    var options: [String] { ["--rest-url", url, "--stream-url", stream] }

    /// Ends it.
    func stop() { running.kill() }

    /// It did not start; what it said.
    struct NotStarted: Error {
        let errors: String
    }
}
