import ProphetInterchange

/// An error of a file, with its name, and with the option that helps.
struct FileFailure: Error, CustomStringConvertible {
    let path: String
    let error: InterchangeError

    var description: String { "\(path): \(error.problem) \(remedy)" }

    private var remedy: String {
        if case .countryHolidays = error {
            return "Give their dates, in the past and in the forecast, with --holidays FILE (.csv or .ics)."
        }
        return error.remedy
    }

    /// The exit code: 78 where a newer program is needed, 65 elsewhere.
    static func code(_ error: InterchangeError) -> Failure.Code {
        if case .newerVersion = error { .configuration } else { .badData }
    }
}
