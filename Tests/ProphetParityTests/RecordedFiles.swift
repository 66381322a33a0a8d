import Foundation
import ProphetInterchange
import TestSupport

@testable import ProphetParity

/// The recorded files of the shared data.
enum RecordedFiles {
    /// All of them by name; none where there is no shared data.
    static let all: [ParityFile] = {
        guard let folder = SharedData.folder?.appending(path: "prophet/goldens").path() else { return [] }
        return (try? ParityRun.files(at: [folder])) ?? []
    }()

    /// The paths inside the folder, as test arguments show them.
    static let names = all.map { file in
        let folder = file.url.deletingLastPathComponent().lastPathComponent
        return folder == "aux" ? "aux/\(file.name)" : file.name
    }

    /// The document of a file such as `air_additive` or `aux/setup`.
    static func document(_ name: String) throws -> JSONValue {
        try JSONValue.parse(Data(contentsOf: SharedData.url("prophet/goldens/\(name).json")))
    }

    /// The report of a document under the name of a file.
    static func report(_ name: String, _ json: JSONValue) -> ParityReport {
        let isAuxiliary = name.hasPrefix("aux/")
        let shortName = isAuxiliary ? String(name.dropFirst(4)) : name
        return ParityFile.report(name: shortName, isAuxiliary: isAuxiliary, json: json)
    }
}

extension JSONValue {
    /// The document with the value at a path of names and positions changed.
    func changing(_ path: [String], _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard let first = path.first else { return change(self) }
        let rest = Array(path.dropFirst())
        switch self {
        case .object(var members):
            if let index = members.lastIndex(where: { $0.name == first }) {
                members[index].value = members[index].value.changing(rest, change)
            }
            return .object(members)
        case .array(var elements):
            if let index = Int(first), elements.indices.contains(index) {
                elements[index] = elements[index].changing(rest, change)
            }
            return .array(elements)
        default:
            return self
        }
    }

    /// A number moved by some amount; anything else as it is.
    func moved(by amount: Double) -> JSONValue {
        if case .number(let number) = self { .number(number + amount) } else { self }
    }

    /// Every path to a value inside, the deepest last.
    func paths() -> [[String]] {
        switch self {
        case .object(let members):
            members.flatMap { member in
                [[member.name]] + member.value.paths().map { [member.name] + $0 }
            }
        case .array(let elements):
            elements.indices.flatMap { index in
                [["\(index)"]] + elements[index].paths().map { ["\(index)"] + $0 }
            }
        default: []
        }
    }
}
