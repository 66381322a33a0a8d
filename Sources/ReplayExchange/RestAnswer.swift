/// An answer before it is written to the wire.
struct RestAnswer: Hashable, Sendable {
    var status = 200
    var contentType = "application/json;charset=UTF-8"
    var headers: [Header] = []
    var body: [UInt8]
    /// A part of a file that is sent instead of ``body``.
    var file: FilePart?
    /// How it reaches the client.
    var delivery = Delivery.whole
    /// What the journal says about it.
    var note = Note()

    /// A header line.
    struct Header: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// Bytes of a file.
    struct FilePart: Hashable, Sendable {
        let path: String
        let offset: Int
        let count: Int
    }

    /// How an answer reaches the client.
    enum Delivery: Hashable, Sendable {
        case whole
        /// The connection ends after so many bytes of the body.
        case cut(after: Int)
        /// The same, in a chunked body.
        case cutChunk(after: Int)
        /// The body comes in so many pieces with a pause before each.
        case pieces(Int, every: Duration)
        /// Nothing is ever sent.
        case never
        /// The connection is closed instead.
        case close
        /// The connection is reset instead.
        case reset
    }

    /// What is known about an answer besides what is sent.
    struct Note: Hashable, Sendable {
        var weight = 0
        var usedWeight: Int?
        var fault: Fault.Kind?
        var retryAfter: Int?
        var isEarly = false
        var isOverLimit = false
    }

    /// The value of a header, or nil.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The number of bytes of the body.
    var bodySize: Int { file?.count ?? body.count }
}
