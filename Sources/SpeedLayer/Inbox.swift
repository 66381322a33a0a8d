import Binance
import Synchronization

/// Holds what reaches the producer until its one reader takes all of it at once.
///
/// While the reader writes to the disk the rest piles up, and the next write takes it together: the slower
/// the disk, the larger the batches.
final class Inbox: Sendable {
    enum Item: Sendable {
        case connected
        case event(StreamEvent)
        case disconnected(reason: String, retryIn: Duration, error: BinanceError?)
        case failed(BinanceError)
        case stop(ProducerSummary.Reason)
    }

    /// The reader is so far behind that the stream must be given up and what it brings be fetched later.
    struct Overrun: Error {}

    private let capacity: Int
    private let items = Mutex<[Item]>([])
    private let signal: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init(capacity: Int = 200_000) {
        self.capacity = capacity
        (signal, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds an event of the stream, unless too many wait.
    func push(_ event: StreamEvent) throws(Overrun) {
        let isFull = items.withLock { items in
            guard items.count < capacity else { return true }
            items.append(.event(event))
            return false
        }
        if isFull { throw Overrun() }
        bell.yield()
    }

    /// Adds word of the connection or of the end, which is never refused.
    func post(_ item: Item) {
        items.withLock { $0.append(item) }
        bell.yield()
    }

    /// What waits now, without waiting for more.
    func takeWaiting() -> [Item] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }

    /// Waits for something, and takes all there is; nothing only when the task was cancelled.
    func take() async -> [Item] {
        var rings = signal.makeAsyncIterator()
        while true {
            let taken = takeWaiting()
            if !taken.isEmpty { return taken }
            guard await rings.next() != nil else { return takeWaiting() }
        }
    }
}
