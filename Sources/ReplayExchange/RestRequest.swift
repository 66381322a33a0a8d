/// A request as the server received it.
struct RestRequest: Hashable, Sendable {
    let method: String
    /// The path, decoded, without the query.
    let path: String
    /// The query as it was sent, without the question mark.
    let query: String
    /// The header `X-MBX-TIME-UNIT`, if it was sent.
    let timeUnit: String?

    /// A request of its line and one header.
    init(method: String, uri: String, timeUnit: String? = nil) {
        self.method = method
        self.timeUnit = timeUnit
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = PercentText.decode(parts[0])
        query = parts.count == 2 ? String(parts[1]) : ""
    }
}

/// An answer before it is written to the wire.
struct RestAnswer: Hashable, Sendable {
    var status = 200
    var contentType = "application/json;charset=UTF-8"
    var headers: [Header] = []
    var body: [UInt8]

    /// A header line.
    struct Header: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// The value of a header, or nil.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
