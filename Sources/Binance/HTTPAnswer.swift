import Foundation

/// A whole answer of the REST interface, reduced to what the client reads.
struct HTTPAnswer: Hashable, Sendable {
    /// The HTTP status.
    let status: Int
    /// The pause that the exchange asks for.
    var retryAfter: Duration?
    /// The request weight of the current minute, as the exchange counts it.
    var usedWeight: Int?
    /// The header in which a replay names its source.
    var source: String?
    /// The body.
    var body: [UInt8] = []

    /// The exchange's code and words in the body of an error; the start of the text if it is not its JSON.
    var errorBody: (code: Int?, message: String) {
        if let error = try? JSONDecoder().decode(ErrorBody.self, from: Data(body)) {
            return (error.code, error.msg ?? "")
        }
        // A firewall answers with a page of HTML, which would tell a reader nothing.
        guard let first = body.first, first != UInt8(ascii: "<") else { return (nil, "") }
        let text = String(decoding: body.prefix(200), as: UTF8.self)
        return (nil, text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    private struct ErrorBody: Decodable {
        let code: Int
        let msg: String?
    }

    /// Reads the value of a Retry-After header, which the exchange gives in seconds.
    static func retryAfter(_ text: String?) -> Duration? {
        text.flatMap { Int64($0.filter { $0 != " " }) }.flatMap {
            $0 >= 0 && $0 < 1 << 40 ? .seconds($0) : nil
        }
    }
}
