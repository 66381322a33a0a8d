import Binance
import Candles
import EventLog

/// Carries out what ``ProducerState`` decides: takes events, fills holes, appends records in order.
///
/// It is the only one that appends, so the order of the log is the order of its decisions.
struct ProducerDriver {
    let source: StreamSource
    let log: EmbeddedLog
    let options: ProducerOptions
    let progress: @Sendable (ProducerEvent) -> Void
    let clock = ContinuousClock()
    let started: ContinuousClock.Instant

    var state: ProducerState
    var records: [NewRecord] = []
    var counts: [Symbol: ProducerSummary.SymbolCounts]
    var summary = ProducerSummary()
    /// Until when no fill is attempted, after one that failed.
    var fillsPausedUntil: ContinuousClock.Instant?
    var fillPolicy: ReconnectPolicy
    private var lastFailure: BinanceError?
    private var trimmedAt: OpenTime?

    /// Finds in the log where to go on.
    init(
        source: StreamSource, log: EmbeddedLog, options: ProducerOptions, heldUntil: [SeriesKey: OpenTime],
        progress: @escaping @Sendable (ProducerEvent) -> Void
    ) async throws(SpeedError) {
        self.source = source
        self.log = log
        self.options = options
        self.progress = progress
        started = clock.now
        fillPolicy = ReconnectPolicy(seed: options.seed &+ 1)
        counts = Dictionary(
            options.symbols.map { ($0, ProducerSummary.SymbolCounts($0)) },
            uniquingKeysWith: { first, _ in first })
        let now: OpenTime
        do throws(BinanceError) {
            now = try await source.serverTime()
        } catch {
            throw SpeedError(error)
        }
        let logged = try await LogTail(log: log, held: Set(heldUntil.keys)).records(of: options.keys)
        state = ProducerState(
            next: ProducerState.resume(options.keys, logged: logged, held: heldUntil, now: now),
            options: options.limits)
    }

    /// Works until a reason to stop arrives.
    mutating func run(_ inbox: Inbox) async throws(SpeedError) {
        while true {
            var items = await inbox.take()
            guard !items.isEmpty, !Task.isCancelled else { throw .cancelled }
            if options.linger > .zero {
                // Only cancellation ends the pause early, and the next turn sees it.
                try? await clock.sleep(for: options.linger)
                items += inbox.takeWaiting()
            }
            for item in items {
                if let reason = try await take(item) {
                    try await finish(reason)
                    return
                }
                if records.count >= options.batchSize { try await append() }
            }
            try await append()
        }
    }

    /// Fills every series up to the exchange's now, without a stream.
    mutating func fillOnly() async throws(SpeedError) {
        try await fill(state.needingFill, until: options.until)
        try await finish(.followed)
    }

    /// Takes in one item.
    ///
    /// - Returns: Why to stop, or nil.
    private mutating func take(_ item: Inbox.Item) async throws(SpeedError) -> ProducerSummary.Reason? {
        switch item {
        case .connected:
            summary.connections += 1
            progress(.connected(attempt: summary.connections))
            state.connected()
            try await fillIfPossible(state.needingFill)
        case .disconnected(let reason, let pause, let error):
            lastFailure = error ?? lastFailure
            progress(.disconnected(reason: reason, retryIn: pause))
        case .failed(let error):
            try await append()
            throw SpeedError(error)
        case .stop(let reason):
            return reason
        case .event(let event):
            return try await take(event)
        }
        return nil
    }

