import Binance
import Candles
public import ServingLayer

/// Checks what is held against itself and, if there is one to ask, against the exchange.
///
/// It reads and changes nothing. The candles of a symbol are read in blocks of days, so memory does not grow with
/// the history.
///
///     let report = try await Audit(store: store, exchange: AuditExchange(client)).run(request)
///     if !report.isClean { show(report.findings) }
public struct Audit: Sendable {
    let store: CandleStore
    let exchange: AuditExchange?
    let progress: @Sendable (String, Int, Int) -> Void

    /// The most candles of one series in a block.
    private static let blockCandles = 50_000
    /// The most findings that are listed; more are counted.
    public static let listed = 1000

    /// An audit of a store.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - exchange: The exchange that is asked again; nil asks nobody.
    ///   - progress: Told what is being done, how far it is, and how much there is.
    public init(
        store: CandleStore, exchange: AuditExchange?,
        progress: @escaping @Sendable (String, Int, Int) -> Void = { _, _, _ in }
    ) {
        self.store = store
        self.exchange = exchange
        self.progress = progress
    }

    /// Runs all checks.
    ///
    /// - Returns: What was looked at and found. If the exchange could not be asked, the report of the local checks
    ///   stands and says why.
    /// - Throws: ``BatchError/store(_:)`` if the store could not be read.
    public func run(_ request: AuditRequest) async throws(BatchError) -> AuditReport {
        var report = AuditReport(request)
        var findings = AuditList<AuditFinding>(limit: Self.listed)
        var online = AuditQuestions()
        do throws(StoreError) {
            let damaged = try await store.verify().filter { request.covers($0.key) }
            for chunk in damaged where request.covers(chunk.range) {
                findings.add(Self.finding(chunk))
                report.counts.damagedChunks += 1
            }
            for disagreement in try await store.disagreements() where request.covers(disagreement) {
                if let finding = Self.finding(disagreement) {
                    findings.add(finding)
                } else if let remark = Self.remark(disagreement) {
                    report.remarks.add(remark)
                }
                report.counts.disagreements += 1
            }
            for symbol in request.symbols {
                try await audit(
                    symbol, request, damaged.filter { $0.key.symbol == symbol }, &report, &findings, &online)
            }
        } catch {
            throw BatchError(error)
        }
        if let exchange {
            do throws(BatchError) {
                try await ask(exchange, online, request, &report, &findings)
            } catch .store(let error) {
                throw .store(error)
            } catch {
                report.exchangeFailure = error
            }
        }
        report.findings = findings.items.sorted()
        report.findingCount = findings.count
        return report
    }

    /// The local checks of one symbol.
    private func audit(
        _ symbol: Symbol, _ request: AuditRequest, _ damaged: [DamagedChunk], _ report: inout AuditReport,
        _ findings: inout AuditList<AuditFinding>, _ online: inout AuditQuestions
    ) async throws(StoreError) {
        let keys = try await store.keys().filter { $0.symbol == symbol && request.covers($0) }
        var bounds: [Interval: ClosedRange<OpenTime>] = [:]
        for summary in try await store.summaries() where keys.contains(summary.key) {
            bounds[summary.key.interval] = summary.first...summary.last
        }
        var coverage: [Interval: Coverage] = [:]
        for key in keys { coverage[key.interval] = try await store.coverage(key) }
        var audit = SymbolAudit(
            symbol, intervals: keys.map(\.interval), coverage: coverage,
            damaged: Dictionary(grouping: damaged, by: \.key.interval).mapValues { $0.map(\.range) })
        let first = max(bounds.values.map(\.lowerBound.day).min() ?? UTCDay(0), request.from ?? UTCDay(0))
        let end = min(
            bounds.values.map { $0.upperBound.day.advanced(by: 1) }.max() ?? first,
            request.to ?? OpenTime.latest.day)
        let smallest = keys.map(\.interval).min()?.milliseconds ?? UTCDay.milliseconds
        let length = max(1, min(366, Self.blockCandles * Int(smallest) / Int(UTCDay.milliseconds)))
        var day = first
        while day < end {
            let last = min(day.advanced(by: length), end).advanced(by: -1)
            var held: [Interval: CandleSeries] = [:]
            for key in keys { held[key.interval] = try await candles(key, day...last, damaged) }
            audit.add(day...last, held, bounds: bounds)
            report.counts.days += day.distance(to: last) + 1
            progress("reading \(symbol)", first.distance(to: last) + 1, first.distance(to: end))
            day = last.advanced(by: 1)
        }
        audit.finish()
        findings.add(audit.findings)
        report.remarks.add(audit.remarks)
        report.counts.series += keys.count
        report.counts.candles += audit.candles
        report.counts.notComparable += audit.notComparable
        report.counts.daysCompared += audit.compared[.d1] ?? 0
        report.counts.otherCompared += audit.compared.filter { $0.key != .d1 }.values.reduce(0, +)
        try await dailyView(audit, request, &report, &findings)
        try await gaps(keys, audit, request, &report, &findings, &online)
        for key in keys {
            try await archives(key, audit, request, damaged, &report, &findings, &online)
        }
    }

    /// The candles of some days and of the slot before them, without those of damaged chunks.
    private func candles(
        _ key: SeriesKey, _ days: ClosedRange<UTCDay>, _ damaged: [DamagedChunk]
    ) async throws(StoreError) -> CandleSeries {
        let lead = key.interval.dividesDay ? key.interval.milliseconds ?? 0 : 0
        let range = TimeRange(days.lowerBound.start - lead, days.upperBound.end)
        var series = CandleSeries()
        for part in range.without(damaged.filter { $0.key == key }.map(\.range)) {
            series.add(try await store.candles(key, in: part).versions)
        }
        return series
    }

    /// Compares the daily view; all series of the symbol must have been read for that.
    private func dailyView(
        _ audit: SymbolAudit, _ request: AuditRequest, _ report: inout AuditReport,
        _ findings: inout AuditList<AuditFinding>
    ) async throws(StoreError) {
        guard request.intervals.isEmpty, audit.damaged.isEmpty else {
            report.counts.dailyViewsSkipped += 1
            return
        }
        let all = try await store.daily(audit.symbol)
        let served = all.filter { request.limits.contains($0.day.start) }
        let before = all.prefix { $0.day.start < request.limits.start }.suffix(DailyView.lookback)
        var rebuilt = DailyView.rows(audit.candidates, after: Array(before))
        // Filled rows at the ends of a part of the history rest on days that were not read.
        if let first = rebuilt.first?.day, request.from != nil {
            rebuilt = served.filter { $0.day < first && $0.origin == .filled } + rebuilt
        }
        if let last = rebuilt.last?.day, request.to != nil {
            rebuilt += served.filter { $0.day > last && $0.origin == .filled }
        }
        report.counts.dailyRows += served.count
        for finding in DailyViewAudit.compare(audit.symbol, served: served, rebuilt: rebuilt) {
            findings.add(finding)
        }
    }
}
