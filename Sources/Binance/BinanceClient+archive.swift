import Archiving
public import Candles
import Synchronization

extension BinanceClient {
    /// The most bytes of a packed file of the archive.
    public static let largestArchive = 64 << 20
    /// The most bytes of the text in it.
    static let largestText = 512 << 20

    /// Fetches a file of the bulk archive, checks it and reads its candles.
    ///
    /// A file is believed only if its SHA-256 is the published one; one that differs is fetched once more, since it
    /// may have been published anew in between. With a cache, a kept file is used if its digest is still the
    /// published one.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - now: The exchange's time: a file with a candle that ends later is refused.
    ///   - previousDigest: The digest of the file when it was read before, to tell whether it was reissued.
    /// - Returns: The candles, or that there is no such file, or why it cannot be trusted.
    /// - Throws: ``BinanceError`` if the archive cannot be reached or does not serve us.
    /// - Complexity: O(bytes).
    public func archive(
        _ file: ArchiveFile, now: OpenTime, previousDigest: String? = nil
    ) async throws(BinanceError) -> ArchiveAnswer {
        let requests = Atomic(0)
        let onTry: @Sendable () -> Void = { requests.add(1, ordering: .relaxed) }
        var packed: Packed
        do throws(ArchiveStop) {
            packed = try await self.packed(file, onTry)
        } catch {
            switch error {
            case .absent: return .absent
            case .refused(let reason): return .refused(reason: reason)
            case .failed(let error): throw error
            }
        }
        do throws(ArchiveRows.Refusal) {
            let columns = try ArchiveRows.read(Self.text(in: packed.bytes, of: file), of: file, now: now)
            return .contents(
                ArchiveContents(
                    columns: columns, digest: packed.digest, bytes: packed.bytes.count,
                    isCached: packed.isCached, requests: requests.load(ordering: .relaxed),
                    isReissued: previousDigest.map { $0 != packed.digest } ?? false))
        } catch {
            return .refused(reason: error.reason)
        }
    }

    /// The published digest of a file of the bulk archive, with one small request.
    ///
    /// - Returns: The SHA-256 in lower-case hexadecimal digits; nil if the archive has no checksum of such a file.
    /// - Throws: ``BinanceError``; ``BinanceError/badAnswer(path:reason:)`` for a text that is no checksum.
    public func archiveDigest(_ file: ArchiveFile) async throws(BinanceError) -> String? {
        switch try await checksum(of: file, onTry: {}) {
        case .known(let digest): return digest
        case .absent: return nil
        case .unreadable:
            throw .badAnswer(path: file.path + ".CHECKSUM", reason: "it is no checksum of \(file)")
        }
    }

    /// A file whose digest is the published one.
    private struct Packed: Sendable {
        let bytes: [UInt8]
        let digest: String
        let isCached: Bool
    }

    private enum ArchiveStop: Error {
        case absent
        case refused(String)
        case failed(BinanceError)
    }

    private enum Checksum: Hashable, Sendable {
        case known(String)
        case absent
        case unreadable
    }

    /// The file from the cache if it is still the published one, else from the archive.
    private func packed(
        _ file: ArchiveFile, _ onTry: @escaping @Sendable () -> Void
    ) async throws(ArchiveStop) -> Packed {
        let cache = configuration.archiveCache.map { ArchiveCache(folder: $0) }
        var published: Checksum?
        if let kept = cache?.file(file.path, limit: Self.largestArchive) {
            published = try await stopping { () async throws(BinanceError) in
                try await self.checksum(of: file, onTry: onTry)
            }
            if published == .known(kept.digest) {
                return Packed(bytes: kept.bytes, digest: kept.digest, isCached: true)
            }
        }
        var packed = try await fetched(file, published, onTry)
        if case .mismatch(let published, let found) = packed {
            notice(
                "\(file): its SHA-256 is \(found), the published one \(published); fetching both once more")
            packed = try await fetched(file, nil, onTry)
        }
        switch packed {
        case .mismatch(let published, let found):
            throw .refused("its SHA-256 is \(found), the published one \(published)")
        case .matches(let packed):
            do {
                try cache?.keep(packed.bytes, digest: packed.digest, path: file.path)
            } catch {
                // The file itself is good; only the next run has to fetch it again.
                notice("\(file) cannot be kept in \(configuration.archiveCache ?? ""): \(error)")
            }
            return packed
        }
    }

    private enum Fetched: Sendable {
        case matches(Packed)
        case mismatch(published: String, found: String)
    }

