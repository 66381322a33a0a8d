import Candles
import Crypto

/// Answers requests for files of the archive: whole or in part, only if they have changed, and spoilt on purpose.
struct ArchiveService: Sendable {
    private let tree: ArchiveTree
    private let publishes: Bool
    private let pieceEvery: Duration
    private var alterations: [ArchivePath: Fault] = [:]
    private var reissued: Set<ArchivePath> = []

    /// A service for a tree.
    ///
    /// - Parameters:
    ///   - tree: The files.
    ///   - publishes: Whether a file is there only from its publication on, in virtual time.
    ///   - pieceEvery: The time between two pieces of a slow answer.
    init(_ tree: ArchiveTree, publishes: Bool, pieceEvery: Duration) {
        self.tree = tree
        self.publishes = publishes
        self.pieceEvery = pieceEvery
    }

    /// What is sent of a file, before anybody asked for a part of it.
    private struct Contents {
        var bytes: [UInt8]?
        let file: ArchiveTree.File
        let tag: String

        var size: Int { bytes?.count ?? file.size }
    }

    /// The answer to a request for a path below `/data/`.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: Virtual time.
    ///   - fault: What goes wrong with it.
    /// - Returns: The answer, also to a request that is refused.
    mutating func answer(_ request: RestRequest, now: OpenTime, fault: Fault? = nil) -> RestAnswer {
        guard request.method == "GET" || request.method == "HEAD" else {
            return XMLText.error(
                405, "MethodNotAllowed", "The specified method is not allowed against this resource.",
                key: request.path)
        }
        guard let path = ArchivePath(request.path), isPublished(path, at: now), let file = tree.file(path)
        else { return Self.absent(request.path) }
        if let fault, fault.kind.isOfFile, alterations[path.zip] == nil { alterations[path.zip] = fault }
        var answer: RestAnswer
        do {
            answer = respond(request, path, try contents(path, file, fault))
        } catch {
            answer = XMLText.error(500, "InternalError", XMLText.escaped("\(error)"), key: request.path)
        }
        if let fault {
            answer = spoilt(answer, path, by: fault)
            answer.note.fault = fault.kind
        }
        if alterations[path.zip]?.kind == .zipReissued, !path.isChecksum, answer.status == 200,
            request.method == "GET"
        {
            reissued.insert(path.zip)
        }
        return answer
    }

    private static func absent(_ path: String) -> RestAnswer {
        XMLText.error(404, "NoSuchKey", "The specified key does not exist.", key: String(path.dropFirst()))
    }

    private func isPublished(_ path: ArchivePath, at now: OpenTime) -> Bool {
        guard publishes else { return true }
        let name = path.zip.name
        let stem = name.hasSuffix(".zip") ? String(name.dropLast(4)) : name
        return ArchivePeriod(stem: stem).map { $0.publication <= now } ?? true
    }

    /// The contents of a file, altered if a fault has befallen it.
    private func contents(
        _ path: ArchivePath, _ file: ArchiveTree.File, _ fault: Fault?
    ) throws -> Contents {
        if let alteration = alterations[path.zip], let zip = path.isChecksum ? tree.file(path.zip) : file,
            alteration.kind != .zipReissued || reissued.contains(path.zip)
        {
            let bytes = AlteredZip.apply(alteration, to: try zip.bytes(), name: path.zip.name)
            let digest = Self.digest(bytes)
            let tag = "\"\(digest.prefix(32))\(path.isChecksum ? "-c" : "")\""
            return Contents(
                bytes: path.isChecksum ? Self.checksum(digest, of: path.zip.name) : bytes, file: file,
                tag: tag)
        }
        var contents = Contents(bytes: nil, file: file, tag: file.tag)
        guard let fault else { return contents }
        switch fault.kind {
        case .checksumOther:
            let digest = Self.digest(try tree.file(path.zip)?.bytes() ?? [])
            contents.bytes = Self.checksum(digest, of: "OTHER-" + path.zip.name)
        case .checksumWrong:
            contents.bytes = Self.checksum(Self.digest(Array("\(fault.variant)".utf8)), of: path.zip.name)
        case .zipTruncated:
            let bytes = try file.bytes()
            contents.bytes = Array(bytes.prefix(fault.choice(bytes.count)))
        case .zipDamaged:
            var bytes = try file.bytes()
            if !bytes.isEmpty { bytes[fault.choice(bytes.count)] ^= UInt8(1 << (fault.variant >> 40 & 7)) }
            contents.bytes = bytes
        case .truncated, .chunkCut, .slow:
            contents.bytes = try file.bytes()
        default:
            break
        }
        return contents
    }

    /// The SHA-256 of bytes, in lower-case hexadecimal digits.
    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The contents of a checksum file.
    static func checksum(_ digest: String, of name: String) -> [UInt8] { Array("\(digest)  \(name)\n".utf8) }

    private func respond(_ request: RestRequest, _ path: ArchivePath, _ contents: Contents) -> RestAnswer {
        let modified = HTTPDate.text(contents.file.modified)
        var answer = RestAnswer(contentType: path.contentType, body: [])
        answer.headers = [
            RestAnswer.Header(name: "ETag", value: contents.tag),
            RestAnswer.Header(name: "Last-Modified", value: modified),
            RestAnswer.Header(name: "Accept-Ranges", value: "bytes"),
        ]
        if isUnchanged(request.conditions, contents) {
            answer.status = 304
            return answer
        }
        var offsets = 0..<contents.size
        if let header = request.conditions.range, let range = ByteRange(header: header),
            request.conditions.ifRange.map({ $0 == contents.tag || $0 == modified }) ?? true
        {
            guard let part = range.offsets(in: contents.size) else {
                answer.status = 416
                answer.headers.append(
                    RestAnswer.Header(name: "Content-Range", value: "bytes */\(contents.size)"))
                return answer
            }
            offsets = part
            answer.status = 206
            answer.headers.append(
                RestAnswer.Header(
                    name: "Content-Range",
                    value: "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(contents.size)"))
        }
        if let bytes = contents.bytes {
            answer.body = Array(bytes[offsets])
        } else {
            answer.file = RestAnswer.FilePart(
                path: contents.file.path, offset: offsets.lowerBound, count: offsets.count)
        }
        return answer
    }

    private func isUnchanged(_ conditions: RestRequest.Conditions, _ contents: Contents) -> Bool {
        if let tags = conditions.ifNoneMatch {
            return tags.split(separator: ",").contains { tag in
                let tag = tag.drop { $0 == " " }
                return tag == "*" || (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == contents.tag
            }
        }
        guard let since = conditions.ifModifiedSince.flatMap(HTTPDate.time) else { return false }
        return contents.file.modified.milliseconds / 1000 <= since.milliseconds / 1000
    }

    private func spoilt(_ answer: RestAnswer, _ path: ArchivePath, by fault: Fault) -> RestAnswer {
        switch fault.kind {
        case .absent, .checksumAbsent: Self.absent("/" + path.key)
        default: answer.spoilt(by: fault, pause: pieceEvery)
        }
    }
}
