/// A fault for certain requests to certain paths: `klines:3-5:503`.
///
///     klines:3-5:503            the third to the fifth request for klines
///     *:10:reset                the tenth request of all
///     archive:*:slow            every request to the archive
///     zip:2-:zip-damaged        all files of the archive but the first
///     time:1:429=30             asks for a pause of 30 s
///
/// A path is `*`, `archive`, `zip`, `checksum`, or the end of a path from one of its slashes on, such as `klines`,
/// `ticker/24hr` or the name of a file.
public struct FaultRule: Hashable, Sendable {
    /// The paths that the rule is for.
    public let path: String
    /// The requests to these paths, counted from 1.
    public let numbers: ClosedRange<Int>
    /// What goes wrong.
    public let kind: Fault.Kind
    /// The pause that is asked for, in seconds, or nil.
    public let seconds: Int?

    /// A rule.
    public init(_ path: String, _ numbers: ClosedRange<Int>, _ kind: Fault.Kind, seconds: Int? = nil) {
        self.path = path
        self.numbers = numbers
        self.kind = kind
        self.seconds = seconds
    }

    /// Reads `PATH:WHICH:WHAT`.
    ///
    /// - Throws: ``ReplayError/usage(option:value:reason:)`` for anything else.
    public init(text: String) throws(ReplayError) {
        func refusal(_ reason: String) -> ReplayError {
            .usage(option: "fault", value: "\"\(text)\"", reason: reason)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, !parts[0].isEmpty else {
            throw refusal("a fault is PATH:WHICH:WHAT, such as klines:3-5:503")
        }
        guard let numbers = Self.numbers(parts[1]) else {
            throw refusal(
                "\"\(parts[1])\" does not say which requests; use *, 3, 3-5 or 3-, counted from 1")
        }
        let what = parts[2].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        guard let kind = Fault.Kind(rawValue: what[0]) else {
            let names = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw refusal("\"\(what[0])\" is no kind of fault; there are \(names)")
        }
        var seconds: Int?
        if what.count == 2 {
            guard let number = Int(what[1]), (1...1_000_000).contains(number) else {
                throw refusal("\"\(what[1])\" is no pause in whole seconds")
            }
            seconds = number
        }
        self.init(parts[0], numbers, kind, seconds: seconds)
    }

    private static func numbers(_ text: String) -> ClosedRange<Int>? {
        if text == "*" { return 1...Int.max }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count <= 2, let first = Int(ends[0]), first >= 1 else { return nil }
        if ends.count == 1 { return first...first }
        if ends[1].isEmpty { return first...Int.max }
        guard let last = Int(ends[1]), last >= first else { return nil }
        return first...last
    }

    /// Whether the rule is for a path.
    func matches(_ path: String) -> Bool {
        switch self.path {
        case "*": true
        case "archive": path.hasPrefix(ArchivePath.prefix)
        case "zip": path.hasPrefix(ArchivePath.prefix) && Fault.Place(path) == .zip
        case "checksum": Fault.Place(path) == .checksum
        default: path == self.path || path.hasSuffix(self.path.hasPrefix("/") ? self.path : "/" + self.path)
        }
    }
}
