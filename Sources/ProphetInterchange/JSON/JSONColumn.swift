/// A column of a table as pandas reads it.
struct JSONColumn {
    /// The type that pandas gives the column.
    enum Kind: String {
        case datetime
        case text = "string"
        case integer
        case number
        case boolean
    }

    let name: String
    let kind: Kind
    /// Writes the value of a row.
    let write: (Int, inout JSONWriter) -> Void

    init(_ name: String, _ kind: Kind, write: @escaping (Int, inout JSONWriter) -> Void) {
        self.name = name
        self.kind = kind
        self.write = write
    }

    /// A column of numbers.
    init(_ name: String, numbers: [Double]) {
        self.init(name, .number) { $1.number(numbers[$0]) }
    }

    /// Writes a table as a text that holds JSON.
    static func writeTable(
        _ columns: [JSONColumn], rows: Int, to writer: inout JSONWriter
    ) throws(InterchangeError) {
        try writer.embedded { writer throws(InterchangeError) in
            writer.object { writer in
                writer.key("schema")
                writer.object { writer in
                    writer.key("fields")
                    writer.array { writer in
                        for column in columns { column.writeField(to: &writer) }
                    }
                    writer.key("pandas_version")
                    writer.text("1.4.0")
                }
                writer.key("data")
                writer.array { writer in
                    for row in 0..<rows {
                        writer.object { writer in
                            for column in columns {
                                writer.key(column.name)
                                column.write(row, &writer)
                            }
                        }
                    }
                }
            }
        }
    }

    private func writeField(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("name")
            writer.text(name)
            writer.key("type")
            writer.text(kind.rawValue)
        }
    }
}
