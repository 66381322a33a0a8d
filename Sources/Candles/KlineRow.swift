/// A row of the exchange's klines, as CSV or as a JSON array, and its open time and values.
///
/// Fields: open time, open, high, low, close, base volume, close time (inclusive), quote volume, trades, taker base
/// volume, taker quote volume, and one that is ignored and may be absent. Times are milliseconds or microseconds.
public struct KlineRow: Hashable, Sendable {
    /// When the candle begins.
    public let openTime: OpenTime
    /// What the candle says; its close time is exclusive.
    public let values: CandleValues

    /// A row of a candle.
    public init(openTime: OpenTime, values: CandleValues) {
        self.openTime = openTime
        self.values = values
    }

    /// Reads one CSV row without its line end, fields in double quotes or not.
    ///
    /// - Throws: ``CandleError`` that names the field and the text found.
    /// - Complexity: O(bytes), without allocation.
    public init(csv bytes: UnsafeBufferPointer<UInt8>) throws(CandleError) {
        var scanner = ByteScanner(bytes)
        self = try Self.read(&scanner)
        guard scanner.isAtEnd || scanner.skip(0x0D) && scanner.isAtEnd else { throw .fieldCount(13) }
    }

    /// Reads one CSV row from text.
    ///
    /// - Throws: ``CandleError`` that names the field and the text found.
    public init(csv text: String) throws(CandleError) {
        var text = text
        let result = text.withUTF8 { bytes -> Result<KlineRow, CandleError> in
            Result { () throws(CandleError) in try KlineRow(csv: bytes) }
        }
        self = try result.get()
    }

    /// Reads the fields of a row; stops at the end, at a line end or at a closing bracket.
    static func read(_ scanner: inout ByteScanner) throws(CandleError) -> KlineRow {
        let openNumber = try integer(&scanner, 0)
        let open = try decimal(&scanner, 1)
        let high = try decimal(&scanner, 2)
        let low = try decimal(&scanner, 3)
        let close = try decimal(&scanner, 4)
        let baseVolume = try decimal(&scanner, 5)
        let closeNumber = try integer(&scanner, 6)
        let quoteVolume = try decimal(&scanner, 7)
        let trades = try integer(&scanner, 8)
        let takerBase = try decimal(&scanner, 9)
        let takerQuote = try decimal(&scanner, 10, isLast: true)
        if scanner.skip(0x2C) {
            scanner.skipSpace()
            scanner.skipField()
        }
        let openTime = try OpenTime(exchange: openNumber)
        let closeTime = try OpenTime(exchange: closeNumber) + 1
        guard closeTime > openTime else { throw .closeTime(openTime, close: closeNumber) }
        let values = try CandleValues(
            open: open, high: high, low: low, close: close, closeTime: closeTime, baseVolume: baseVolume,
            quoteVolume: quoteVolume, trades: trades, takerBaseVolume: takerBase, takerQuoteVolume: takerQuote
        )
        return KlineRow(openTime: openTime, values: values)
    }

    private static func integer(_ scanner: inout ByteScanner, _ field: Int) throws(CandleError) -> Int64 {
        let start = begin(&scanner)
        guard let value = scanner.integer() else { throw refusal(&scanner, field, start) }
        try end(&scanner, field, start, isLast: false)
        return value
    }

    private static func decimal(
        _ scanner: inout ByteScanner, _ field: Int, isLast: Bool = false
    ) throws(CandleError) -> Double {
        let start = begin(&scanner)
        guard let value = scanner.number() else { throw refusal(&scanner, field, start) }
        try end(&scanner, field, start, isLast: isLast)
        return value
    }

    /// Steps into a field and says where its text begins.
    private static func begin(_ scanner: inout ByteScanner) -> Int {
        scanner.skipSpace()
        let start = scanner.position
        _ = scanner.skip(0x22)
        return start
    }

    private static func end(
        _ scanner: inout ByteScanner, _ field: Int, _ start: Int, isLast: Bool
    ) throws(CandleError) {
        _ = scanner.skip(0x22)
        while scanner.skip(0x20) {}
        if isLast {
            guard scanner.isAtEnd || scanner.next == 0x2C || scanner.next == 0x5D || scanner.next == 0x0D
            else {
                throw refusal(&scanner, field, start)
            }
        } else if !scanner.skip(0x2C) {
            if scanner.isAtEnd || scanner.next == 0x5D { throw .fieldCount(field + 1) }
            throw refusal(&scanner, field, start)
        }
    }

    private static func refusal(_ scanner: inout ByteScanner, _ field: Int, _ start: Int) -> CandleError {
        scanner.skipField()
        return .field(field, scanner.text(from: start))
    }
}
