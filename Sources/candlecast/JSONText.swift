import Candles
import Foundation

/// The JSON documents of `--json`: one object with a schema, keys sorted, times in ISO 8601.
enum JSONText {
    private struct Document<Body: Encodable>: Encodable {
        let schema: String
        let body: Body

        private enum Key: String, CodingKey {
            case schema
        }

        func encode(to encoder: any Encoder) throws {
            try body.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(schema, forKey: .schema)
        }
    }

    /// The text of a document.
    ///
    /// - Parameters:
    ///   - schema: The name and version that docs/FORMATS.md gives it.
    ///   - body: An object; its keys are written in snake case.
    /// - Returns: The text of one line.
    /// - Throws: `EncodingError` for a number that JSON cannot say.
    static func document(_ schema: String, _ body: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(Document(schema: schema, body: body)), as: UTF8.self)
    }
}
