import ProphetInterchange

/// Compares under which conditions Prophet raises an error; the texts are not compared.
enum ErrorsFile {
    /// Compares every entry of the file.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws(ParityError) {
        var impossible: [String] = []
        for (index, entry) in try json.array("errors").enumerated() {
            checks.part("entry \(index)") { checks in
                let name = try entry.member("case").text("case")
                guard let condition = ErrorConditions.all[name] else {
                    return checks.require(false, "case \"\(name)\" is not known")
                }
                switch condition {
                case .impossible:
                    impossible.append(name)
                case .attempt(let body):
                    check(body, name, isError: !entry["raised"].isNull, &checks)
                }
            }
        }
        if !impossible.isEmpty {
            checks.skip("n/a (type) \(impossible.count): " + impossible.joined(separator: "; "))
        }
    }

    private static func check(
        _ body: () throws -> Void, _ name: String, isError: Bool, _ checks: inout Checks
    ) {
        do {
            try body()
            checks.require(!isError, "\"\(name)\" is accepted, recorded an error")
        } catch let unexpected as ErrorCondition.UnexpectedResult {
            checks.require(false, "\"\(name)\": \(unexpected)")
        } catch {
            checks.require(isError, "\"\(name)\" is refused: \(error)")
        }
    }
}
