/// The folds of a cross-validation: which rows they know, and which they forecast.
struct ValidationDesign: Sendable {
    /// One cutoff.
    struct Split: Sendable {
        let cutoff: Int64
        /// The rows up to the cutoff are those before this one.
        let trainingRows: Int
        /// The rows of the horizon.
        let testRows: Range<Int>
    }

    /// The rows with a value, oldest first.
    let rows: ProphetHistory
    /// The splits in order of their cutoffs.
    let splits: [Split]
    let notes: [CrossValidationNote]

    /// Places the folds in the rows with a value, oldest first.
    ///
    /// The first fold should see the periods of the seasonalities of the models.
    init(
        rows: ProphetHistory, seasonalities: [Seasonality], _ options: CrossValidationOptions
    ) throws(ProphetError) {
        guard rows.ds.count >= 2, let first = rows.ds.first, let last = rows.ds.last else {
            throw .tooFewRows(rows.ds.count)
        }
        try options.months?.validate()
        if options.months == nil, options.horizon <= 0 { throw .duration("horizon", options.horizon) }
        // Months are counted back from the last row, whose fold is the last one.
        let horizon =
            options.months.map { last - MonthSpans.time(last, plusMonths: -$0.horizon) }
            ?? options.horizon
        let longest = seasonalities.map(\.period).max() ?? 0
        let longestPeriod = Int64(min(longest * Double(CalendarDay.milliseconds), 0x1p53).rounded(.up))
        let cutoffs: [Int64]
        let initial: Int64
        if let given = options.cutoffs {
            cutoffs = given.sorted()
            guard let earliest = cutoffs.first, let latest = cutoffs.last else {
                throw .noCutoffs(initial: options.initial ?? 0, horizon: horizon, span: last - first)
            }
            guard earliest > first else { throw .cutoffTooEarly(earliest, first: first) }
            guard horizon <= last - first, latest <= last - horizon else {
                throw .cutoffTooLate(latest, latest: max(first, last - min(horizon, last - first)))
            }
            initial = earliest - first
        } else if let months = options.months {
            cutoffs = try months.cutoffs(times: rows.ds, shortest: longestPeriod)
            initial = (cutoffs.first ?? first) - first
        } else {
            let horizons = horizon.multipliedReportingOverflow(by: 3)
            initial =
                options.initial ?? (horizons.overflow ? .max : max(horizons.partialValue, longestPeriod))
            cutoffs = try Cutoffs.make(
                times: rows.ds, horizon: horizon, initial: initial,
                period: options.period ?? max(1, horizon / 2))
        }
        var splits: [Split] = []
        for cutoff in cutoffs {
            let count = Cutoffs.position(after: cutoff, in: rows.ds)
            guard count >= 2 else { throw .tooFewRowsBeforeCutoff(cutoff, rows: count) }
            let lastTime = options.months.map { MonthSpans.time(cutoff, plusMonths: $0.horizon) }
            let end = Cutoffs.position(after: lastTime ?? cutoff + horizon, in: rows.ds)
            guard end > count else { throw .noRowsToPredict }
            splits.append(Split(cutoff: cutoff, trainingRows: count, testRows: count..<end))
        }
        self.rows = rows
        self.splits = splits
        notes =
            seasonalities.filter { Double(initial) < $0.period * Double(CalendarDay.milliseconds) }.map {
                .seasonalityLongerThanInitial(
                    $0.name, period: $0.period * Double(CalendarDay.milliseconds), initial: initial)
            }
    }

    /// The rows of a history that have a value, oldest first.
    ///
    /// - Throws: ``ProphetError/infiniteValue(row:_:)`` or ``ProphetError/time(_:)``.
    static func sortedRows(_ history: ProphetHistory) throws(ProphetError) -> ProphetHistory {
        for (row, value) in history.y.enumerated() where value.isInfinite {
            throw .infiniteValue(row: row, value)
        }
        try PreparedModel.requireTimes(history.ds)
        return history.rows(history.frame.timeOrder.filter { !history.y[$0].isNaN })
    }
}
