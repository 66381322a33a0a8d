/// Where the columns of some rows lie in memory, while they are held there.
struct ColumnPointers {
    let count: Int
    let openTimes: UnsafePointer<Int64>
    let closeTimes: UnsafePointer<Int64>
    let open: UnsafePointer<Double>
    let high: UnsafePointer<Double>
    let low: UnsafePointer<Double>
    let close: UnsafePointer<Double>
    let baseVolume: UnsafePointer<Double>
    let quoteVolume: UnsafePointer<Double>
    let trades: UnsafePointer<Int64>
    let takerBaseVolume: UnsafePointer<Double>
    let takerQuoteVolume: UnsafePointer<Double>
    let vintages: UnsafePointer<UInt8>

    /// Whether every row is a candle: prices that enclose each other, volumes that are known and no less than 0, or
    /// not known.
    var areCandles: Bool {
        // Without branches, so that several rows are looked at at once.
        var wrong: UInt8 = 0
        for row in 0..<count {
            wrong |= low[row] > 0 ? 0 : 1
            wrong |= low[row] <= open[row] ? 0 : 1
            wrong |= low[row] <= close[row] ? 0 : 1
            wrong |= open[row] <= high[row] ? 0 : 1
            wrong |= close[row] <= high[row] ? 0 : 1
            wrong |= high[row] < .infinity ? 0 : 1
            wrong |= trades[row] >= -1 ? 0 : 1
        }
        for volumes in [baseVolume, quoteVolume, takerBaseVolume, takerQuoteVolume] {
            for row in 0..<count {
                wrong |= volumes[row] < 0 ? 1 : 0
                wrong |= volumes[row] == .infinity ? 1 : 0
            }
        }
        return wrong == 0
    }
}

extension StoredColumns {
    /// Lends the memory of some rows, at least one.
    func withPointers<Result>(_ rows: Range<Int>, _ body: (ColumnPointers) -> Result) -> Result {
        precondition(
            !rows.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= count,
            "rows must be among \(count), were \(rows)")
        func lend<Number, Answer>(
            _ column: [Number], _ body: (UnsafePointer<Number>) -> Answer
        ) -> Answer {
            precondition(column.count == count, "a column must have \(count) rows, had \(column.count)")
            return column.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { preconditionFailure("there must be rows") }
                return body(base + rows.lowerBound)
            }
        }
        return lend(openTimes) { openTimes in
            lend(closeTimes) { closeTimes in
                lend(open) { open in
                    lend(high) { high in
                        lend(low) { low in
                            lend(close) { close in
                                lend(baseVolume) { baseVolume in
                                    lend(quoteVolume) { quoteVolume in
                                        lend(trades) { trades in
                                            lend(takerBaseVolume) { takerBaseVolume in
                                                lend(takerQuoteVolume) { takerQuoteVolume in
                                                    lend(vintages) { vintages in
                                                        body(
                                                            ColumnPointers(
                                                                count: rows.count, openTimes: openTimes,
                                                                closeTimes: closeTimes, open: open,
                                                                high: high,
                                                                low: low, close: close,
                                                                baseVolume: baseVolume,
                                                                quoteVolume: quoteVolume, trades: trades,
                                                                takerBaseVolume: takerBaseVolume,
                                                                takerQuoteVolume: takerQuoteVolume,
                                                                vintages: vintages))
                                                    }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
