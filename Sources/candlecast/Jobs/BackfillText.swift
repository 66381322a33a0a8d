import BatchLayer
import Binance
import Candles
import ServingLayer

/// What a backfill says to the user: events on stderr, tables of what was done or would be done.
enum BackfillText {
    /// Tells an event.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - console: Where it is told.
    ///   - isBrief: Whether single series are told only where something is wrong; for runs of many.
    ///   - isDryRun: Whether the plan is the result, so that it need not be told.
    static func tell(
        _ event: BackfillEvent, _ console: Console, isBrief: Bool = false, isDryRun: Bool = false
    ) {
        switch event {
        case .planned(let plan):
            // A dry run shows its steps as the result.
            guard !isBrief, !isDryRun else { return }
            guard !plan.isNothingMissing else { return console.detail("  \(plan.key): nothing is missing") }
            if plan.needsListing { console.note("  \(plan.key): never fetched, asking for the first candle") }
            guard !plan.needsListing || plan.steps.allSatisfy({ $0.source == .rest }) else { return }
            for group in groups(plan) where group.steps.first?.reasons != [.running] {
                console.note("  \(plan.key): \(text(of: group))")
            }
        case .progress(let key, let estimate, let elapsed):
            console.progress("backfill: \(key)  \(text(of: estimate, after: elapsed))")
        case .damaged(let chunk): console.warn(text(of: chunk))
        case .archiveRefused(let file, let reason):
            console.warn("\(file.name) of the archive is refused (\(reason)); REST is asked instead.")
        case .archiveReissued(let file):
            console.warn("\(file.name) of the archive has been published anew since it was fetched.")
        case .archiveGivenUp(let reason):
            console.warn("the archive is given up for this run (\(reason)); REST is asked instead.")
        case .failed(let failure):
            console.warn("\(failure.key) \(failure.range): not fetched: \(failure.error)")
        case .finished(let key, let candles, let requests):
            console.detail("  \(key): \(candles) candles in \(requests) requests")
        }
    }

    /// A progress bar with rates and the time left.
    static func text(of estimate: ProgressEstimate, after elapsed: Duration) -> String {
        let share = Int((estimate.fraction * 1000).rounded(.down))
        let bar = Bar.text(share, of: 1000).prefix { $0 != " " }
        var text = "\(bar) \(share / 10)%  \(NumberText.count(estimate.candles)) candles"
        text += "  \(NumberText.count(Int(estimate.candlesPerSecond(after: elapsed))))/s"
        text += "  \(NumberText.grouped(estimate.bytesPerSecond(after: elapsed) / 1e6, places: 1)) MB/s"
        if let left = estimate.remaining(after: elapsed) { text += "  ETA \(seconds(left))" }
        return text
    }

