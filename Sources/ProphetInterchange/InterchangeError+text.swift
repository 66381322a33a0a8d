import ProphetEngine

extension InterchangeError: CustomStringConvertible {
    public var description: String { "\(problem) \(remedy)" }

    /// What is wrong, with the value found.
    ///
    /// Control characters of what was read are written out.
    public var problem: String { QuotedText.escaped(rawProblem) }

    private var rawProblem: String {
        switch self {
        case .emptyTable: "The table is empty: it has no header."
        case .encoding(let name): "The text is encoded as \(name)."
        case .notText(let kind): "The bytes are not text, but \(kind)."
        case .columnMissing(let name, let found):
            "The table has no column \"\(name)\"; it has \(Self.list(found))."
        case .columnTwice(let name): "The column \"\(Self.short(name))\" occurs twice."
        case .rowWidth(let line, let cells, let columns):
            "Line \(line) has \(Self.count(cells, "cell")), but the header has \(Self.count(columns, "column"))."
        case .quote(let line):
            "A quoted cell that begins in line \(line) is not closed, or has text after its closing quote."
        case .cell(let line, let column, let value, let fault):
            fault == .missing
                ? "Line \(line), column \"\(Self.short(column))\": the value is missing."
                : "Line \(line), column \"\(Self.short(column))\": \"\(Self.short(value))\" \(fault.problem)."
        case .date(let value, let fault): "\"\(value)\" \(fault.problem)."
        case .json(let offset, let reason): "The text is not JSON: \(reason) at byte \(offset)."
        case .field(let path, let expected, let found):
            "The saved model's \"\(path)\" should be \(expected), but is \(found)."
        case .options(let error): "The saved model has unusable options: \(error.problem)"
        case .inconsistentModel(let reason): "The saved model contradicts itself: \(reason)."
        case .countryHolidays(let country, let names):
            "The model was fitted with the holidays of \(country), whose dates its file does not hold: "
                + "\(Self.list(names))."
        case .tooMany(let what, let count, let limit):
            "The model has \(count) \(what); at most \(limit) can be read or written."
        case .noHistory: "The model was saved without its history, which this format needs."
        case .columnNameTaken(let name):
            "The column \"\(name)\" of the model has a name that Prophet's table of the history uses itself."
        case .notExpressible(let what): "Prophet's format has no place for \(what)."
        case .notCompact: "The bytes are not a compact model."
        case .newerVersion(let found, let supported):
            "The compact model has format version \(found); this program knows versions up to \(supported)."
        case .damaged(let reason): "The compact model is damaged: \(reason)."
        case .calendar(let line, let reason): "Line \(line) of the calendar cannot be used: \(reason)."
        case .recurrence(let line, let rule):
            "The event in line \(line) of the calendar repeats by \"\(rule)\", which is not supported."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .emptyTable: "Begin the table with a line of column names, such as ds,y."
        case .encoding: "Save it as UTF-8."
        case .notText: "Unpack or convert it first: what is read is text in UTF-8."
        case .columnMissing: "Name the column in the first line, exactly so."
        case .columnTwice: "Give every column a name of its own and one role."
        case .rowWidth: "Give every row as many cells as the header; quote cells that contain the separator."
        case .quote: "Close the quote before the next separator; write a quote inside quotes twice."
        case .cell(_, _, _, let fault), .date(_, let fault): fault.remedy
        case .json: "Save the model again, with model_to_json of Prophet or with this program."
        case .field, .inconsistentModel: "Save the model again; edited files may not fit together."
        case .options: "Fit the model again with other options."
        case .countryHolidays:
            "Give the dates of these holidays, in the past and in the forecast, when reading the model."
        case .tooMany: "Save a smaller model."
        case .noHistory: "Save the model with its history."
        case .columnNameTaken: "Rename the column and fit the model again."
        case .notExpressible: "Use the compact format, or a model without it."
        case .notCompact: "Give the bytes of a compact model; Prophet's own models are JSON."
        case .newerVersion: "Use the newer program, or save the model again with this one."
        case .damaged: "Take another copy of it, or fit the model again."
        case .calendar: "Correct the line, or export the calendar again as iCalendar (RFC 5545)."
        case .recurrence: "Write the event once for each date, or give the holidays as a table."
        }
    }

    /// A name or value of a file, cut to a length that people read.
    private static func short(_ text: String) -> String { QuotedText.escaped(text, limit: 60) }

    /// Some names for a sentence.
    private static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "none" }
        let shown = names.prefix(12).map { "\"\(short($0))\"" }.joined(separator: ", ")
        return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}
