import Candles

extension StoredColumns {
    /// Makes room for some candles.
    mutating func reserve(_ count: Int) {
        openTimes.reserveCapacity(count)
        closeTimes.reserveCapacity(count)
        open.reserveCapacity(count)
        high.reserveCapacity(count)
        low.reserveCapacity(count)
        close.reserveCapacity(count)
        baseVolume.reserveCapacity(count)
        quoteVolume.reserveCapacity(count)
        trades.reserveCapacity(count)
        takerBaseVolume.reserveCapacity(count)
        takerQuoteVolume.reserveCapacity(count)
        vintages.reserveCapacity(count)
    }

    /// Adds a version at the end.
    mutating func append(_ version: CandleVersion) {
        let values = version.values
        openTimes.append(version.openTime.milliseconds)
        closeTimes.append(values.closeTime.milliseconds)
        open.append(values.open)
        high.append(values.high)
        low.append(values.low)
        close.append(values.close)
        baseVolume.append(values.baseVolume ?? .nan)
        quoteVolume.append(values.quoteVolume ?? .nan)
        trades.append(values.trades ?? -1)
        takerBaseVolume.append(values.takerBaseVolume ?? .nan)
        takerQuoteVolume.append(values.takerQuoteVolume ?? .nan)
        vintages.append(version.vintage.rawValue)
    }

    /// Adds rows of other columns at the end.
    mutating func append(_ other: StoredColumns, _ rows: Range<Int>) {
        openTimes.append(contentsOf: other.openTimes[rows])
        closeTimes.append(contentsOf: other.closeTimes[rows])
        open.append(contentsOf: other.open[rows])
        high.append(contentsOf: other.high[rows])
        low.append(contentsOf: other.low[rows])
        close.append(contentsOf: other.close[rows])
        baseVolume.append(contentsOf: other.baseVolume[rows])
        quoteVolume.append(contentsOf: other.quoteVolume[rows])
        trades.append(contentsOf: other.trades[rows])
        takerBaseVolume.append(contentsOf: other.takerBaseVolume[rows])
        takerQuoteVolume.append(contentsOf: other.takerQuoteVolume[rows])
        vintages.append(contentsOf: other.vintages[rows])
    }

    /// Puts a row of other columns in place of one.
    mutating func replace(_ row: Int, with other: StoredColumns, _ otherRow: Int) {
        openTimes[row] = other.openTimes[otherRow]
        closeTimes[row] = other.closeTimes[otherRow]
        open[row] = other.open[otherRow]
        high[row] = other.high[otherRow]
        low[row] = other.low[otherRow]
        close[row] = other.close[otherRow]
        baseVolume[row] = other.baseVolume[otherRow]
        quoteVolume[row] = other.quoteVolume[otherRow]
        trades[row] = other.trades[otherRow]
        takerBaseVolume[row] = other.takerBaseVolume[otherRow]
        takerQuoteVolume[row] = other.takerQuoteVolume[otherRow]
        vintages[row] = other.vintages[otherRow]
    }

    /// Whether a row has the same bits as a row of other columns.
    func isSame(_ row: Int, as other: StoredColumns, _ otherRow: Int) -> Bool {
        func differ(_ left: [Double], _ right: [Double]) -> UInt64 {
            let (left, right) = (left[row], right[otherRow])
            // Unknown is unknown, whatever bits say so.
            return left.isNaN && right.isNaN ? 0 : left.bitPattern ^ right.bitPattern
        }
        var difference = differ(open, other.open) | differ(high, other.high) | differ(low, other.low)
        difference |= differ(close, other.close) | differ(baseVolume, other.baseVolume)
        difference |= differ(quoteVolume, other.quoteVolume)
        difference |= differ(takerBaseVolume, other.takerBaseVolume)
        difference |= differ(takerQuoteVolume, other.takerQuoteVolume)
        return difference == 0 && openTimes[row] == other.openTimes[otherRow]
            && closeTimes[row] == other.closeTimes[otherRow] && trades[row] == other.trades[otherRow]
            && vintages[row] == other.vintages[otherRow]
    }

    /// The rows of a range alone.
    func part(_ rows: Range<Int>) -> StoredColumns {
        guard rows != 0..<count else { return self }
        var part = StoredColumns()
        part.append(self, rows)
        return part
    }
}
