import ProphetInterchange

/// An error of a file, with its name.
struct FileFailure: Error, CustomStringConvertible {
    let path: String
    let error: InterchangeError

    var description: String { "\(path): \(error)" }

    /// The exit code: 78 where a newer program is needed, 65 elsewhere.
    static func code(_ error: InterchangeError) -> Failure.Code {
        if case .newerVersion = error { .configuration } else { .badData }
    }
}
