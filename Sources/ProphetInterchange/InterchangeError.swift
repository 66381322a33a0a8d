public import ProphetEngine

/// Why a text or some bytes could not be read as what they should be, or values could not be written.
public enum InterchangeError: Error, Hashable, Sendable {
    // Tables.
    /// A table has no header.
    case emptyTable
    /// The text has another encoding than UTF-8; its name.
    case encoding(String)
    /// The bytes are no text; what they are.
    case notText(String)
    /// A table lacks a column; the columns that it has.
    case columnMissing(String, found: [String])
    /// A table has two columns of one name, or a column is given two roles.
    case columnTwice(String)
    /// A row has more or fewer cells than the header; lines are counted from 1.
    case rowWidth(line: Int, cells: Int, columns: Int)
    /// A quoted cell that begins in this line is not closed, or is followed by text.
    case quote(line: Int)
    /// The value of a cell cannot be used.
    case cell(line: Int, column: String, value: String, CellFault)
    /// A date given on its own cannot be read.
    case date(String, CellFault)

    // JSON.
    /// The text is not JSON: the position in bytes, and what is wrong there.
    case json(offset: Int, String)
    /// A value of a saved model is missing or of the wrong kind; its path, and what was found.
    case field(String, expected: String, found: String)

    // Models.
    /// The options of a saved model cannot be used.
    case options(ProphetError)
    /// The parts of a saved model do not fit together.
    case inconsistentModel(String)
    /// A saved model was fitted with the holidays of a country whose dates it does not hold.
    case countryHolidays(country: String, names: [String])
    /// A saved model has more of something than can be read or written.
    case tooMany(String, count: Int, limit: Int)
    /// The history, which the format holds, was left out of the model.
    case noHistory
    /// A column of the model has a name that Prophet's table uses for another.
    case columnNameTaken(String)
    /// The format has no place for a part of the model.
    case notExpressible(String)

    // The compact format.
    /// The bytes do not begin as a compact model does.
    case notCompact
    /// A newer version of the program wrote the bytes.
    case newerVersion(found: Int, supported: Int)
    /// The bytes were changed or cut after they were written, or never were a model.
    case damaged(String)

    // Calendars.
    /// A line of a calendar cannot be read; lines are counted from 1.
    case calendar(line: Int, String)
    /// An event repeats in a way that is not supported.
    case recurrence(line: Int, rule: String)
}
