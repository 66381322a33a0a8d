import ArgumentParser
import EventLog
import ServingLayer
import SpeedLayer
import Synchronization

struct ConsumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consume",
        abstract: "Read the log into the store, from where the last consumer stopped.",
        discussion: """
            Any number of times, from any moment on: what is read twice is stored once.

            EXAMPLES
              candlecast consume
              candlecast consume --once
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "Stop at the present end of the log.")
    var once = false

    @Option(help: ArgumentHelp("The name under which the offset is kept.", valueName: "name"))
    var group = "candlecast"

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Say how many records wait; read none.")
    var dryRun = false

    func run() async throws {
        let context = Context(common, command: "consume")
        let console = context.console
        guard !dryRun else { return console.result("\(try await waiting(context)) records wait in the log") }
        let summary = try await context.withStore { store in
            let log = try await openLog(context)
            let result = Mutex<ConsumerSummary?>(nil)
            let consumer = Consumer(log: log, store: store, group: group, mode: once ? .drain : .follow) {
                event in
                StreamText.tell(event, console)
                if case .finished(let summary) = event { result.withLock { $0 = summary } }
            }
            try await StreamStep.serve([consumer])
            try log.close()
            return result.withLock { $0 }
        }
        if common.json {
            let document = [
                "records": summary?.records ?? 0, "changed": summary?.changed ?? 0, "bad": summary?.bad ?? 0,
            ]
            console.result(try JSONText.document("candlecast.consume/1", document))
        } else {
            console.result("\(summary?.records ?? 0) records read, \(summary?.changed ?? 0) candles changed")
        }
        if !once { throw ProgramError.interrupted }
    }

    /// Opens the log; a consumer that follows waits for its producer to begin one.
    private func openLog(_ context: Context) async throws -> EmbeddedLog {
        let (folder, command) = (context.dataDirectory, context.command)
        var isWaiting = false
        while true {
            let opened = Result { () throws(EventLogError) in
                try EmbeddedLog.open(directory: folder, access: .read, command: command)
            }
            guard case .failure(let error) = opened, !once, error.isRetriable else { return try opened.get() }
            if !isWaiting { context.console.note("consume: \(error.problem) Waiting for a producer.") }
            isWaiting = true
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// The number of records that the store has not read yet.
    private func waiting(_ context: Context) async throws -> Int64 {
        try await context.withStore(.read) { store in
            let log = try EmbeddedLog.open(
                directory: context.dataDirectory, access: .read, command: context.command)
            let end = try await log.endOffset(topic: Topic.candles, partition: 0)
            let first = try await log.startOffset(topic: Topic.candles, partition: 0)
            let next = try await store.offset(group: group, topic: Topic.candles, partition: 0) ?? first
            try log.close()
            return max(0, end - next)
        }
    }
}
