import NIOCore

/// The events of an open stream, in the order they came.
///
/// Iterate it once. The sequence ends by itself only when the task is cancelled; when the connection dies it
/// throws the ``BinanceError`` that says why. Messages that cannot be read are dropped and counted, up to ten
/// in a row.
public struct StreamEvents: AsyncSequence, Sendable {
    public typealias Element = StreamEvent
    public typealias Failure = BinanceError

    let messages: NIOAsyncChannelInboundStream<ByteBuffer>
    let client: BinanceClient
    let url: BaseURL

    /// The number of unreadable messages in a row after which the stream is given up.
    static let mostDrops = 10

    public func makeAsyncIterator() -> Iterator {
        Iterator(messages: messages.makeAsyncIterator(), client: client, url: url)
    }

    /// Reads message after message.
    public struct Iterator: AsyncIteratorProtocol {
        var messages: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        let client: BinanceClient
        let url: BaseURL
        private var waiting: ArraySlice<StreamEvent> = []
        private var drops = 0

        init(
            messages: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, client: BinanceClient,
            url: BaseURL
        ) {
            self.messages = messages
            self.client = client
            self.url = url
        }

        /// The next event; nil when the task was cancelled.
        ///
        /// - Throws: ``BinanceError`` when the connection died, or the exchange refused the streams.
        public mutating func next() async throws(BinanceError) -> StreamEvent? {
            while true {
                if let event = waiting.popFirst() {
                    client.count { $0.events += 1 }
                    return event
                }
                let message: ByteBuffer?
                do {
                    message = try await messages.next()
                } catch is CancellationError {
                    return nil
                } catch {
                    throw client.streamError(error, url: url)
                }
                guard let message else {
                    if Task.isCancelled { return nil }
                    throw client.streamError(StreamFailure.vanished, url: url)
                }
                try take(message)
            }
        }

        /// Reads one message into the waiting events.
        private mutating func take(_ message: ByteBuffer) throws(BinanceError) {
            let parsed: [StreamMessage]
            do throws(StreamMessageError) {
                parsed = try StreamMessage.parse(message)
                drops = 0
            } catch {
                drops += 1
                client.count { $0.droppedMessages += 1 }
                guard drops < StreamEvents.mostDrops else {
                    throw .badAnswer(path: "/stream", reason: "\(drops) messages in a row: \(error)")
                }
                client.notice("dropped: \(error)")
                return
            }
            var events: [StreamEvent] = []
            for part in parsed {
                switch part {
                case .event(let event): events.append(event)
                case .ignored: client.count { $0.ignoredMessages += 1 }
                case .acknowledged: break
                case .refused(let code, let message):
                    throw .refused(path: "/stream", status: 400, code: code, message: message)
                }
            }
            waiting = events[...]
        }
    }
}
