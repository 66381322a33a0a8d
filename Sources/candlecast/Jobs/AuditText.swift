import BatchLayer
import Candles

/// A report of an audit as people read it.
struct AuditText {
    let hasColor: Bool

    /// The most findings that are listed; JSON has more.
    private static let findings = 100
    /// The most remarks that are listed.
    private static let remarks = 10

    func lines(_ report: AuditReport, isOffline: Bool) -> [String] {
        var lines: [String] = []
        for finding in report.findings.prefix(Self.findings) { lines += text(of: finding) }
        if report.findingCount > Self.findings {
            lines.append(
                "and \(NumberText.count(report.findingCount - Self.findings)) more; --json lists the first"
                    + " \(NumberText.count(report.findings.count))")
        }
        if report.remarks.count > 0 {
            lines.append("")
            lines.append(
                "strange, and perhaps true (\(NumberText.count(report.remarks.count)), no findings):")
            for remark in report.remarks.items.prefix(Self.remarks) {
                lines.append("  \(remark.key) \(remark.openTime): \(remark.kind.rawValue), \(remark.text)")
            }
            if report.remarks.count > Self.remarks {
                lines.append("  and \(NumberText.count(report.remarks.count - Self.remarks)) more")
            }
        }
        if !lines.isEmpty { lines.append("") }
        return lines + checked(report, isOffline: isOffline) + [verdict(report)]
    }

    private func text(of finding: AuditFinding) -> [String] {
        let head = Style.red.apply(finding.check.rawValue, when: hasColor)
        var lines = [
            "\(head)  \(finding.key)  \(finding.range.start) to \(finding.range.end)", "  \(finding.problem)",
        ]
        for difference in finding.differences {
            lines.append(
                "  \(difference.field): \(difference.left) \(finding.sides.left), \(difference.right)"
                    + " \(finding.sides.right)")
        }
        return lines + ["  cure: \(finding.cure)"]
    }

    /// What was looked at, so that silence is not taken for success.
    private func checked(_ report: AuditReport, isOffline: Bool) -> [String] {
        let counts = report.counts
        let number = { (value: Int) in NumberText.count(value) }
        var lines = [
            "checked \(number(counts.candles)) candles of \(number(counts.series)) series on \(number(counts.days)) days",
            "  \(number(counts.daysCompared)) days and \(number(counts.otherCompared)) other candles against the smaller"
                + " ones in them; \(number(counts.notComparable)) could not be compared",
            "  \(number(counts.dailyRows)) rows of the daily view against fresh ones"
                + (counts.dailyViewsSkipped > 0
                    ? "; \(counts.dailyViewsSkipped) daily views were left out" : ""),
            "  \(number(counts.gaps)) gaps, \(number(counts.disagreements)) disagreements of sources,"
                + " \(number(counts.archives)) archive files, \(number(counts.damagedChunks)) damaged chunks",
        ]
        if isOffline {
            lines.append("  the exchange was not asked (--offline)")
        } else {
            lines.append(
                "  \(number(counts.candlesAsked)) candles in \(number(counts.pagesAsked)) pages against the exchange"
                    + " (seed \(report.request.seed)), \(number(counts.archivesAsked)) checksums against the archive"
            )
        }
        return lines
    }

    private func verdict(_ report: AuditReport) -> String {
        report.isClean
            ? Style.green.apply("nothing was found", when: hasColor)
            : Style.red.apply(
                report.findingCount == 1 ? "1 finding" : "\(NumberText.count(report.findingCount)) findings",
                when: hasColor)
    }
}
