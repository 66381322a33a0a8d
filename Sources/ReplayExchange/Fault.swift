/// Something that goes wrong with one request on purpose.
public struct Fault: Hashable, Sendable {
    /// What goes wrong.
    public let kind: Kind
    /// Chooses among the forms of the kind: where a body is cut, which byte is flipped, which row is spoilt.
    public let variant: UInt64
    /// The pause that is asked for, in seconds, for kinds that ask for one; nil for that of the schedule.
    public let seconds: Int?

    /// A fault.
    public init(_ kind: Kind, variant: UInt64 = 0, seconds: Int? = nil) {
        self.kind = kind
        self.variant = variant
        self.seconds = seconds
    }

    /// A number in `0..<bound`, chosen by the variant.
    func choice(_ bound: Int) -> Int { bound > 0 ? Int(variant % UInt64(bound)) : 0 }
}

extension Fault {
    /// The kinds of fault; the raw value is the name on the command line.
    public enum Kind: String, CaseIterable, Comparable, Sendable {
        /// Status 429 with `Retry-After`; who goes on all the same is banned.
        case rateLimited = "429"
        /// Status 418 with `Retry-After`: the address is banned, each time for longer.
        case banned = "418"
        /// Status 403 with an HTML page, as of a firewall.
        case firewall = "403"
        /// Status 451 with the code 0.
        case restricted = "451"
        /// Status 404 of a file of the archive.
        case absent = "404"
        case internalError = "500"
        case badGateway = "502"
        case unavailable = "503"
        case gatewayTimeout = "504"
        /// The exchange's own code "disconnected", with status 500 or 400.
        case disconnectedCode = "-1001"
        /// The code "too many requests", with status 429 or 400 and without `Retry-After`.
        case tooManyCode = "-1003"
        /// The code "timeout", with status 408 or 400.
        case timeoutCode = "-1007"
        /// The code "server busy", with status 503 or 400.
        case busyCode = "-1008"
        /// The code "shutting down", with status 503 or 400.
        case shuttingDownCode = "-1016"
        /// The body ends before its `Content-Length`, with the connection.
        case truncated
        /// The connection ends inside a chunked body.
        case chunkCut = "chunk-cut"
        /// Status 200 with a body that is no JSON.
        case notJSON = "not-json"
        /// Status 200 with an HTML page.
        case html
        /// Status 200 with no body.
        case empty
        /// The body comes piece by piece, with pauses.
        case slow
        /// No answer ever comes.
        case hang
        /// The connection is closed before the answer.
        case close
        /// The connection is reset before the answer.
        case reset
        /// The answer does not tell the weight used.
        case noWeight = "no-weight"
        /// Two rows have changed places.
        case rowsUnordered = "rows-unordered"
        /// A row is there twice, with the same values or with others.
        case rowsRepeated = "rows-repeated"
        /// A row ends after the next one begins.
        case rowsOverlapping = "rows-overlapping"
        /// A row whose open is above its high.
        case rowImpossible = "row-impossible"
        /// A row of a time that was not asked for.
        case rowUnasked = "row-unasked"
        /// A row that has not ended yet although another follows.
        case rowRunning = "row-running"
        /// Fewer rows than were asked for and are there; at least one.
        case shortPage = "short-page"
        /// The checksum of a file is not there.
        case checksumAbsent = "checksum-absent"
        /// The checksum names another file.
        case checksumOther = "checksum-other"
        /// The checksum is not that of the file.
        case checksumWrong = "checksum-wrong"
        /// The zip file ends too early, with a `Content-Length` that agrees.
        case zipTruncated = "zip-truncated"
        /// A byte of the zip file is another one.
        case zipDamaged = "zip-damaged"
        /// The file, with a checksum that matches, has a row that cannot be true.
        case zipRows = "zip-rows"
        /// The file, with a checksum that matches, ends inside its last row.
        case zipCutRow = "zip-cut-row"
        /// The file, with a checksum that matches, begins with a line of column names.
        case zipHeader = "zip-header"
        /// The times of the file, whose checksum matches, are in the unit that its date does not suggest.
        case zipMicroseconds = "zip-microseconds"
        /// The file, with a checksum that matches, lacks its last rows.
        case zipIncomplete = "zip-incomplete"
        /// After its first transfer the file has other bytes, with the same rows, and a new checksum.
        case zipReissued = "zip-reissued"

        public static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }

        /// Whether the kind can befall a request to a place.
        func applies(to place: Place) -> Bool {
            switch self {
            case .rateLimited, .banned, .restricted, .badGateway, .gatewayTimeout, .disconnectedCode,
                .tooManyCode, .timeoutCode, .busyCode, .shuttingDownCode, .notJSON, .noWeight:
                place == .rest || place == .klines
            case .firewall, .internalError, .unavailable, .truncated, .chunkCut, .html, .empty, .slow, .hang,
                .close, .reset:
                true
            case .rowsUnordered, .rowsRepeated, .rowsOverlapping, .rowImpossible, .rowUnasked, .rowRunning,
                .shortPage:
                place == .klines
            case .absent, .zipTruncated, .zipDamaged:
                place == .zip
            case .checksumAbsent, .checksumOther, .checksumWrong:
                place == .checksum
            case .zipRows, .zipCutRow, .zipHeader, .zipMicroseconds, .zipIncomplete, .zipReissued:
                place == .zip || place == .checksum
            }
        }

        /// Whether a file of the archive keeps the fault once it has befallen it.
        var isOfFile: Bool {
            switch self {
            case .zipRows, .zipCutRow, .zipHeader, .zipMicroseconds, .zipIncomplete, .zipReissued: true
            default: false
            }
        }
    }

    /// What a request asks for, as far as faults care.
    enum Place: Hashable, Sendable {
        case klines
        case rest
        case zip
        case checksum

        /// The place of a path.
        init(_ path: String) {
            if path.hasPrefix(ArchivePath.prefix) {
                self = path.hasSuffix(ArchivePath.checksumSuffix) ? .checksum : .zip
            } else {
                self = path.hasSuffix("/klines") || path.hasSuffix("/uiKlines") ? .klines : .rest
            }
        }
    }
}
