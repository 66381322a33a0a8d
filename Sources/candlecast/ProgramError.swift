/// What can go wrong in the program itself, beside the errors of the layers.
enum ProgramError: Error {
    /// The arguments do not go together.
    case usage(String, remedy: String)
    /// There is nothing to work on.
    case noInput(String, remedy: String)
    /// A file or folder cannot be written.
    case cannotWrite(path: String, reason: String)
    /// The work was done, and something was found that scripts want to know about.
    case finding(String)
    /// The user stopped the program.
    case interrupted
}

extension ProgramError: CustomStringConvertible {
    /// What is wrong, with the value found.
    var problem: String {
        switch self {
        case .usage(let text, _), .noInput(let text, _), .finding(let text): text
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written: \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)."
        case .interrupted: "stopped by the user."
        }
    }

    /// What the reader can do.
    var remedy: String {
        switch self {
        case .usage(_, let remedy), .noInput(_, let remedy): remedy
        case .cannotWrite: "Free space there, change its permissions, or choose another folder."
        case .finding: "What was found is listed above."
        case .interrupted: "Run the same command again to go on; nothing that was stored is lost."
        }
    }

    var description: String { "\(problem) \(remedy)" }
}
