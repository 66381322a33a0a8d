public import Binance
public import EventLog
public import ServingLayer

/// Why the producer or the consumer stopped.
public enum SpeedError: Error, Sendable {
    /// The exchange could not be asked, or refused, for a reason that waiting does not mend.
    case exchange(BinanceError)
    /// The log could not be read or appended to.
    case log(EventLogError)
    /// The store could not be read or written.
    case store(StoreError)
    /// Records that were not read yet have been trimmed from the log: those from `lost.lowerBound` on.
    ///
    /// The group's offset has been moved to the first record that is left, so the next run goes on from
    /// there.
    case trimmed(topic: String, partition: Int, lost: Range<Int64>)
    /// The task was cancelled.
    case cancelled

    /// Whether the same call can succeed later without anybody doing anything.
    public var isRetriable: Bool {
        switch self {
        case .exchange(let error): error.isRetriable
        case .log(let error): error.isRetriable
        case .store(let error): error.isRetriable
        case .trimmed, .cancelled: false
        }
    }
}

extension SpeedError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .exchange(let error): error.problem
        case .log(let error): error.problem
        case .store(let error): error.problem
        case .trimmed(let topic, let partition, let lost):
            "The records \(lost.lowerBound) to \(lost.upperBound - 1) of \(topic)/\(partition) were removed "
                + "from the log before they were read: they were older than the log keeps."
        case .cancelled: "The stream was interrupted."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .exchange(let error): error.remedy
        case .log(let error): error.remedy
        case .store(let error): error.remedy
        case .trimmed:
            "Run `candlecast backfill` for that time, then this command again: it goes on after them."
        case .cancelled: "Run the command again: it goes on where it stopped."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}

extension SpeedError {
    /// Keeps the error of the log.
    init(_ error: EventLogError) {
        self = error == .cancelled ? .cancelled : .log(error)
    }

    /// Keeps the error of the store.
    init(_ error: StoreError) {
        self = error == .cancelled ? .cancelled : .store(error)
    }

    /// Keeps the error of the exchange.
    init(_ error: BinanceError) {
        self = error == .cancelled ? .cancelled : .exchange(error)
    }
}
