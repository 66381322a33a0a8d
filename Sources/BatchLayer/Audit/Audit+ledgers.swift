import Binance
import Candles
import ServingLayer

/// What is left to ask the exchange once the local checks are done.
struct AuditQuestions: Sendable {
    /// The runs of slots held of each series.
    var held: [SeriesKey: [TimeRange]] = [:]
    /// Missing runs that an answer of the exchange explained; the answer may have been wrong.
    var outages: [SeriesKey: [TimeRange]] = [:]
    /// Missing runs that nobody knows anything of, and damaged ones: what the exchange has there is no news.
    var unknown: [SeriesKey: [TimeRange]] = [:]
    /// The archive files that were read.
    var archives: [(record: ArchiveRecord, file: ArchiveFile)] = []
}

extension Audit {
    /// Looks for missing candles that can be had, and keeps what the exchange may be asked about.
    ///
    /// Series with a damaged chunk are passed over: what is missing of them shows once that is fetched again.
    func gaps(
        _ keys: [SeriesKey], _ audit: SymbolAudit, _ request: AuditRequest, _ report: inout AuditReport,
        _ findings: inout AuditList<AuditFinding>, _ online: inout AuditQuestions
    ) async throws(StoreError) {
        for key in keys {
            online.held[key] = audit.held[key.interval]?.ranges ?? []
            online.unknown[key] = TimeRange.union(audit.damaged[key.interval] ?? [])
        }
        let whole = keys.filter { audit.damaged[$0.interval] == nil }
        let missing = try await SeriesGaps.read(
            whole, from: request.from?.start, to: request.to?.start, in: store)
        for series in missing {
            let key = series.key
            for gap in series.gaps {
                report.counts.gaps += 1
                if gap.reason == .outage { online.outages[key, default: []].append(gap.range) }
                guard gap.reason.isFetchable else { continue }
                online.unknown[key, default: []].append(gap.range)
                findings.add(
                    AuditFinding(
                        .gap, key, gap.range,
                        problem: "\(gap.count) candles are missing: \(gap.reason.rawValue)",
                        cure: AuditCure.fetch(key.symbol, [key.interval], gap.range)))
            }
        }
    }

    /// Counts what is held of each archive file that was read, and keeps the files to ask about.
    func archives(
        _ key: SeriesKey, _ audit: SymbolAudit, _ request: AuditRequest, _ damaged: [DamagedChunk],
        _ report: inout AuditReport, _ findings: inout AuditList<AuditFinding>,
        _ online: inout AuditQuestions
    ) async throws(StoreError) {
        let holes = audit.damaged[key.interval] ?? []
        for record in try await store.archives(key) {
            guard let file = ArchiveAudit.file(record, of: key) else { continue }
            let range = file.range
            guard request.covers(range) else { continue }
            report.counts.archives += 1
            online.archives.append((record, file))
            let isWhole = range.clamped(to: request.limits) == range
            guard isWhole, !holes.contains(where: { !$0.clamped(to: range).isEmpty }) else { continue }
            let perDay = audit.perDay[key.interval] ?? [:]
            if let finding = ArchiveAudit.held(record, file, perDay: perDay) { findings.add(finding) }
        }
    }

    static func finding(_ chunk: DamagedChunk) -> AuditFinding {
        let range = chunk.range
        return AuditFinding(
            .damage, chunk.key, range,
            problem: "the chunk of \(chunk.day) cannot be trusted: \(chunk.reason)",
            cure: AuditCure.replace(chunk.key.symbol, chunk.key.interval, range))
    }

    /// What two vintages of a candle disagree about.
    ///
    /// - Returns: Nil if it is the close time alone, or the last digit of a large amount.
    static func finding(_ disagreement: Disagreement) -> AuditFinding? {
        let (key, held, arrived) = (disagreement.key, disagreement.held, disagreement.arrived)
        let differences = CandleDifference.betweenSources(held.values, arrived.values)
        guard differences.contains(where: { $0.field != CandleField.closeTime.rawValue }) else { return nil }
        let slot = TimeRange(
            key.interval.slot(containing: held.openTime), key.interval.slot(after: held.openTime))
        return AuditFinding(
            .vintages, key, slot, problem: "two sources say different things",
            sides: .init(held.vintage.name, arrived.vintage.name), differences: differences,
            cure: AuditCure.refetch(key.symbol, [key.interval], slot))
    }

    /// A remark where two vintages of a candle differ in the close time: not all of them know of a halt.
    static func remark(_ disagreement: Disagreement) -> AuditRemark? {
        let (held, arrived) = (disagreement.held, disagreement.arrived)
        guard held.values.closeTime != arrived.values.closeTime else { return nil }
        return AuditRemark(
            kind: .closeTime, key: disagreement.key, openTime: held.openTime,
            text: "it ends at \(held.values.closeTime) as \(held.vintage.name) says, at"
                + " \(arrived.values.closeTime) as \(arrived.vintage.name) says")
    }
}

extension AuditRequest {
    /// Whether a disagreement is about a candle that is looked at.
    func covers(_ disagreement: Disagreement) -> Bool {
        covers(disagreement.key) && limits.contains(disagreement.held.openTime)
    }
}
