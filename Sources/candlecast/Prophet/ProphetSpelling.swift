/// Other spellings of arguments: Prophet's, with underscores, and negative numbers behind options.
enum ProphetSpelling {
    /// The arguments with the names of options in hyphens, if they are those of `prophet`.
    ///
    /// Values stay as they are: only what stands before an equals sign in an argument that begins with two
    /// hyphens is a name. A negative number is no option but the value of the one before it, and is joined to it.
    static func hyphenated(_ arguments: [String]) -> [String] {
        guard arguments.first == "prophet" else { return arguments }
        var isOver = false
        var result: [String] = []
        for argument in arguments {
            if argument == "--" { isOver = true }
            if !isOver, isNegative(argument), let last = result.last, last.hasPrefix("--"),
                !last.contains("=")
            {
                result[result.count - 1] = last + "=" + argument
            } else if !isOver, argument.hasPrefix("--") {
                let name = argument.prefix { $0 != "=" }
                result.append(String(name).replacing("_", with: "-") + argument.dropFirst(name.count))
            } else {
                result.append(argument)
            }
        }
        return result
    }

    private static func isNegative(_ argument: String) -> Bool {
        let rest = argument.utf8.dropFirst()
        guard argument.hasPrefix("-"), let first = rest.first else { return false }
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        return isDigit(first) || (first == UInt8(ascii: ".") && rest.dropFirst().first.map(isDigit) == true)
    }
}
