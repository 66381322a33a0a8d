import BatchLayer
import Candles

/// A report of an audit as JSON.
struct AuditDocument: Encodable {
    let offline: Bool
    let seed: UInt64
    let clean: Bool
    let findingCount: Int
    let findings: [Finding]
    let remarkCount: Int
    let remarks: [Remark]
    let checked: Checked
    let exchangeFailure: String?

    struct Finding: Encodable {
        let check: String
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let problem: String
        let left: String?
        let right: String?
        let differences: [Difference]
        let cure: String
    }

    struct Difference: Encodable {
        let field: String
        let left: String
        let right: String
    }

    struct Remark: Encodable {
        let kind: String
        let symbol: String
        let interval: String
        let openTime: String
        let text: String
    }

    struct Checked: Encodable {
        let series: Int
        let days: Int
        let candles: Int
        let daysCompared: Int
        let otherCompared: Int
        let notComparable: Int
        let dailyRows: Int
        let dailyViewsSkipped: Int
        let gaps: Int
        let disagreements: Int
        let archives: Int
        let damagedChunks: Int
        let pagesAsked: Int
        let candlesAsked: Int
        let archivesAsked: Int
    }

    init(_ report: AuditReport, isOffline: Bool) {
        offline = isOffline
        seed = report.request.seed
        clean = report.isClean
        findingCount = report.findingCount
        findings = report.findings.map(Self.finding)
        remarkCount = report.remarks.count
        remarks = report.remarks.items.map { remark in
            Remark(
                kind: remark.kind.rawValue.replacing(" ", with: "_"), symbol: remark.key.symbol.name,
                interval: remark.key.interval.rawValue, openTime: "\(remark.openTime)", text: remark.text)
        }
        let counts = report.counts
        checked = Checked(
            series: counts.series, days: counts.days, candles: counts.candles,
            daysCompared: counts.daysCompared, otherCompared: counts.otherCompared,
            notComparable: counts.notComparable, dailyRows: counts.dailyRows,
            dailyViewsSkipped: counts.dailyViewsSkipped, gaps: counts.gaps,
            disagreements: counts.disagreements, archives: counts.archives,
            damagedChunks: counts.damagedChunks, pagesAsked: counts.pagesAsked,
            candlesAsked: counts.candlesAsked, archivesAsked: counts.archivesAsked)
        exchangeFailure = report.exchangeFailure.map { "\($0)" }
    }

    private static func finding(_ finding: AuditFinding) -> Finding {
        let hasSides = !finding.differences.isEmpty
        return Finding(
            check: finding.check.rawValue.replacing(" ", with: "_").replacing("-", with: "_"),
            symbol: finding.key.symbol.name, interval: finding.key.interval.rawValue,
            from: "\(finding.range.start)", to: "\(finding.range.end)", problem: finding.problem,
            left: hasSides ? finding.sides.left : nil, right: hasSides ? finding.sides.right : nil,
            differences: finding.differences.map {
                Difference(field: $0.field, left: $0.left, right: $0.right)
            }, cure: finding.cure)
    }
}
