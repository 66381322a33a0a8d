import ArgumentParser
import Candles
import ReplayExchange

struct ArchiveTreeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Make the tree of a bulk archive from recorded candles, for replay --archive.",
        discussion: """
            Every day that is over becomes a zip file with its checksum, with --monthly every whole month too. Files \
            that were recorded as such are taken byte for byte and win over files made here. The same input gives the \
            same bytes.

            EXAMPLES
              candlecast replay archive --klines klines --to tree --monthly
              candlecast replay archive --klines klines --zips recorded.tar.gz --no-daily --monthly --to tree
            """)

    @Option(help: ArgumentHelp("A folder with files SYMBOL-INTERVAL.csv.gz.", valueName: "folder"))
    var klines: String

    @Option(help: ArgumentHelp("The folder that gets the tree data/spot/.", valueName: "folder"))
    var to: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Recorded zip files: folders with a tree data/spot/, or such folders as .tar.gz.",
            valueName: "folder or file"))
    var zips: [String] = []

    @Option(
        name: .customLong("interval"),
        help: ArgumentHelp("Make files of this interval only; may be repeated.", valueName: "interval"))
    var intervals: [Interval] = []

    @Option(
        name: .customLong("daily-interval"),
        help: ArgumentHelp(
            "Make files of days of this interval only; may be repeated.", valueName: "interval"))
    var dayIntervals: [Interval] = []

    @Flag(inversion: .prefixedNo, help: "Make files of days.")
    var daily = true

    @Flag(help: "Make files of whole months.")
    var monthly = false

    @Flag(help: "Write all times in microseconds, not only those from 2025 on.")
    var microseconds = false

    @Flag(name: .customLong("dry-run"), help: "Count what would be made, and write nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    /// What `--json` prints.
    private struct Document: Encodable {
        let to: String
        let dryRun: Bool
        let made: Int
        let recorded: Int
        let candles: Int
        let bytes: Int
    }

    func run() async throws {
        var builder = ArchiveBuilder(klines: klines, target: to)
        builder.recorded = zips
        builder.days = daily
        builder.months = monthly
        builder.intervals = Set(intervals)
        builder.dayIntervals = Set(dayIntervals)
        builder.microseconds = microseconds
        builder.isDryRun = dryRun
        let report: ArchiveBuilder.Report
        do {
            report = try await builder.build()
        } catch {
            throw Self.programError(error)
        }
        let console = output.console
        if output.json {
            let document = Document(
                to: to, dryRun: dryRun, made: report.made, recorded: report.recorded, candles: report.candles,
                bytes: report.bytes)
            console.result(try JSONText.document("candlecast.replay-archive/1", document))
        } else {
            console.result(
                "\(dryRun ? "would make" : "made") \(NumberText.count(report.made)) files with "
                    + "\(NumberText.count(report.candles)) candles, \(dryRun ? "would take" : "took") "
                    + "\(NumberText.count(report.recorded)) recorded files; "
                    + "\(NumberText.count(report.bytes)) bytes in \(to)")
        }
    }

    /// The program's own error for a place that cannot be written, which has an exit code of its own.
    static func programError(_ error: ReplayError) -> any Error {
        if case .cannotWrite(let path, let reason) = error {
            return ProgramError.cannotWrite(path: path, reason: reason)
        }
        return error
    }
}
