import Foundation
import Synchronization

/// What the program says: results on stdout, everything else on stderr.
///
/// A terminal gets one progress line that is redrawn; a pipe gets a plain line now and then; `--quiet`, `--json` and
/// `--verbose` get none. Colour is decided for each stream on its own.
final class Console: Sendable {
    /// How much is said on stderr.
    enum Level: Int, Comparable, Sendable {
        case quiet
        case normal
        case verbose

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// Whether the result is one JSON document.
    let isJSON: Bool
    /// Whether stdout takes colour.
    let outputHasColor: Bool
    private let level: Level
    private let errorHasColor: Bool
    private let isInteractive: Bool
    private let progressState = Mutex(ProgressState())

    private struct ProgressState {
        var shown = ""
        var lastDraw: ContinuousClock.Instant?
    }

    /// A console that follows the user's options and environment.
    init(level: Level, isJSON: Bool, color: ColorChoice, environment: [String: String]) {
        self.level = level
        self.isJSON = isJSON
        outputHasColor = color.allows(isTerminal: isatty(STDOUT_FILENO) == 1, environment: environment)
        errorHasColor = color.allows(isTerminal: isatty(STDERR_FILENO) == 1, environment: environment)
        let isPlain = environment["CI"] != nil || environment["TERM"] == "dumb"
        isInteractive = isatty(STDERR_FILENO) == 1 && !isPlain
    }

    /// Writes a line of the result.
    func result(_ text: String) {
        clearProgress()
        StandardStream.output.write((text + "\n"))
    }

    /// Says how the work goes on; silent with `--quiet` and `--json`.
    func note(_ text: String) {
        guard level >= .normal, !isJSON else { return }
        write(text)
    }

    /// Says something that only `--verbose` asks for.
    func detail(_ text: String) {
        guard level >= .verbose else { return }
        write(Style.dim.apply(text, when: errorHasColor))
    }

    /// Warns; never silent.
    func warn(_ text: String) {
        write(Style.yellow.apply("warning: ", when: errorHasColor) + text)
    }

    /// Says why the program fails.
    func fail(_ text: String) {
        write(Style.red.apply("error: ", when: errorHasColor) + text)
    }

    /// Shows how far a piece of work is; the next call replaces the line.
    func progress(_ text: String) {
        guard level == .normal, !isJSON else { return }
        let now = ContinuousClock.now
        let pause: Duration = isInteractive ? .milliseconds(100) : .seconds(5)
        let line: String? = progressState.withLock { state in
            if let last = state.lastDraw, now - last < pause { return nil }
            state.lastDraw = now
            let old = state.shown.count
            state.shown = isInteractive ? text : ""
            return isInteractive
                ? "\r" + text + String(repeating: " ", count: max(0, old - text.count)) : text + "\n"
        }
        if let line { StandardStream.error.write(line) }
    }

    private func write(_ text: String) {
        clearProgress()
        StandardStream.error.write((text + "\n"))
    }

    private func clearProgress() {
        let width = progressState.withLock { state in
            defer { state.shown = "" }
            return state.shown.count
        }
        guard width > 0 else { return }
        StandardStream.error.write(("\r" + String(repeating: " ", count: width) + "\r"))
    }
}
