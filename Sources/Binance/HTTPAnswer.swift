import Candles
import Foundation

/// A whole answer of the REST interface, reduced to what the client reads.
struct HTTPAnswer: Hashable, Sendable {
    /// The HTTP status.
    let status: Int
    /// The pause that the exchange asks for.
    var retryAfter: Duration?
    /// The request weight of the current minute, as the exchange counts it.
    var usedWeight: Int?
    /// The clock of the server, cut to seconds.
    var date: OpenTime?
    /// The header in which a replay names its source.
    var source: String?
    /// The body.
    var body: [UInt8] = []
    /// The SHA-256 of the body in lower-case hexadecimal digits, if it was asked for.
    var digest: String?

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

    /// Reads the value of a Date header, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func date(_ text: String?) -> OpenTime? {
        guard let parts = text?.split(separator: " "), parts.count == 6, parts[5] == "GMT",
            let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3]), let date = UTCDay(year: year, month: month + 1, day: day)
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        return date.start + ((time[0] * 60 + time[1]) * 60 + time[2]) * 1000
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
