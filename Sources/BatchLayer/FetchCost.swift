/// What it takes to fetch something: requests, request weight, bytes and time.
///
/// The figures are estimates for the public exchange, and good enough to choose by:
///
/// - A page of REST has 1,000 candles of about 170 bytes, costs a weight of 2, and so at the most 45 pages come in a
///   second, whatever the bandwidth: 22 ms each.
/// - A file of the archive has about 50 bytes for a candle, costs no weight, and takes two requests (the file and its
///   checksum). With several at a time and 10 MB/s that is 15 ms, and 0.1 ms for every kilobyte.
///
/// So a month of minutes is one file (0.24 s against 0.98 s), a day of minutes is one file too (22 ms against 32 ms),
/// and a few hundred minutes are a page. A month of hours and every history of days are pages.
public struct FetchCost: Hashable, Sendable {
    /// The number of requests.
    public var requests = 0
    /// What the exchange charges for them.
    public var weight = 0
    /// The number of bytes that are transferred.
    public var bytes = 0
    /// How long it takes while other requests go on beside it, in milliseconds.
    public var milliseconds = 0.0

    /// Nothing to fetch.
    public static let zero = FetchCost()

    /// The cost of pages of REST.
    ///
    /// - Parameters:
    ///   - slots: The number of candles expected.
    ///   - pageLimit: The number of candles in a full page.
    /// - Returns: The cost, that of one page at least.
    public static func rest(slots: Int, pageLimit: Int = 1000) -> FetchCost {
        let pages = max(1, (slots + pageLimit - 1) / pageLimit)
        return FetchCost(
            requests: pages, weight: 2 * pages, bytes: slots * 170, milliseconds: Double(pages) * pageTime)
    }

    /// The cost of one file of the archive with so many candles.
    public static func archive(slots: Int) -> FetchCost {
        let bytes = slots * 50
        return FetchCost(
            requests: 2, weight: 0, bytes: bytes, milliseconds: fileTime + Double(bytes) / bytesPerMillisecond
        )
    }

    /// Whether a file of the archive costs less time than its candles as a part of many pages.
    static func isArchiveCheaper(slots: Int, pageLimit: Int) -> Bool {
        archive(slots: slots).milliseconds < pageTime * Double(slots) / Double(pageLimit)
    }

    /// The costs of two things together.
    public static func + (left: FetchCost, right: FetchCost) -> FetchCost {
        FetchCost(
            requests: left.requests + right.requests, weight: left.weight + right.weight,
            bytes: left.bytes + right.bytes, milliseconds: left.milliseconds + right.milliseconds)
    }

    /// What is left of a cost without another one.
    static func - (left: FetchCost, right: FetchCost) -> FetchCost {
        FetchCost(
            requests: left.requests - right.requests, weight: left.weight - right.weight,
            bytes: left.bytes - right.bytes, milliseconds: max(0, left.milliseconds - right.milliseconds))
    }

    private static let pageTime = 22.0
    private static let fileTime = 15.0
    private static let bytesPerMillisecond = 10_000.0
}
