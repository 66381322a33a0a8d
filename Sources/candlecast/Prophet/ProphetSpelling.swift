/// Prophet's spelling of options, with underscores, beside that of the program, with hyphens.
enum ProphetSpelling {
    /// The arguments with the names of options in hyphens, if they are those of `prophet`.
    ///
    /// Values stay as they are: only what stands before an equals sign in an argument that begins with two
    /// hyphens is a name.
    static func hyphenated(_ arguments: [String]) -> [String] {
        guard arguments.first == "prophet" else { return arguments }
        var isOver = false
        return arguments.map { argument in
            if argument == "--" { isOver = true }
            guard !isOver, argument.hasPrefix("--") else { return argument }
            let name = argument.prefix { $0 != "=" }
            return String(name).replacing("_", with: "-") + argument.dropFirst(name.count)
        }
    }
}
