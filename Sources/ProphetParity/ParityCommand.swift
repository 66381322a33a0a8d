import ProphetInterchange

/// The command line `prophet-parity PATH...`: arguments in, lines and an exit status out.
public enum ParityCommand {
    /// What a run of the command prints, and how it ends.
    public struct Answer: Hashable, Sendable {
        /// The lines for standard output.
        public let output: [String]
        /// The lines for standard error.
        public let errors: [String]
        /// 0 when all files pass, 1 when one failed, 2 when the arguments cannot be used.
        public let status: Int32
    }

    /// How the command is used.
    public static let usage = """
        usage: prophet-parity PATH...

        Compares this package with recorded runs of Prophet, file by file.
        PATH is a recorded file, or a folder whose files (*.json) are compared, those in inner folders too.

        One line per file: the log posterior of our fit, of the recorded optimum and of Prophet's own fit; the
        largest subgradient of our fit (KKT); the largest distance of yhat from the recorded optimum, in and
        after the history, as a share of the scale of y; that of the interval bounds, as a share of the width
        of yhat's; that of the metrics of the cross-validation. `better`: our optimum exceeds the recorded.
        `note`: what agrees in a weaker sense only, such as parameters that the model leaves open.

        exit status: 0 all files pass, 1 a file failed, 2 the arguments cannot be used
        """

    /// Runs the command.
    public static func run(_ arguments: [String]) -> Answer {
        if arguments.contains(where: { ["-h", "--help"].contains($0) }) {
            return Answer(output: [usage], errors: [], status: 0)
        }
        if let option = arguments.first(where: { $0.hasPrefix("-") }) {
            return Answer(output: [], errors: ["prophet-parity: unknown option \(option)", usage], status: 2)
        }
        guard !arguments.isEmpty else {
            return Answer(output: [], errors: ["prophet-parity: no path given", usage], status: 2)
        }
        let files: [ParityFile]
        do {
            files = try ParityRun.files(at: arguments)
        } catch {
            return Answer(output: [], errors: ["prophet-parity: \(error)"], status: 2)
        }
        let reports = ParityRun.reports(of: files)
        let lines = [ParityReport.heading] + reports.map(\.line) + [ParityRun.summary(of: reports)]
        return Answer(output: lines, errors: [], status: reports.allSatisfy(\.passed) ? 0 : 1)
    }
}
