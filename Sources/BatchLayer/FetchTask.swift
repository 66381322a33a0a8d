import Binance
import Candles

/// One question about a series.
enum FetchTask: Hashable, Sendable {
    /// When does the first candle of all begin?
    case listing
    /// When does the first candle of a range begin, if there is any?
    case probe(TimeRange)
    /// Which candles does REST have in a range that fits a page?
    case page(TimeRange)
    /// Which candles does a file of the archive have, of which a range is wanted?
    case archive(ArchiveFile, TimeRange)
}
