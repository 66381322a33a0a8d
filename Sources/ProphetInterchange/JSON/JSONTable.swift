/// A table as pandas writes it: a schema with the names of the columns, and an object for each row.
struct JSONTable {
    /// The names of the columns.
    let columns: [String]
    /// The values of the rows, in the order of the columns; null where a row lacks one.
    let rows: [[JSONValue]]
    private let path: String

    /// Reads a table from a field that holds it as a text.
    init(_ field: JSONField) throws(InterchangeError) {
        path = field.path
        let size = try field.text().utf8.count
        let table = try field.embedded()
        var columns: [String] = []
        for entry in try table.field("schema").field("fields").array() {
            columns.append(try entry.field("name").text())
        }
        guard Set(columns).count == columns.count else {
            throw .field(
                "\(path).schema", expected: "a list of different columns", found: "one with repetitions")
        }
        var rows: [[JSONValue]] = []
        let data = try table.field("data").array()
        let cells = columns.count.multipliedReportingOverflow(by: data.count)
        // Each row names its columns, so a short text cannot stand for a huge table.
        guard !cells.overflow, cells.partialValue <= size else {
            throw .field("\(path).data", expected: "rows with all columns", found: "a table with gaps")
        }
        rows.reserveCapacity(data.count)
        for row in data { rows.append(Self.values(of: try row.members(), columns)) }
        self.columns = columns
        self.rows = rows
    }

    private static func values(of members: [JSONValue.Member], _ columns: [String]) -> [JSONValue] {
        if members.count == columns.count, zip(members, columns).allSatisfy({ $0.name == $1 }) {
            return members.map(\.value)
        }
        var found: [String: JSONValue] = [:]
        for member in members { found[member.name] = member.value }
        return columns.map { found[$0] ?? .null }
    }

    /// The values of a column, or nil if the table does not have it.
    func optionalColumn(_ name: String) -> [JSONField]? {
        guard let index = columns.firstIndex(of: name) else { return nil }
        let path = "\(path).\(name)"
        return rows.map { JSONField(value: $0[index], path: path) }
    }

    /// The values of a column.
    func column(_ name: String) throws(InterchangeError) -> [JSONField] {
        guard let values = optionalColumn(name) else {
            throw .field("\(path).\(name)", expected: "a column of the table", found: "missing")
        }
        return values
    }

    /// The numbers of a column.
    func numbers(_ name: String) throws(InterchangeError) -> [Double] {
        var result: [Double] = []
        for field in try column(name) { result.append(try field.number()) }
        return result
    }
}
