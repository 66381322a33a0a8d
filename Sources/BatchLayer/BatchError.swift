public import Binance
public import Candles
public import ServingLayer

/// Why a backfill stopped.
///
/// What had been fetched and written by then is kept; the same command goes on from there.
public enum BatchError: Error, Sendable {
    /// The exchange could not be asked, or refused.
    case exchange(BinanceError)
    /// The store could not be read or written.
    case store(StoreError)
    /// The exchange answered with a candle that was not asked for, or out of order.
    case unexpectedCandle(SeriesKey, OpenTime, asked: TimeRange)
    /// The task was cancelled.
    case cancelled

    /// Whether the same call can succeed later without anybody doing anything.
    public var isRetriable: Bool {
        switch self {
        case .exchange(let error): error.isRetriable
        case .store(let error): error.isRetriable
        case .unexpectedCandle, .cancelled: false
        }
    }
}

extension BatchError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .exchange(let error): error.problem
        case .store(let error): error.problem
        case .unexpectedCandle(let key, let time, let asked):
            "The exchange was asked for \(key) candles of \(asked) and answered with one of \(time)."
        case .cancelled: "The backfill was interrupted."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .exchange(let error): error.remedy
        case .store(let error): error.remedy
        case .unexpectedCandle:
            "Check that the base URL names a Binance spot exchange, then run the command again."
        case .cancelled: "Run the command again: it goes on where it stopped."
        }
    }

    public var description: String { "\(problem) \(remedy)" }
}

extension BatchError {
    /// Keeps the error of the exchange.
    init(_ error: BinanceError) {
        self = error == .cancelled ? .cancelled : .exchange(error)
    }

    /// Keeps the error of the store.
    init(_ error: StoreError) {
        self = error == .cancelled ? .cancelled : .store(error)
    }
}
