import ArgumentParser
import Foundation

/// How a command talks.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Write the result as one JSON document.")
    var json = false

    @Flag(name: [.customShort("q"), .long], help: "Say nothing on stderr but warnings and errors.")
    var quiet = false

    @Flag(name: [.customShort("v"), .long], help: "Say more on stderr.")
    var verbose = false

    @Option(help: "Colour: auto, always or never; NO_COLOR is honoured.")
    var color = ColorChoice.auto

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
    }

    /// The console that the options describe.
    var console: Console {
        Console(
            level: quiet ? .quiet : verbose ? .verbose : .normal, isJSON: json, color: color,
            environment: ProcessInfo.processInfo.environment)
    }
}
