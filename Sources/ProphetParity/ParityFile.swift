public import Foundation
import ProphetInterchange

/// A recorded file: a case, or an auxiliary file of single steps.
public struct ParityFile: Hashable, Sendable {
    /// Where the file is.
    public let url: URL

    /// Names a file.
    public init(_ url: URL) {
        self.url = url
    }

    /// The name without the extension.
    public var name: String { url.deletingPathExtension().lastPathComponent }

    /// Compares what the file records with what this package does.
    ///
    /// A file that cannot be read or is not what the format says gives a report that failed.
    public func report() -> ParityReport {
        let isInFolder = url.deletingLastPathComponent().lastPathComponent == "aux"
        do {
            let data: Data
            do {
                data = try Data(contentsOf: url)
            } catch {
                throw ParityError.unreadable(path: url.path(), reason: error.localizedDescription)
            }
            return Self.report(name: name, isAuxiliary: isInFolder, json: try JSONValue.parse(data))
        } catch {
            var checks = Checks()
            checks.require(false, "\(error)")
            let shownName = isInFolder ? "aux/\(name)" : name
            return ParityReport(name: shownName, tolerance: "-", figures: ParityFigures(), checks: checks)
        }
    }

    /// Compares a document: one with a setup and a history is a case, the name tells the kind of any other.
    static func report(name: String, isAuxiliary: Bool, json: JSONValue) -> ParityReport {
        let isCase = !json["history"].isNull && !json["setup"].isNull
        if !isCase, let kind = AuxiliaryKind(fileName: name) {
            return kind.report(name: name, json: json)
        }
        guard isCase || !isAuxiliary else {
            var checks = Checks()
            let kinds = AuxiliaryKind.allCases.map(\.rawValue).joined(separator: ", ")
            checks.require(false, "the name tells no kind of auxiliary file: \(kinds)")
            return ParityReport(name: "aux/\(name)", tolerance: "-", figures: ParityFigures(), checks: checks)
        }
        return CaseRun.report(name: name, json: json)
    }
}
