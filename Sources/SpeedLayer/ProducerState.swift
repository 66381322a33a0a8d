public import Candles

/// What the producer knows of its series: told events, it says what to append to the log and what to fill.
///
/// It keeps one promise: a closed candle is appended only when every candle before it, since the series was
/// first followed, was appended or the exchange has answered that it does not exist. So after any crash the
/// last closed candle in the log tells where to go on. An event that would break the promise is answered with
/// ``Reaction/fillFirst``: fetch the series from ``nextOpenTime(of:)`` on by REST, tell
/// ``filled(_:closed:running:isLast:now:)`` the answer, and offer the event again.
public struct ProducerState: Hashable, Sendable {
    /// How much of what arrives goes to the log, and when something counts as missing.
    public struct Options: Hashable, Sendable {
        /// Event time in milliseconds between two records of one running candle.
        public var openEvery: Int64
        /// Event time in milliseconds between two price records of one symbol.
        public var priceEvery: Int64
        /// Event time in milliseconds after the end of a slot until its closed candle counts as lost.
        public var grace: Int64
        /// How long a slot must have ended, in milliseconds, before an answer without its candle is believed.
        public var settle: Int64

        /// Options; the defaults suit the real exchange.
        public init(
            openEvery: Int64 = 5000, priceEvery: Int64 = 1000, grace: Int64 = 10_000, settle: Int64 = 5000
        ) {
            self.openEvery = openEvery
            self.priceEvery = priceEvery
            self.grace = grace
            self.settle = settle
        }
    }

    /// What an event leads to.
    public enum Reaction: Hashable, Sendable {
        /// Append these records, which may be none.
        case append([CandleRecord])
        /// Candles before this one are missing, or may be: fill the series, then offer the event again.
        case fillFirst
    }

    private struct Series: Hashable {
        var next: OpenTime
        var needsFill = true
        var lastClosed: CandleVersion?
        var lastOpen: CandleRecord?
        var heldBack: CandleRecord?

        /// Takes in a closed candle that leaves no hole; a repetition is not appended.
        mutating func close(_ record: CandleRecord) -> [CandleRecord] {
            let slot = record.key.interval.slot(containing: record.version.openTime)
            next = max(next, record.key.interval.slot(after: slot))
            if let held = heldBack, held.version.openTime <= record.version.openTime { heldBack = nil }
            guard record.version != lastClosed else { return [] }
            lastClosed = record.version
            return [record]
        }

        /// Takes in a running candle: appended if it says something new and not too soon after the one
        /// before.
        mutating func update(_ record: CandleRecord, every milliseconds: Int64) -> [CandleRecord] {
            guard record.key.interval.slot(containing: record.version.openTime) >= next else { return [] }
            if let last = lastOpen, last.version.openTime == record.version.openTime {
                guard last.version != record.version else { return [] }
                guard record.eventTime - last.eventTime >= milliseconds else {
                    heldBack = record
                    return []
                }
            }
            lastOpen = record
            heldBack = nil
            return [record]
        }
    }

    /// The limits that were chosen.
    public let options: Options
    /// The latest event time seen, or nil.
    public private(set) var latestEvent: OpenTime?
    private var series: [SeriesKey: Series]
    private var lastPrice: [Symbol: OpenTime] = [:]

    /// The state before the first connection.
    ///
    /// - Parameters:
    ///   - next: For each series that is followed, the first slot that is not known yet.
    ///   - options: The limits.
    public init(next: [SeriesKey: OpenTime], options: Options = Options()) {
        self.options = options
        series = Dictionary(
            uniqueKeysWithValues: next.map {
                ($0.key, Series(next: $0.key.interval.slot(containing: $0.value)))
            })
    }

    /// The series that may lack candles and must be filled, in order.
    public var needingFill: [SeriesKey] { series.filter(\.value.needsFill).keys.sorted() }

    /// The first slot of a series that is not known yet; a fill starts there.
    public func nextOpenTime(of key: SeriesKey) -> OpenTime? { series[key]?.next }

    /// A new connection is up: whatever was sent before it may be lost.
    public mutating func connected() {
        for key in series.keys { series[key]?.needsFill = true }
    }

    /// A candle arrived on the stream.
    ///
    /// - Returns: What to append, or that the series must be filled first.
    public mutating func received(
        _ key: SeriesKey, _ version: CandleVersion, at eventTime: OpenTime
    ) -> Reaction {
        guard var entry = series[key] else { return .append([]) }
        latestEvent = max(latestEvent ?? eventTime, eventTime)
        let slot = key.interval.slot(containing: version.openTime)
        let isOverdue =
            slot > entry.next
            && (version.isClosed || eventTime - key.interval.slot(after: entry.next) >= options.grace)
        guard !entry.needsFill, !isOverdue else {
            series[key]?.needsFill = true
            return .fillFirst
        }
        let record = CandleRecord(key, version, eventTime: eventTime)
        let appended = version.isClosed ? entry.close(record) : entry.update(record, every: options.openEvery)
        series[key] = entry
        return .append(appended)
    }

    /// A ticker arrived on the stream.
    ///
    /// - Returns: Whether it is to be appended, or is too soon after the one before.
    public mutating func receivedPrice(of symbol: Symbol, at eventTime: OpenTime) -> Bool {
        latestEvent = max(latestEvent ?? eventTime, eventTime)
        if let last = lastPrice[symbol], eventTime - last < options.priceEvery { return false }
        lastPrice[symbol] = eventTime
        return true
    }

    /// The exchange answered for a series from its next open time on.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - closed: The closed candles of the answer, oldest first.
    ///   - running: The running candle, if the answer has it.
    ///   - isLast: Whether the answer reaches up to `now`; false for a full page.
    ///   - now: The exchange's time of the answer.
    /// - Returns: The records to append, in order.
    public mutating func filled(
        _ key: SeriesKey, closed: [ClosedCandle], running: OpenCandle?, isLast: Bool, now: OpenTime
    ) -> [CandleRecord] {
        guard var entry = series[key] else { return [] }
        let interval = key.interval
        var records: [CandleRecord] = []
        for candle in closed {
            records.append(CandleRecord(key, CandleVersion(candle, from: .rest), eventTime: now))
            entry.next = max(entry.next, interval.slot(after: candle.openTime))
        }
        if isLast {
            // An answer without the candle of a slot that ended just now may only be early.
            let settle = min(options.settle, interval.milliseconds ?? options.settle)
            entry.next = max(entry.next, interval.slot(containing: now - settle))
            entry.needsFill = false
            if let running {
                let record = CandleRecord(key, CandleVersion(running), eventTime: now)
                if entry.lastOpen?.version != record.version { records.append(record) }
                entry.lastOpen = record
                entry.heldBack = nil
            }
        }
        series[key] = entry
        return records
    }

    /// The latest values of running candles that were held back to keep the log small; asked for before a
    /// stop.
    public mutating func flush() -> [CandleRecord] {
        var records: [CandleRecord] = []
        for key in series.keys.sorted() {
            guard let record = series[key]?.heldBack else { continue }
            records.append(record)
            series[key]?.heldBack = nil
            series[key]?.lastOpen = record
        }
        return records
    }
}
