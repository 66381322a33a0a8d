import Candles

/// Builds the table of one candle file, row by row, and refuses everything that cannot be true.
///
/// Rows have the twelve columns of the exchange; a header line is stepped over. A row that repeats the one before
/// it is taken once. Rows must be in order of time, may not overlap, and there is one candle for a slot of the
/// interval, which catches files whose name does not match their contents.
struct CandleFileParser {
    private let file: String
    private let interval: Interval
    private var table = CandleTable()
    private var last: KlineRow?
    private var blankLine: Int?

    /// A parser of a file of one interval.
    init(file: String, interval: Interval) {
        self.file = file
        self.interval = interval
    }

    /// Takes in the next line.
    ///
    /// - Throws: ``ReplayError/badLine(file:line:value:reason:)``.
    mutating func add(_ line: UnsafeBufferPointer<UInt8>, number: Int) throws(ReplayError) {
        guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) else {
            blankLine = blankLine ?? number
            return
        }
        if let blankLine { throw refusal(line, blankLine, "an empty line stands between rows") }
        if number == 1, Self.isHeader(line) { return }
        let row: KlineRow
        do {
            row = try KlineRow(csv: line)
        } catch {
            throw refusal(line, number, Self.reason(error))
        }
        if let last {
            if row == last { return }
            guard row.openTime != last.openTime else {
                throw refusal(line, number, "a second candle of \(row.openTime) says something else")
            }
            guard row.openTime > last.openTime else {
                throw refusal(
                    line, number, "the candle of \(row.openTime) comes after that of \(last.openTime)")
            }
            guard row.openTime >= last.values.closeTime || canOverlap(last, row) else {
                throw refusal(
                    line, number,
                    "the candle of \(row.openTime) begins before that of \(last.openTime) has ended")
            }
            guard interval.slot(containing: row.openTime) > interval.slot(containing: last.openTime) else {
                throw refusal(
                    line, number,
                    "the candles of \(last.openTime) and \(row.openTime) share one \(interval) slot")
            }
        }
        guard row.values.closeTime - row.openTime <= longest else {
            throw refusal(line, number, "the candle of \(row.openTime) lasts longer than \(interval)")
        }
        last = row
        table.append(CandleRow(openTime: row.openTime, values: row.values))
    }

    /// The table of all lines.
    ///
    /// - Throws: ``ReplayError/badFile(file:reason:)`` if there was no candle.
    func finish() throws(ReplayError) -> CandleTable {
        guard table.count > 0 else { throw .badFile(file: file, reason: "the file has no candle") }
        return table
    }

    /// Whether two candles may overlap: the first is off the grid, as after the outage of February 2018, and the
    /// second is the one with which the exchange returned to it.
    private func canOverlap(_ first: KlineRow, _ second: KlineRow) -> Bool {
        interval.slot(containing: first.openTime) != first.openTime
            && interval.slot(containing: second.openTime) == second.openTime
            && second.values.closeTime > first.values.closeTime
    }

    /// The longest that a candle can last: a month has at most 31 days.
    private var longest: Int64 { interval.milliseconds ?? 31 * UTCDay.milliseconds }

    /// Whether a line names the columns instead of a candle: it begins with a letter.
    private static func isHeader(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = line.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || $0 == 0x22 || $0 == 0x20 }
        guard let first = bytes.first else { return false }
        return (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first)
    }

    private func refusal(
        _ line: UnsafeBufferPointer<UInt8>, _ number: Int, _ reason: String
    ) -> ReplayError {
        .badLine(file: file, line: number, value: lineText(line), reason: reason)
    }

    /// The sentence without its full stop, since it stands inside another one.
    private static func reason(_ error: CandleError) -> String {
        error.problem.hasSuffix(".") ? String(error.problem.dropLast()) : error.problem
    }
}
