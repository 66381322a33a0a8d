extension ParquetColumn {
    /// Writes the fields of the format's SchemaElement.
    ///
    /// Both the logical type and the older converted type are written, because old readers know only the latter.
    func write(to schema: inout ThriftWriter) {
        schema.int32(1, kind.physicalType)
        schema.int32(3, isOptional ? 1 : 0)
        schema.text(4, name)
        if let converted = kind.convertedType { schema.int32(6, converted) }
        switch kind {
        case .string: schema.structure(10) { $0.structure(1) }
        case .date: schema.structure(10) { $0.structure(6) }
        case .timestamp:
            schema.structure(10) { logical in
                logical.structure(8) { timestamp in
                    timestamp.boolean(1, true)
                    timestamp.structure(2) { $0.structure(1) }
                }
            }
        case .boolean, .int32, .int64, .double: break
        }
    }
}

extension ParquetColumn.Kind {
    /// The number of the physical type.
    var physicalType: Int {
        switch self {
        case .boolean: 0
        case .int32, .date: 1
        case .int64, .timestamp: 2
        case .double: 5
        case .string: 6
        }
    }

    /// The number of the converted type, if there is one.
    var convertedType: Int? {
        switch self {
        case .string: 0
        case .date: 6
        case .timestamp: 9
        case .boolean, .int32, .int64, .double: nil
        }
    }
}
