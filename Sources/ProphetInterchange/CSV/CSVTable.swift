import ProphetEngine

/// The columns of a table as they are read, row by row.
struct CSVTable {
    /// What a column is.
    private enum Role {
        case ignored
        case time
        case number(Int)
        case condition(Int)
        /// A regressor as long as it has nothing but numbers.
        case candidate(Int)
    }

    /// A column of numbers.
    private struct Numbers {
        let name: String
        let isRegressor: Bool
        var values: [Double] = []
        var isDropped = false
    }

    private(set) var times: [Int64] = []
    private var numbers: [Numbers] = []
    private var conditions: [(name: String, values: [Bool])] = []
    private var roles: [Role] = []
    private let columns: CSVColumns
    private let hasValue: Bool

    /// Reads a table.
    ///
    /// - Throws: ``InterchangeError`` with the line, the column and the value of what cannot be used.
    /// - Complexity: O(n) for n bytes; memory only for the values.
    init(_ bytes: UnsafeBufferPointer<UInt8>, columns: CSVColumns, needsValue: Bool) throws(InterchangeError)
    {
        var reader = try CSVReader(bytes)
        self.columns = columns
        hasValue = needsValue
        try assignRoles(reader.header)
        var cells: [CSVCell] = []
        while try reader.nextRow(into: &cells) {
            guard cells.count == reader.header.count else {
                throw .rowWidth(line: reader.line, cells: cells.count, columns: reader.header.count)
            }
            for index in cells.indices {
                let value = cells[index].bytes(in: bytes)
                do {
                    try append(value, role: roles[index], index: index)
                } catch {
                    throw reader.fault(error, cells[index], column: index)
                }
            }
        }
    }

    private mutating func assignRoles(_ header: [String]) throws(InterchangeError) {
        var needed = [columns.time] + (hasValue ? [columns.value] : []) + columns.conditions
        if case .named(let names) = columns.regressors { needed += names }
        for name in needed where !header.contains(name) { throw .columnMissing(name, found: header) }
        for (index, name) in needed.enumerated() where needed[..<index].contains(name) {
            throw .columnTwice(name)
        }
        for name in header {
            if name == columns.time {
                roles.append(.time)
            } else if columns.conditions.contains(name) {
                roles.append(.condition(conditions.count))
                conditions.append((name, []))
            } else if case .named(let names) = columns.regressors, names.contains(name) {
                addNumbers(name, isRegressor: true) { .number($0) }
            } else if (hasValue && name == columns.value) || name == "cap" || name == "floor" {
                addNumbers(name, isRegressor: false) { .number($0) }
            } else if columns.regressors == .allNumeric, !name.isEmpty, name != columns.value {
                addNumbers(name, isRegressor: true) { .candidate($0) }
            } else {
                roles.append(.ignored)
            }
        }
    }

    private mutating func addNumbers(_ name: String, isRegressor: Bool, _ role: (Int) -> Role) {
        roles.append(role(numbers.count))
        numbers.append(Numbers(name: name, isRegressor: isRegressor))
    }

    private mutating func append(
        _ value: UnsafeBufferPointer<UInt8>, role: Role, index: Int
    ) throws(CellFault) {
        switch role {
        case .ignored: return
        case .time: times.append(try CSVValue.time(value))
        case .number(let column):
            numbers[column].values.append(
                try CSVValue.number(value, allowsTruth: numbers[column].isRegressor))
        case .condition(let column): conditions[column].values.append(try CSVValue.condition(value))
        case .candidate(let column):
            let read = Result { () throws(CellFault) in try CSVValue.number(value, allowsTruth: true) }
            if case .failure(.notANumber) = read {
                numbers[column] = Numbers(name: numbers[column].name, isRegressor: true, isDropped: true)
                roles[index] = .ignored
            } else {
                numbers[column].values.append(try read.get())
            }
        }
    }

    /// The values of a column of numbers that is no regressor.
    func values(_ name: String) -> [Double]? {
        numbers.first { $0.name == name && !$0.isRegressor }?.values
    }

    /// The rows without their values.
    var frame: ProphetFrame {
        var frame = ProphetFrame(ds: times, cap: values("cap"), floor: values("floor"))
        for column in numbers where column.isRegressor && !column.isDropped {
            frame.regressors[column.name] = column.values
        }
        for (name, values) in conditions { frame.conditions[name] = values }
        return frame
    }
}
