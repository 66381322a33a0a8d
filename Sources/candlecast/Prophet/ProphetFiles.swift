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

    /// The series of a file with the columns that a model of some options needs.
    static func history(_ path: String, _ options: ProphetOptions) throws -> ProphetHistory {
        let bytes = try InputFile.bytes(path)
        return try named(path) { try ProphetCSV.decodeHistory(bytes, columns: CSVColumns(for: options)) }
    }

    /// The rows of a file with the columns that a model needs.
    static func frame(_ path: String, _ model: FittedProphet) throws -> ProphetFrame {
        let bytes = try InputFile.bytes(path)
        return try named(path) { try ProphetCSV.decodeFrame(bytes, columns: CSVColumns(for: model)) }
    }

    /// The years for which repeating events of a calendar are written out.
    private static let years = 1970...2100

    /// The holidays of a table or a calendar.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - warn: Is told how many events of a calendar are no holidays.
    /// - Returns: The holidays in the order of the file.
    /// - Throws: ``ProgramError`` or ``FileFailure``.
    static func holidays(_ path: String, warn: (String) -> Void) throws -> [Holiday] {
        let bytes = try InputFile.bytes(path)
        guard URL(filePath: path).pathExtension.lowercased() == "ics" else {
            return try named(path) { try ProphetCSV.decodeHolidays(bytes) }
        }
        let calendar = try named(path) { try HolidayCalendar(bytes, years: years) }
        if calendar.timedEvents > 0 {
            let count = Figure.count(calendar.timedEvents, "event")
            warn("\(path): \(count) with a time of day passed over; only all-day events are holidays")
        }
        return calendar.holidays
    }

    /// A saved model, whichever form it has.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - holidays: The dates of the holidays of a country, which Prophet's form does not hold.
    /// - Returns: The model.
    /// - Throws: ``ProgramError`` or ``FileFailure``.
    static func model(_ path: String, holidays: [Holiday]) throws -> FittedProphet {
        let bytes = try InputFile.bytes(path)
        return try named(path) {
            switch form(of: bytes) {
            case .json: try ProphetJSON.decode(bytes, countryHolidays: holidays)
            case .compact: try CompactModel.decode(bytes)
            case nil: throw noModel(path, bytes)
            }
        }
    }

    /// The form of a saved model by its first bytes.
    private static func form(of bytes: [UInt8]) -> Kind? {
        if CompactModel.isCompact(bytes) { return .compact }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.first { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: "{") ? .json : nil
    }

    /// Why a file is no saved model.
    private static func noModel(_ path: String, _ bytes: [UInt8]) -> FileProblem {
        let name = InputFile.name(path)
        let problem = { (reason: String, remedy: String) in
            FileProblem(problem: "\(name) is no saved model: \(reason).", remedy: remedy, code: .badData)
        }
        let saving = "Save a model with `candlecast prophet fit --model`, or with model_to_json of Prophet."
        if bytes.isEmpty { return problem("it is empty", saving) }
        if case .success(let header) = Result(catching: { try ProphetCSV.header(bytes) }),
            header.contains("ds")
        {
            return problem("it is a table", "Give a series without --model.")
        }
        return problem("it is neither JSON nor a compact model", saving)
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
        try OutputFile.write(bytes, to: path)
    }

    /// Reads a file, and names it where that fails.
    private static func named<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let error as InterchangeError {
            throw FileFailure(path: InputFile.name(path), error: error)
        }
    }
}