    /// Fetches a file and, unless it is known already, its checksum at the same time.
    private func fetched(
        _ file: ArchiveFile, _ known: Checksum?, _ onTry: @escaping @Sendable () -> Void
    ) async throws(ArchiveStop) -> Fetched {
        async let zip = Self.result { () async throws(BinanceError) in try await self.zip(file, onTry) }
        let published: Checksum
        if let known {
            published = known
        } else {
            published = try await stopping { () async throws(BinanceError) in
                try await self.checksum(of: file, onTry: onTry)
            }
        }
        let answer: HTTPAnswer?
        do {
            answer = try await zip.get()
        } catch .badAnswer(_, let reason) {
            throw .refused(reason)
        } catch {
            throw .failed(error)
        }
        guard let answer, let found = answer.digest else { throw .absent }
        switch published {
        case .known(let digest) where digest == found:
            return .matches(Packed(bytes: answer.body, digest: found, isCached: false))
        case .known(let digest): return .mismatch(published: digest, found: found)
        case .absent: throw .refused("the archive has no checksum of it")
        case .unreadable: throw .refused("what the archive has as its checksum is none")
        }
    }

    private func zip(
        _ file: ArchiveFile, _ onTry: @escaping @Sendable () -> Void
    ) async throws(BinanceError) -> HTTPAnswer? {
        let transfer = HTTPTransport.Transfer(
            bodyLimit: Self.largestArchive, total: nil, leastBytes: 1024, wantsDigest: true, accept: "*/*")
        return try await archived(file.path, transfer, countedAs: "archive file", onTry)
    }

    private func checksum(
        of file: ArchiveFile, onTry: @escaping @Sendable () -> Void
    ) async throws(BinanceError) -> Checksum {
        let transfer = HTTPTransport.Transfer(
            bodyLimit: 4096, total: configuration.requestTimeout, leastBytes: 1, wantsDigest: false,
            accept: "*/*")
        do throws(BinanceError) {
            let answer = try await archived(
                file.path + ".CHECKSUM", transfer, countedAs: "archive checksum", onTry)
            guard let answer else { return .absent }
            return ArchiveChecksum(answer.body, of: file.description).map { .known($0.digest) } ?? .unreadable
        } catch .badAnswer {
            // Longer than any checksum.
            return .unreadable
        }
    }

    /// Fetches something from the archive; nil if there is no such thing.
    private func archived(
        _ path: String, _ transfer: HTTPTransport.Transfer, countedAs name: String,
        _ onTry: @escaping @Sendable () -> Void
    ) async throws(BinanceError) -> HTTPAnswer? {
        let base = try BaseURL(rest: configuration.archiveURL)
        let question = Question(
            base: base, url: base.text + "/" + BaseURL.escaped(path, keeping: "/"), path: path,
            countedAs: name, budget: .named("archive \(base.budgetName)", clock: clock), transfer: transfer,
            onTry: onTry)
        do throws(BinanceError) {
            switch try await ask(question, read: { answer throws(AnswerFault) in answer }) {
            case .answer(let answer): return answer
            case .moveOn(let error): throw error
            }
        } catch .refused(_, 404, _, _) {
            return nil
        }
    }

    /// The text in the zip: its only entry, which has the name of the file.
    private static func text(
        in bytes: [UInt8], of file: ArchiveFile
    ) throws(ArchiveRows.Refusal) -> [UInt8] {
        do {
            let zip = try ZipArchive(bytes)
            let entries = zip.entries.filter { !$0.isFolder }
            guard entries.count == 1, let entry = entries.first, entry.name == file.name + ".csv" else {
                throw ArchiveRows.Refusal(
                    reason: "it should hold \(file.name).csv alone, but holds "
                        + (entries.isEmpty
                            ? "nothing" : entries.prefix(3).map(\.name).joined(separator: ", ")))
            }
            return try zip.contents(of: entry, limit: largestText)
        } catch let refusal as ArchiveRows.Refusal {
            throw refusal
        } catch let error as ArchivingError {
            throw ArchiveRows.Refusal(reason: unpunctuated(error.problem))
        } catch {
            throw ArchiveRows.Refusal(reason: "\(error)")
        }
    }

    private func stopping<Value: Sendable>(
        _ body: @Sendable () async throws(BinanceError) -> Value
    ) async throws(ArchiveStop) -> Value {
        do throws(BinanceError) {
            return try await body()
        } catch {
            throw .failed(error)
        }
    }

    private static func result<Value: Sendable>(
        _ body: @Sendable () async throws(BinanceError) -> Value
    ) async -> Result<Value, BinanceError> {
        do throws(BinanceError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
