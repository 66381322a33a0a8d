/// What is wrong with a file, or with how files are named together, and the exit code that it ends with.
struct FileProblem: Error, CustomStringConvertible {
    /// What is wrong, with the file named.
    let problem: String
    /// What the reader can do.
    let remedy: String
    /// How the program ends.
    let code: Failure.Code

    var description: String { "\(problem) \(remedy)" }
}
