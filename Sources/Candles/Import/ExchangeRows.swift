/// Reads a whole text of the exchange's rows into columns, as long as nothing about it is unusual.
public enum ExchangeRows {
    /// The candles of a text of the exchange's eleven or twelve columns, with or without a header.
    ///
    /// Whoever gets nil reads the text row by row, which is slower and can say what is wrong.
    ///
    /// - Parameters:
    ///   - text: The whole text, UTF-8.
    ///   - vintage: Where the candles come from.
    /// - Returns: The candles in the order of the text, strictly ascending in open time, every value known, every
    ///   close time after its open time; nil for a text that is anything else.
    /// - Complexity: O(bytes).
    public static func columns(_ text: UnsafeRawBufferPointer, _ vintage: Vintage.Closed) -> CandleColumns? {
        let block = TextBlock(capacity: text.count + 1)
        block.append(text)
        block.cut(isLast: true)
        let found: CandleFileLayout?
        do { found = try CandleFileLayout(sample: block) } catch { found = nil }
        guard let layout = found, layout.fields.prefix(11).elementsEqual(CandleField.exchangeRow.map { $0 })
        else { return nil }
        block.skip(layout.dataOffset)
        // A row of the exchange is about 130 bytes long; where rows are shorter, the columns grow.
        return withExtendedLifetime(block) { read($0.lines, layout, vintage, about: $0.count / 120 + 1) }
    }

    private static func read(
        _ lines: UnsafeBufferPointer<UInt8>, _ layout: CandleFileLayout, _ vintage: Vintage.Closed,
        about count: Int
    ) -> CandleColumns? {
        guard var position = lines.baseAddress else { return nil }
        let end = position + lines.count
        var scanner = RowScanner(layout, symbol: nil)
        var columns = CandleColumns(vintage)
        columns.reserveCapacity(count)
        var last = Int64.min
        while position < end {
            guard scanner.next(&position) == .candle else { return nil }
            let words = scanner.words
            let (openTime, said) = (
                scanner.openTime, Int64(bitPattern: words[CandleField.closeTime.rawValue])
            )
            guard openTime > last, said > openTime, columns.append(usual: words, closeTime: said + 1) else {
                return nil
            }
            last = openTime
        }
        return columns
    }
}

extension CandleColumns {
    /// Adds a row of which everything is known; answers whether it was one.
    @inline(__always)
    fileprivate mutating func append(usual words: UnsafeMutablePointer<UInt64>, closeTime: Int64) -> Bool {
        func number(_ field: CandleField) -> Double { Double(bitPattern: words[field.rawValue]) }
        let volumes = (
            number(.baseVolume), number(.quoteVolume), number(.takerBaseVolume), number(.takerQuoteVolume)
        )
        let trades = Int64(bitPattern: words[CandleField.trades.rawValue])
        // Comparisons with NaN are false: a volume that is not known is not usual.
        guard volumes.0 >= 0, volumes.1 >= 0, volumes.2 >= 0, volumes.3 >= 0, trades >= 0 else {
            return false
        }
        append(
            openTime: Int64(bitPattern: words[CandleField.openTime.rawValue]), closeTime: closeTime,
            prices: (number(.open), number(.high), number(.low), number(.close)), volumes: volumes,
            trades: trades)
        return true
    }
}
