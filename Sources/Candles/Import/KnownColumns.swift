/// Which values a file has, and how rows of those become columns of candles.
struct KnownColumns {
    /// The words of a row that are kept, in order.
    let fields: [CandleField]
    let interval: Interval

    /// The values that a layout has columns for.
    init(_ layout: CandleFileLayout, interval: Interval) {
        fields = CandleField.allCases.filter {
            $0.rawValue <= CandleField.closeTime.rawValue && layout.has($0)
        }
        self.interval = interval
    }

    /// The place of a field among those that are kept.
    func index(_ field: CandleField) -> Int? { fields.firstIndex(of: field) }

    /// Columns of candles from words that are stored somewhere.
    ///
    /// - Parameters:
    ///   - count: The number of candles.
    ///   - openTimes: Their open times, strictly ascending.
    ///   - copy: Writes the words of a field, by its place, to an address.
    /// - Returns: The candles.
    func columns(
        count: Int, openTimes: [Int64], _ copy: (Int, UnsafeMutableRawPointer) -> Void
    ) -> CandleColumns {
        func doubles(_ field: CandleField) -> [Double] {
            guard let place = index(field) else { return [Double](repeating: .nan, count: count) }
            return [Double](unsafeUninitializedCapacity: count) { buffer, filled in
                if let base = buffer.baseAddress { copy(place, UnsafeMutableRawPointer(base)) }
                filled = count
            }
        }
        func integers(_ field: CandleField, _ unknown: () -> [Int64]) -> [Int64] {
            guard let place = index(field) else { return unknown() }
            return [Int64](unsafeUninitializedCapacity: count) { buffer, filled in
                if let base = buffer.baseAddress { copy(place, UnsafeMutableRawPointer(base)) }
                filled = count
            }
        }
        let closeTimes = integers(.closeTime) { openTimes.map { end(of: $0) } }
        return CandleColumns(
            .imported, openTimes: openTimes, closeTimes: closeTimes, open: doubles(.open),
            high: doubles(.high), low: doubles(.low), close: doubles(.close),
            baseVolume: doubles(.baseVolume), quoteVolume: doubles(.quoteVolume),
            trades: integers(.trades) { [Int64](repeating: -1, count: count) },
            takerBaseVolume: doubles(.takerBaseVolume), takerQuoteVolume: doubles(.takerQuoteVolume))
    }

    /// The exclusive end of a candle that begins at a time: of its slot if it is on the grid, else an interval later.
    func end(of openTime: Int64) -> Int64 {
        if let length = interval.milliseconds { return openTime + length }
        return interval.slot(after: OpenTime(milliseconds: openTime)).milliseconds
    }
}
