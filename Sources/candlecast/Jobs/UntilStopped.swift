import ServiceLifecycle

/// Does nothing until the user stops the program; what runs beside it is a server.
struct UntilStopped: Service {
    func run() async throws {
        do { try await gracefulShutdown() } catch is CancellationError { return }
    }
}
