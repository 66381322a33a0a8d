import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Sends single requests and reads whole answers; it decides nothing and repeats nothing.
struct HTTPTransport: Sendable {
    private let client: HTTPClient
    private let requestTimeout: Duration
    private let bodyLimit: Int

    /// How one request ended.
    enum Result: Sendable {
        case answered(HTTPAnswer)
        case failed(NetworkFault)
    }

    /// A transport with its own connections.
    init(configuration: BinanceConfiguration, tls: TLSConfiguration) {
        requestTimeout = configuration.requestTimeout
        bodyLimit = configuration.bodyLimit
        var settings = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(configuration.connectTimeout)))
        settings.httpVersion = .http1Only
        // Repetitions are the retry policy's business; here they would hide a refused port until the timeout.
        settings.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: settings)
    }

    /// Asks for an address; the whole exchange has to end within the request timeout.
    func get(_ url: String) async -> Result {
        await withTaskGroup(of: Result?.self) { group in
            group.addTask { await exchange(url) }
            group.addTask {
                // Cancelled as soon as the answer is there.
                try? await Task.sleep(for: requestTimeout, clock: .continuous)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            return .failed(
                Task.isCancelled
                    ? .cancelled : .failed("no complete answer came in \(BinanceError.text(requestTimeout))"))
        }
    }

    private func exchange(_ url: String) async -> Result {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "candlecast")
        request.headers.add(name: "Accept", value: "application/json")
        do {
            let response = try await client.execute(request, deadline: .distantFuture)
            let body = try await response.body.collect(upTo: bodyLimit)
            return .answered(Self.answer(response, Array(body.readableBytesView)))
        } catch {
            return .failed(NetworkFault(error))
        }
    }

    private static func answer(_ response: HTTPClientResponse, _ body: [UInt8]) -> HTTPAnswer {
        let headers = response.headers
        let weight = headers.first(name: "X-MBX-USED-WEIGHT-1M") ?? headers.first(name: "X-MBX-USED-WEIGHT")
        return HTTPAnswer(
            status: Int(response.status.code),
            retryAfter: HTTPAnswer.retryAfter(headers.first(name: "Retry-After")),
            usedWeight: weight.flatMap { Int($0) },
            source: headers.first(name: ExchangeSource.header), body: body)
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