    private mutating func take(_ event: StreamEvent) async throws(SpeedError) -> ProducerSummary.Reason? {
        let time: OpenTime
        switch event {
        case .kline(let key, let version, let eventTime):
            time = eventTime
            guard isInTime(time) else { return .reachedTime }
            counts[key.symbol]?.messages += 1
            if case .append(let appended) = state.received(key, version, at: time) {
                add(appended)
            } else {
                try await fillIfPossible([key])
                // If the fill did not succeed, the next event of the series asks for it again.
                if case .append(let appended) = state.received(key, version, at: time) { add(appended) }
            }
        case .ticker(let ticker):
            time = ticker.eventTime
            guard isInTime(time) else { return .reachedTime }
            take(ticker)
        case .miniTicker, .aggTrade, .serverShutdown:
            return nil
        }
        try await trimIfDue(at: time)
        return time == options.until ? .reachedTime : nil
    }

    private mutating func take(_ ticker: Ticker) {
        guard var count = counts[ticker.symbol] else { return }
        count.messages += 1
        count.price = ticker.last
        count.baseVolume = ticker.baseVolume
        count.quoteVolume = ticker.quoteVolume
        count.changePercent = ticker.priceChangePercent
        if let record = PriceRecord(ticker), state.receivedPrice(of: ticker.symbol, at: ticker.eventTime) {
            count.prices += 1
            records.append(
                NewRecord(
                    topic: Topic.prices, key: ticker.symbol.name, value: record.json,
                    time: ticker.eventTime.milliseconds))
        }
        counts[ticker.symbol] = count
        progress(.ticker(count))
    }

    private func isInTime(_ time: OpenTime) -> Bool { options.until.map { time <= $0 } ?? true }

    /// Puts candle records into the next append.
    mutating func add(_ candles: [CandleRecord]) {
        for record in candles {
            counts[record.key.symbol]?.candles += 1
            records.append(
                NewRecord(
                    topic: Topic.candles, key: record.key.symbol.name, value: record.json,
                    time: record.eventTime.milliseconds))
        }
    }

    /// Brings the waiting records to the disk.
    mutating func append() async throws(SpeedError) {
        guard !records.isEmpty else { return }
        do throws(EventLogError) {
            try await log.append(records)
        } catch {
            throw SpeedError(error)
        }
        summary.records += records.count
        progress(.appended(records: records.count))
        records.removeAll(keepingCapacity: true)
    }

    private mutating func finish(_ reason: ProducerSummary.Reason) async throws(SpeedError) {
        if reason == .reachedTime, let until = options.until {
            try await fill(options.keys, until: until)
        }
        add(state.flush())
        try await append()
        if summary.connections == 0, reason == .followed, options.follow ?? .zero > .zero, let lastFailure {
            throw .exchange(lastFailure)
        }
        summary.reason = reason
        summary.symbols = counts.values.sorted { $0.symbol < $1.symbol }
        summary.duration = clock.now - started
        summary.lastEvent = state.latestEvent
        progress(.stopped(summary))
    }

    /// Removes old records from the log, at the first event and then every six hours of event time.
    private mutating func trimIfDue(at time: OpenTime) async throws(SpeedError) {
        if let trimmedAt, time - trimmedAt < 6 * 3_600_000 { return }
        trimmedAt = time
        do throws(EventLogError) {
            for topic in [Topic.candles, Topic.prices] {
                try await log.trim(topic: topic, olderThan: (time - options.retention).milliseconds)
            }
        } catch {
            throw SpeedError(error)
        }
    }
}

extension PriceRecord {
    /// The record of a ticker of the exchange, or nil if a figure of it is too large to be a number in JSON.
    init?(_ ticker: Ticker) {
        let figures = [
            ticker.last, ticker.open, ticker.high, ticker.low, ticker.baseVolume, ticker.quoteVolume,
            ticker.priceChange, ticker.priceChangePercent,
        ]
        guard figures.allSatisfy(\.isFinite) else { return nil }
        self.init(
            symbol: ticker.symbol, eventTime: ticker.eventTime, price: ticker.last, open: ticker.open,
            high: ticker.high, low: ticker.low, volume: ticker.baseVolume, quoteVolume: ticker.quoteVolume,
            trades: ticker.trades, priceChange: ticker.priceChange,
            priceChangePercent: ticker.priceChangePercent)
    }
}
