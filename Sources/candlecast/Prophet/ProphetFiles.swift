import ArgumentParser
import Foundation
import ProphetEngine
import ProphetInterchange

/// Reads and writes the files of the `prophet` commands.
enum ProphetFiles {
    /// The form of a saved model, by the ending of its file.
    enum Kind: Hashable {
        case json
        case compact

        init(path: String) throws {
            switch URL(filePath: path).pathExtension.lowercased() {
            case "json": self = .json
            case "ccm": self = .compact
            case let ending:
                throw ValidationError(
                    "a model is saved as .json (Prophet's form) or .ccm (compact), not as \"\(ending)\".")
            }
        }
    }

    /// The bytes of a file, or of stdin for `-`.
    ///
    /// - Throws: ``ProgramError/noInput(_:remedy:)``.
    static func bytes(_ path: String) throws -> [UInt8] {
        do {
            let data =
                path == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(filePath: path))
            return [UInt8](data)
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw ProgramError.noInput(
                exists
                    ? "\(path) cannot be read: \((error as NSError).localizedDescription)"
                    : "there is no file \(path).",
                remedy: exists ? "Check that it is a file, and its permissions." : "Check the path.")
        }
    }

    /// The series of a file with the columns that a model of some options needs.
    static func history(_ path: String, _ options: ProphetOptions) throws -> ProphetHistory {
        let bytes = try bytes(path)
        return try named(path) { try ProphetCSV.decodeHistory(bytes, columns: CSVColumns(for: options)) }
    }

    /// The rows of a file with the columns that a model needs.
    static func frame(_ path: String, _ model: FittedProphet) throws -> ProphetFrame {
        let bytes = try bytes(path)
        return try named(path) { try ProphetCSV.decodeFrame(bytes, columns: CSVColumns(for: model)) }
    }

    /// The years for which repeating events of a calendar are written out.
    private static let years = 1970...2100

    /// The holidays of a table or a calendar.
    static func holidays(_ path: String) throws -> [Holiday] {
        let bytes = try bytes(path)
        let isCalendar = URL(filePath: path).pathExtension.lowercased() == "ics"
        return try named(path) {
            isCalendar
                ? try HolidayCalendar.decode(bytes, years: years) : try ProphetCSV.decodeHolidays(bytes)
        }
    }

    /// A saved model, whichever form it has.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - holidays: The dates of the holidays of a country, which Prophet's form does not hold.
    /// - Returns: The model.
    /// - Throws: ``ProgramError`` or ``FileFailure``.
    static func model(_ path: String, holidays: [Holiday]) throws -> FittedProphet {
        let bytes = try bytes(path)
        let first = bytes.first { !" \n\r\t".utf8.contains($0) }
        return try named(path) {
            first == UInt8(ascii: "{")
                ? try ProphetJSON.decode(bytes, countryHolidays: holidays) : try CompactModel.decode(bytes)
        }
    }

    /// Saves a model in the form that the ending of its file says.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - keepsHistory: Whether the compact form holds the history; Prophet's always does.
    ///   - path: The file.
    /// - Throws: ``ProgramError`` or an `InterchangeError`.
    static func write(_ model: FittedProphet, keepsHistory: Bool, to path: String) throws {
        let bytes: [UInt8] =
            switch try Kind(path: path) {
            case .json: Array(try ProphetJSON.encode(model).utf8)
            case .compact: try CompactModel.encode(model, includesHistory: keepsHistory)
            }
        try write(bytes, to: path)
    }

    /// Writes a text file whole or not at all.
    static func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ProgramError.cannotWrite(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    /// Reads a file, and names it where that fails.
    private static func named<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let error as InterchangeError {
            throw FileFailure(path: path, error: error)
        }
    }
}
