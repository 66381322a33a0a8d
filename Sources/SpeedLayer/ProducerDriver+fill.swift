import Binance
import Candles
import ServiceLifecycle

extension ProducerDriver {
    /// The number of series that are filled at the same time.
    private static let concurrency = 6

    /// Fills series unless a fill failed a short while ago; a failure that may pass only delays the next
    /// attempt.
    mutating func fillIfPossible(_ keys: [SeriesKey]) async throws(SpeedError) {
        if let fillsPausedUntil, clock.now < fillsPausedUntil { return }
        do throws(SpeedError) {
            try await fill(keys, until: options.until)
            fillsPausedUntil = nil
        } catch {
            // The wish to end cut the fill short; the item that says so is on its way.
            if case .cancelled = error, Task.isShuttingDownGracefully { return }
            guard case .exchange(let failure) = error,
                case .retry(let pause) = fillPolicy.failed(failure, alive: .zero)
            else { throw error }
            fillsPausedUntil = clock.now + pause
            progress(.fillFailed(reason: failure.problem, retryIn: pause))
        }
    }

    /// Fetches series from their next open time up to the exchange's now, but not beyond `until`.
    mutating func fill(_ keys: [SeriesKey], until: OpenTime?) async throws(SpeedError) {
        guard !keys.isEmpty else { return }
        let (source, limit) = (source, options.pageLimit)
        let serverTime = try await Self.ask { () throws(BinanceError) in try await source.serverTime() }
        // The server answered after it sent the events seen so far, whatever its clock says.
        let clockTime = max(serverTime, state.latestEvent ?? serverTime)
        let now = until.map { min(clockTime, $0) } ?? clockTime
        for start in stride(from: 0, to: keys.count, by: Self.concurrency) {
            let chunk = keys[start..<min(start + Self.concurrency, keys.count)]
            let starts = chunk.compactMap { key in state.nextOpenTime(of: key).map { (key, $0) } }
            let fills = try await Self.ask { () throws(BinanceError) in
                try await Self.fetch(starts, from: source, limit: limit, now: now)
            }
            for fill in fills {
                // A running candle that was answered after the end wanted holds what came after it.
                take(fill, now: now, keepsRunning: now == clockTime)
            }
            if records.count >= options.batchSize { try await append() }
        }
    }

    /// Asks the exchange, but no longer than the program may run.
    private static func ask<Answer: Sendable>(
        _ question: @escaping @Sendable () async throws(BinanceError) -> Answer
    ) async throws(SpeedError) -> Answer {
        do {
            return try await cancelWhenGracefulShutdown { try await question() }
        } catch let error as BinanceError {
            throw SpeedError(error)
        } catch {
            throw .cancelled
        }
    }

    /// The answers for one series.
    private struct Fill: Sendable {
        let key: SeriesKey
        let start: OpenTime
        var pages: [KlinePage] = []
    }

    private mutating func take(_ fill: Fill, now: OpenTime, keepsRunning: Bool) {
        var count = 0
        for (index, page) in fill.pages.enumerated() {
            let isLast = index == fill.pages.count - 1
            add(
                state.filled(
                    fill.key, closed: page.closed, running: keepsRunning ? page.running : nil, isLast: isLast,
                    now: now))
            count += page.closed.count
        }
        counts[fill.key.symbol]?.filled += count
        progress(.filled(fill.key, candles: count, range: TimeRange(fill.start, now)))
    }

    /// Fetches some series at the same time, each page by page.
    private static func fetch(
        _ starts: [(SeriesKey, OpenTime)], from source: StreamSource, limit: Int, now: OpenTime
    ) async throws(BinanceError) -> [Fill] {
        let results = await withTaskGroup(of: (Int, Result<Fill, BinanceError>).self) { group in
            for (index, (key, start)) in starts.enumerated() {
                group.addTask { (index, await pages(key, from: start, source, limit: limit, now: now)) }
            }
            var results: [(Int, Result<Fill, BinanceError>)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
        var fills: [Fill] = []
        for result in results { fills.append(try result.get()) }
        return fills
    }

    private static func pages(
        _ key: SeriesKey, from start: OpenTime, _ source: StreamSource, limit: Int, now: OpenTime
    ) async -> Result<Fill, BinanceError> {
        var fill = Fill(key: key, start: start)
        var cursor = start
        do throws(BinanceError) {
            while true {
                let page =
                    cursor > now
                    ? KlinePage(closed: [], running: nil)
                    : try await source.klines(
                        StreamSource.Query(key: key, from: cursor, to: now, limit: limit, now: now))
                fill.pages.append(page)
                let last = page.running?.openTime ?? page.closed.last?.openTime
                guard let last, page.running == nil, page.closed.count >= limit, last >= cursor else {
                    return .success(fill)
                }
                cursor = last + 1
            }
        } catch {
            return .failure(error)
        }
    }
}