    /// A length of time as people say it: `8s`, `3m 20s`, `2h 5m`.
    static func seconds(_ duration: Duration) -> String {
        let seconds = Int((duration / .seconds(1)).rounded())
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m \(seconds % 60)s"
        default: return "\(seconds / 3600)h \(seconds / 60 % 60)m"
        }
    }

    /// Steps of a plan that follow each other and come from the same kind of source.
    struct Group {
        var steps: [BackfillStep]
        let source: String

        var range: TimeRange {
            TimeRange(steps.first?.range.start ?? .earliest, steps.last?.range.end ?? .earliest)
        }
        var slots: Int { steps.reduce(0) { $0 + $1.slots } }
        var cost: FetchCost { steps.reduce(.zero) { $0 + $1.cost() } }
        var reasons: [BackfillStep.Reason] {
            steps.reduce(into: []) { found, step in
                for reason in step.reasons where !found.contains(reason) { found.append(reason) }
            }
        }
    }

    /// The steps of a plan, files of one kind together.
    static func groups(_ plan: BackfillPlan) -> [Group] {
        var groups: [Group] = []
        for step in plan.steps {
            let source = source(of: step)
            if source != "rest", let last = groups.last, last.source == source,
                last.range.end == step.range.start
            {
                groups[groups.count - 1].steps.append(step)
            } else {
                groups.append(Group(steps: [step], source: source))
            }
        }
        return groups
    }

    /// The kind of source of a step: `months`, `days` or `rest`.
    static func source(of step: BackfillStep) -> String {
        guard case .archive(let file) = step.source else { return "rest" }
        if case .month = file.period { return "months" }
        return "days"
    }

    private static func text(of group: Group) -> String {
        guard group.source != "rest", let first = group.steps.first else {
            return group.steps.first?.description ?? ""
        }
        let days = "\(first.range.start.day) to \((group.range.end - 1).day)"
        let unit = group.source == "months" ? "month" : "day"
        let files = "\(group.steps.count) \(unit)\(group.steps.count == 1 ? "" : "s") of the archive"
        let reasons = group.reasons.map(\.description).joined(separator: "; ")
        return "\(days), \(group.slots) candles from \(files): \(reasons)"
    }

    /// What is said of a chunk that was damaged and set aside.
    static func text(of chunk: DamagedChunk) -> String {
        "the stored \(chunk.key) candles of \(chunk.day) are damaged (\(chunk.reason)); they are set aside and fetched"
            + " again."
    }

    /// Both values of a candle whose versions say different things.
    static func text(of disagreement: Disagreement) -> String {
        let (held, arrived) = (disagreement.held, disagreement.arrived)
        return
            "\(disagreement.key) \(held.openTime): \(held.vintage.name) and \(arrived.vintage.name) disagree"
            + " (close \(Decimal.text(held.values.close)) and \(Decimal.text(arrived.values.close)), trades"
            + " \(held.values.trades ?? 0) and \(arrived.values.trades ?? 0)); the higher vintage is served."
    }

    /// The table at the end of a backfill.
    static func table(_ report: BackfillReport, hasColor: Bool) -> [String] {
        var table = TextTable([
            "symbol", "interval", ">held", "first", "last", report.isDryRun ? ">to fetch" : ">fetched",
            ">requests", ">files", "missing",
        ])
        for series in report.series {
            let files = series.plan.steps.count { $0.source != .rest }
            table.add([
                series.key.symbol.name, series.key.interval.rawValue, NumberText.count(series.held),
                series.first.map { "\($0)" } ?? "-", series.last.map { "\($0)" } ?? "-",
                report.isDryRun && series.plan.needsListing
                    ? "all" : NumberText.count(report.isDryRun ? series.plan.slots : series.fetched),
                NumberText.count(report.isDryRun ? series.plan.requestCount : series.requests),
                NumberText.count(report.isDryRun ? files : series.archives),
                missing(series),
            ])
        }
        return table.lines(hasColor: hasColor)
    }

    /// The steps of a dry run, and what they take together.
    static func planTable(_ report: BackfillReport, hasColor: Bool) -> [String] {
        var table = TextTable([
            "symbol", "interval", "from", "to", ">candles", "source", ">requests", ">MB", ">seconds",
            "reason",
        ])
        func cells(_ cost: FetchCost) -> [String] {
            [
                NumberText.count(cost.requests), NumberText.grouped(Double(cost.bytes) / 1e6, places: 2),
                NumberText.grouped(cost.milliseconds / 1000, places: 1),
            ]
        }
        for series in report.series {
            for group in groups(series.plan) {
                let source = group.source == "rest" ? "rest" : "\(group.steps.count) \(group.source)"
                let reasons = group.reasons.map(\.description).joined(separator: "; ")
                table.add(
                    [
                        series.key.symbol.name, series.key.interval.rawValue, "\(group.range.start)",
                        "\(group.range.end)", NumberText.count(group.slots), source,
                    ] + cells(group.cost) + [reasons])
            }
        }
        let slots = report.series.reduce(0) { $0 + $1.plan.slots }
        let total = cells(report.cost)
        guard slots > 0 else { return ["nothing is missing"] }
        return table.lines(hasColor: hasColor) + [
            "",
            "in all: \(NumberText.count(slots)) candles of \(report.series.count) series, \(total[0]) requests"
                + " (weight \(NumberText.count(report.cost.weight))), about \(total[1]) MB, about \(total[2]) s",
        ]
    }

    private static func missing(_ series: BackfillReport.Series) -> String {
        let counts = Gap.Reason.allCases.map { ($0, series.missing($0)) }.filter {
            $0.1 > 0 && $0.0 != .beforeListing
        }
        return counts.isEmpty
            ? "nothing" : counts.map { "\(NumberText.count($1)) \($0.rawValue)" }.joined(separator: ", ")
    }
}
