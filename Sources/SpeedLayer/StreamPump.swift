import Binance

/// Keeps a stream open and puts what it delivers into the inbox; it may be cancelled at any moment.
///
/// A connection is renewed before the exchange cuts it, and at once when the exchange announces a shutdown.
/// What is lost between two connections is fetched by REST, after the new one is up.
struct StreamPump: Sendable {
    let source: StreamSource
    let names: [StreamName]
    let inbox: Inbox
    let seed: UInt64
    let lifetime: Duration

    /// The connection is to be replaced although nothing is wrong with it.
    private struct Renewal: Error {
        let reason: String
    }

    /// Runs until it is cancelled or another attempt cannot help.
    func run() async {
        var policy = ReconnectPolicy(seed: seed)
        let clock = ContinuousClock()
        while !Task.isCancelled {
            let started = clock.now
            let pause: Duration
            let reason: String
            var error: BinanceError?
            do {
                try await source.stream(names) { delivery in
                    try take(delivery, age: clock.now - started)
                }
                throw BinanceError.streamClosed(url: "the exchange", reason: "it sent no more")
            } catch let renewal as Renewal {
                (pause, reason) = (.zero, renewal.reason)
            } catch is Inbox.Overrun {
                (pause, reason) = (.seconds(1), "the log cannot keep up with the stream")
            } catch let cause {
                if Task.isCancelled { return }
                let failure = cause as? BinanceError ?? .streamClosed(url: "the exchange", reason: "\(cause)")
                guard case .retry(let after) = policy.failed(failure, alive: clock.now - started) else {
                    inbox.post(.failed(failure))
                    return
                }
                (pause, reason, error) = (after, failure.problem, failure)
            }
            inbox.post(.disconnected(reason: reason, retryIn: pause, error: error))
            // Only cancellation ends the pause early, and the loop sees it.
            try? await clock.sleep(for: pause)
        }
    }

    private func take(_ delivery: StreamSource.Delivery, age: Duration) throws {
        switch delivery {
        case .connected: inbox.post(.connected)
        case .event(.serverShutdown):
            throw Renewal(reason: "the exchange announced that it closes the connection")
        case .event(let event):
            try inbox.push(event)
            if age > lifetime {
                throw Renewal(reason: "the connection is renewed before the exchange cuts it")
            }
        }
    }
}
