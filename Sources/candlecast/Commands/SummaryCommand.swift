import ArgumentParser

struct SummaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Show counts, moves, volumes and returns of what is held.")

    func run() async throws {}
}
