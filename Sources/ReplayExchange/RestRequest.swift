/// A request as the server received it.
struct RestRequest: Hashable, Sendable {
    let method: String
    /// The path with its query, as it was sent.
    let target: String
    /// The path, decoded, without the query.
    let path: String
    /// The query as it was sent, without the question mark.
    let query: String
    /// The header `X-MBX-TIME-UNIT`, if it was sent.
    let timeUnit: String?
    /// The headers that ask for a part of a file, or for a file only if it has changed.
    let conditions: Conditions

    /// The headers of a request for a file.
    struct Conditions: Hashable, Sendable {
        var range: String?
        var ifRange: String?
        var ifNoneMatch: String?
        var ifModifiedSince: String?
    }

    /// A request of its line and some headers.
    init(method: String, uri: String, timeUnit: String? = nil, conditions: Conditions = Conditions()) {
        self.method = method
        target = uri
        self.timeUnit = timeUnit
        self.conditions = conditions
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = PercentText.decode(parts[0])
        query = parts.count == 2 ? String(parts[1]) : ""
    }
}
