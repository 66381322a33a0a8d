import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Sends single requests and reads whole answers; it decides nothing and repeats nothing.
struct HTTPTransport: Sendable {
    private let client: HTTPClient
    private let stallTimeout: Duration
    private let pacer: Pacer?

    /// The connections to one host.
    static let connectionsPerHost = 32

    /// How an answer is taken in.
    struct Transfer: Hashable, Sendable {
        /// The most bytes that its body may have.
        let bodyLimit: Int
        /// How long it may take in all; nil for a file, which takes as long as bytes come.
        let total: Duration?
        /// The bytes that have to come in every stall timeout.
        let leastBytes: Int
        /// Whether the SHA-256 of the body is worked out as it comes.
        let wantsDigest: Bool
        /// The kind of answer that is asked for.
        var accept = "application/json"
    }

    /// How one request ended.
    enum Result: Sendable {
        case answered(HTTPAnswer)
        case failed(NetworkFault)
    }

    /// A transport with its own connections.
    init(configuration: BinanceConfiguration, tls: TLSConfiguration, clock: ClientClock) {
        stallTimeout = configuration.stallTimeout
        pacer = configuration.maxBandwidth.map { Pacer(bytesPerSecond: $0, clock: clock) }
        var settings = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(configuration.connectTimeout)))
        settings.httpVersion = .http1Only
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connectionsPerHost
        // Repetitions are the retry policy's business; here they would hide a refused port until the timeout.
        settings.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: settings)
    }

    /// Asks for an address; the exchange has to go on, and to end in time.
    func get(_ url: String, _ transfer: Transfer) async -> Result {
        let progress = Progress()
        return await withTaskGroup(of: Result?.self) { group in
            group.addTask { await exchange(url, transfer, progress) }
            // Cancelled as soon as the answer is there.
            group.addTask { await stall(of: progress, transfer).map { .failed(.failed($0)) } }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .failed(.cancelled)
        }
    }

    private func exchange(_ url: String, _ transfer: Transfer, _ progress: Progress) async -> Result {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "candlecast")
        request.headers.add(name: "Accept", value: transfer.accept)
        do {
            let response = try await client.execute(request, deadline: .distantFuture)
            progress.add(1)
            var answer = Self.answer(response)
            let stated = response.headers.first(name: "Content-Length").flatMap { Int($0) }
            if let stated, stated > transfer.bodyLimit {
                return .failed(.tooLong(transfer.bodyLimit))
            }
            answer.body.reserveCapacity(stated ?? 0)
            var hash = SHA256()
            for try await chunk in response.body {
                progress.add(chunk.readableBytes)
                guard answer.body.count + chunk.readableBytes <= transfer.bodyLimit else {
                    return .failed(.tooLong(transfer.bodyLimit))
                }
                if transfer.wantsDigest {
                    chunk.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
                }
                answer.body.append(contentsOf: chunk.readableBytesView)
                if let pacer {
                    progress.isHeld = true
                    try await pacer.took(chunk.readableBytes)
                    progress.isHeld = false
                }
            }
            if transfer.wantsDigest { answer.digest = hash.finalize().hexText }
            return .answered(answer)
        } catch {
            return .failed(NetworkFault(error))
        }
    }

    /// Watches a transfer; ends with the reason in words when it does not go on, or takes too long.
    private func stall(of progress: Progress, _ transfer: Transfer) async -> String? {
        // The clock of the tests would end every wait at once, so this one is the system's.
        let start = ContinuousClock.now
        // With a limit of our own the length of a transfer says nothing about the server.
        let total = pacer == nil ? transfer.total : nil
        while true {
            let rest = total.map { $0 - (ContinuousClock.now - start) } ?? stallTimeout
            do {
                try await Task.sleep(for: min(rest, stallTimeout), clock: .continuous)
            } catch {
                return nil
            }
            if let total, ContinuousClock.now - start >= total {
                return "no complete answer came in \(BinanceError.text(total))"
            }
            if rest >= stallTimeout, !progress.goesOn(atLeast: transfer.leastBytes) {
                return "the answer stalled for \(BinanceError.text(stallTimeout))"
            }
        }
    }

    private static func answer(_ response: HTTPClientResponse) -> HTTPAnswer {
        let headers = response.headers
        let weight = headers.first(name: "X-MBX-USED-WEIGHT-1M") ?? headers.first(name: "X-MBX-USED-WEIGHT")
        return HTTPAnswer(
            status: Int(response.status.code),
            retryAfter: HTTPAnswer.retryAfter(headers.first(name: "Retry-After")),
            usedWeight: weight.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil },
            date: HTTPAnswer.date(headers.first(name: "Date")),
            source: headers.first(name: ExchangeSource.header))
    }

    /// Closes the connections; requests that are under way fail.
    func shutdown() async throws {
        try await client.shutdown()
    }

    /// Closes the connections without waiting for it.
    func abandon() {
        client.shutdown { _ in }
    }
}

/// How far one transfer has come.
private final class Progress: Sendable {
    private let state = Mutex<(bytes: Int, isHeld: Bool)>((0, false))

    /// Whether the transfer waits for our own limit.
    var isHeld: Bool {
        get { state.withLock { $0.isHeld } }
        set { state.withLock { $0.isHeld = newValue } }
    }

    func add(_ bytes: Int) {
        state.withLock { $0.bytes += bytes }
    }

    /// Whether enough came since the last question.
    func goesOn(atLeast least: Int) -> Bool {
        state.withLock { state in
            defer { state.bytes = 0 }
            return state.isHeld || state.bytes >= least
        }
    }
}

extension SHA256.Digest {
    /// The digest in lower-case hexadecimal digits.
    var hexText: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
