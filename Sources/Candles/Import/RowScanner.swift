/// Reads the rows of a candle file, one after the other, as its layout says.
///
/// What rows usually look like is read by words of eight bytes; everything else (quotes, exponents, words such as
/// `NaN`, dates, long numbers) by ``FieldText``, with the same result. The row's values are left in ``words``.
struct RowScanner: ~Copyable {
    /// What a line turned out to be.
    enum Outcome: UInt8 {
        case candle
        /// A row whose prices are all missing: a minute without trades.
        case empty
        /// A row of another symbol.
        case otherSymbol
        /// An empty line, a comment, or the header again.
        case none
        /// A row that is not taken; ``fault`` says why.
        case bad
    }

    /// The number of words of a row: the fields up to ``CandleField/openTime``.
    static let width = CandleField.openTime.rawValue + 1
    /// The word of an unknown close time.
    static let unknownTime = UInt64(bitPattern: Int64.min)
    private static let skipped: UInt8 = 255

    /// The bits of the last row: of `Double` for prices and volumes, of `Int64` for times and trades.
    let words: UnsafeMutablePointer<UInt64>
    /// The smallest step of the unit of the last close time, in milliseconds.
    private(set) var closeStep: Int64 = 1
    /// Why the last row was not taken.
    private(set) var fault: RowFault?
    private let layout: CandleFileLayout
    private let fixedUnit: FileTimeUnit?
    private let symbol: [UInt8]
    private let kinds: UnsafeMutablePointer<UInt8>
    private let powers: UnsafeMutablePointer<Double>
    private let wholePowers: UnsafeMutablePointer<UInt64>
    private let last: Int
    private let hasTail: Bool
    private let separator: UInt8

    /// A scanner of files of a layout.
    ///
    /// - Parameters:
    ///   - layout: How rows are to be read.
    ///   - symbol: The symbol whose rows are wanted, where the layout has a column for it.
    init(_ layout: CandleFileLayout, symbol: Symbol?) {
        self.layout = layout
        fixedUnit = layout.timeUnit
        self.symbol =
            layout.fields.contains(.symbol) ? symbol.map { Array(CandleField.plain($0.name).utf8) } ?? [] : []
        separator = layout.separator
        last = layout.fields.lastIndex { $0 != nil } ?? 0
        hasTail = last + 1 < layout.fieldCounts.upperBound
        words = .allocate(capacity: Self.width)
        let unknown = Double.nan.bitPattern
        words.initialize(repeating: unknown, count: Self.width)
        words[CandleField.trades.rawValue] = UInt64(bitPattern: -1)
        words[CandleField.closeTime.rawValue] = Self.unknownTime
        kinds = .allocate(capacity: layout.fields.count + 1)
        kinds.initialize(repeating: Self.skipped, count: layout.fields.count + 1)
        for (index, field) in layout.fields.enumerated() {
            if let field { kinds[index] = UInt8(field.rawValue) }
        }
        powers = .allocate(capacity: 20)
        wholePowers = .allocate(capacity: 20)
        for (index, power) in Decimal.powers.enumerated() {
            (powers + index).initialize(to: Double(power))
            (wholePowers + index).initialize(to: power)
        }
    }

    deinit {
        words.deallocate()
        kinds.deallocate()
        powers.deallocate()
        wholePowers.deallocate()
    }

    /// The open time of the last row, in milliseconds since 1970.
    @inline(__always)
    var openTime: Int64 { Int64(bitPattern: words[CandleField.openTime.rawValue]) }

    /// A price or volume of the last row.
    @inline(__always)
    func number(_ field: CandleField) -> Double { Double(bitPattern: words[field.rawValue]) }

    /// Reads the line at an address and moves to the next one.
    ///
    /// - Precondition: The line ends with a line feed, and ``TextBlock/padding`` bytes behind it can be read.
    @inline(__always)
    mutating func next(_ position: inout UnsafePointer<UInt8>) -> Outcome {
        let start = position
        var index = 0
        while index <= last {
            let field = position
            let kind = kinds[index]
            let isRead: Bool
            if kind < UInt8(CandleField.trades.rawValue) {
                isRead = decimal(&position, Int(kind))
            } else if kind == UInt8(CandleField.openTime.rawValue)
                || kind == UInt8(CandleField.closeTime.rawValue)
            {
                isRead = time(&position, Int(kind))
            } else if kind == UInt8(CandleField.trades.rawValue) {
                isRead = count(&position)
            } else {
                isRead = false
            }
            if isRead, position.pointee == separator, index < last || hasTail {
                position += 1
            } else if isRead, index == last, position.pointee == 0x0A {
                position += 1
                return checked(start, position, layout.fieldCounts.contains(index + 1))
            } else {
                position = field
                let result = slowField(&position, index, start)
                switch result {
                case .next: break
                case .line: return checked(start, position, layout.fieldCounts.contains(index + 1))
                case .outcome(let outcome):
                    Self.skipLine(&position)
                    return outcome
                }
            }
            index += 1
        }
        return tail(&position, start)
    }

    /// Reads digits with or without a point and fraction; false for anything longer or else.
    @inline(__always)
    private mutating func decimal(_ position: inout UnsafePointer<UInt8>, _ field: Int) -> Bool {
        let first = DigitWords.load(position)
        let whole = DigitWords.run(first)
        guard UInt(bitPattern: whole &- 1) < 7 else { return whole == 8 && longDecimal(&position, field) }
        var mantissa = DigitWords.value(first, whole)
        position += whole
        guard position.pointee == 0x2E else {
            words[field] = Double(mantissa).bitPattern
            return true
        }
        let second = DigitWords.load(position + 1)
        let places = DigitWords.run(second)
        guard places > 0 else { return false }
        mantissa = mantissa &* wholePowers[places] &+ DigitWords.value(second, places)
        position += 1 + places
        // At most 15 digits: both operands are exact, so the one division rounds once. More digits end elsewhere.
        words[field] = (Double(mantissa) / powers[places]).bitPattern
        return true
    }

    /// Reads 8 to 15 digits with a fraction of up to 8.
    @inline(never)
    private mutating func longDecimal(_ position: inout UnsafePointer<UInt8>, _ field: Int) -> Bool {
        var mantissa = DigitWords.value(DigitWords.load(position), 8)
        position += 8
        let word = DigitWords.load(position)
        let more = DigitWords.run(word)
        guard more < 8 else { return false }
        if more > 0 {
            mantissa = mantissa &* wholePowers[more] &+ DigitWords.value(word, more)
            position += more
        }
        guard position.pointee == 0x2E else {
            words[field] = Double(mantissa).bitPattern
            return true
        }
        let second = DigitWords.load(position + 1)
        let places = DigitWords.run(second)
        guard places > 0, 8 + more + places <= 19 else { return false }
        mantissa = mantissa &* wholePowers[places] &+ DigitWords.value(second, places)
        position += 1 + places
        words[field] = Decimal.value(mantissa: mantissa, places: places).bitPattern
        return true
    }

    /// Reads a whole number of up to seven digits.
    @inline(__always)
    private mutating func count(_ position: inout UnsafePointer<UInt8>) -> Bool {
        let word = DigitWords.load(position)
        let digits = DigitWords.run(word)
        guard UInt(bitPattern: digits &- 1) < 7 else { return false }
        words[CandleField.trades.rawValue] = DigitWords.value(word, digits)
        position += digits
        return true
    }

    /// Reads a time in seconds, milliseconds or microseconds, also with a fraction of one zero.
    @inline(__always)
    private mutating func time(_ position: inout UnsafePointer<UInt8>, _ field: Int) -> Bool {
        let first = DigitWords.load(position)
        let second = DigitWords.load(position + 8)
        let digits = DigitWords.run(second)
        guard DigitWords.run(first) == 8, digits > 0 else { return false }
        let number = DigitWords.value(first, 8) &* wholePowers[digits] &+ DigitWords.value(second, digits)
        let result: UInt64
        // So many digits are times of the years 2009 to 2100 in one unit only, but for some that are checked later.
        switch digits {
        case 2 where fixedUnit == nil || fixedUnit == .seconds: result = number &* 1000
        case 5 where fixedUnit == nil || fixedUnit == .milliseconds: result = number
        case 8 where fixedUnit == nil || fixedUnit == .microseconds: result = number / 1000
        default: return false
        }
        guard result >= UInt64(OpenTime.earliest.milliseconds), result < UInt64(OpenTime.latest.milliseconds)
        else { return false }
        position += 8 + digits
        if position.pointee == 0x2E {
            guard position[1] == 0x30 else { return false }
            position += 2
        }
        if field == CandleField.closeTime.rawValue {
            closeStep = digits == 2 ? 1000 : 1
        }
        words[field] = result
        return true
    }

    /// Looks at a whole row: prices that enclose each other, and the number of fields.
    @inline(__always)
    private mutating func checked(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ hasAllFields: Bool
    ) -> Outcome {
        let (open, high, low, close) = (number(.open), number(.high), number(.low), number(.close))
        // Comparisons with NaN are false, so a missing price ends in the explanation as well.
        if hasAllFields, low > 0, low <= open, low <= close, open <= high, close <= high { return .candle }
        return explained(open, high, low, close, start, end, hasAllFields)
    }
}

extension RowScanner {
    /// What became of a field that was not read at first sight.
    private enum FieldResult {
        /// It was read, and the next one follows.
        case next
        /// It was read, and the line ends; the position is behind its end.
        case line
        /// The row is not a candle.
        case outcome(Outcome)
    }

    /// Moves behind the end of the line.
    static func skipLine(_ position: inout UnsafePointer<UInt8>) {
        while position.pointee != 0x0A { position += 1 }
        position += 1
    }

    /// Reads a field of any form.
    @inline(never)
    private mutating func slowField(
        _ position: inout UnsafePointer<UInt8>, _ index: Int, _ start: UnsafePointer<UInt8>
    ) -> FieldResult {
        if index == 0, isNoRow(start) { return .outcome(.none) }
        let text = FieldText(&position, separator: separator)
        guard let field = index < layout.fields.count ? layout.fields[index] : nil else {
            return ended(text, index, start, &position)
        }
        switch field {
        case .symbol:
            if !symbol.isEmpty, !text.isSame(as: symbol) {
                if text.endsLine { position -= 1 }
                return .outcome(isHeader(start) ? .none : .otherSymbol)
            }
        case .openTime, .closeTime:
            guard let time = time(text, field) else {
                return refused(.time(field, text.text), start, text, &position)
            }
            words[field.rawValue] = UInt64(bitPattern: time)
        case .trades:
            switch text.number() {
            case .number(let value) where value >= 0 && value < 9e15 && value == value.rounded(.towardZero):
                words[field.rawValue] = UInt64(value)
            case .missing: words[field.rawValue] = UInt64(bitPattern: -1)
            default: return refused(.number(field, text.text), start, text, &position)
            }
        default:
            switch text.number() {
            case .number(let value) where value.isFinite && (value >= 0 || field.rawValue < 4):
                words[field.rawValue] = (value + 0).bitPattern
            case .missing: words[field.rawValue] = Double.nan.bitPattern
            default: return refused(.number(field, text.text), start, text, &position)
            }
        }
        return ended(text, index, start, &position)
    }

    /// What follows a field: the next one, the end of the line, or too few fields.
    private mutating func ended(
        _ text: FieldText, _ index: Int, _ start: UnsafePointer<UInt8>, _ position: inout UnsafePointer<UInt8>
    ) -> FieldResult {
        guard text.endsLine else { return .next }
        if index == last { return .line }
        return refused(.fieldCount(found: index + 1, expected: layout.fieldCounts), start, text, &position)
    }

    private mutating func refused(
        _ fault: RowFault, _ start: UnsafePointer<UInt8>, _ text: FieldText,
        _ position: inout UnsafePointer<UInt8>
    ) -> FieldResult {
        // The caller moves behind the end of the line that the position is in.
        if text.endsLine { position -= 1 }
        if isHeader(start) { return .outcome(.none) }
        self.fault = fault
        return .outcome(.bad)
    }

    /// Whether a line is empty or a comment.
    private func isNoRow(_ start: UnsafePointer<UInt8>) -> Bool {
        var position = start
        while position.pointee == 0x20 || position.pointee == 0x09 && separator != 0x09 { position += 1 }
        return position.pointee == 0x0A || position.pointee == 0x23
            || position.pointee == 0x0D && position[1] == 0x0A
    }

    /// Whether a line is the file's header again, as in files that were put together.
    private func isHeader(_ start: UnsafePointer<UInt8>) -> Bool {
        guard !layout.header.isEmpty else { return false }
        for (index, byte) in layout.header.enumerated() where start[index] != byte { return false }
        let end = start[layout.header.count]
        return end == 0x0A || end == 0x0D
    }

    /// A time in milliseconds since 1970.
    private mutating func time(_ text: FieldText, _ field: CandleField) -> Int64? {
        guard let (time, step) = text.time(fixedUnit) else { return nil }
        guard OpenTime.earliest.milliseconds <= time, time < OpenTime.latest.milliseconds else { return nil }
        if field == .closeTime { closeStep = step }
        return time
    }

    /// Goes over the fields that nobody needs and counts them.
    @inline(__always)
    private mutating func tail(
        _ position: inout UnsafePointer<UInt8>, _ start: UnsafePointer<UInt8>
    ) -> Outcome {
        var fields = last + 2
        var isQuoted = false
        var fieldStart = position
        while position.pointee != 0x0A {
            let byte = position.pointee
            if byte == 0x22 { isQuoted.toggle() }
            position += 1
            if byte == separator, !isQuoted {
                fields += 1
                fieldStart = position
            }
        }
        let isEmpty = fieldStart == position || fieldStart.pointee == 0x0D
        position += 1
        // A separator at the end of every row is not one more field.
        if isEmpty, fields == layout.fieldCounts.upperBound + 1 { fields -= 1 }
        return checked(start, position, layout.fieldCounts.contains(fields))
    }

    /// Why a row whose fields were read is no candle.
    @inline(never)
    private mutating func explained(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double, _ start: UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>, _ hasAllFields: Bool
    ) -> Outcome {
        guard hasAllFields else {
            fault = .fieldCount(
                found: FieldText.count(start, separator: separator), expected: layout.fieldCounts)
            return .bad
        }
        if open.isNaN, high.isNaN, low.isNaN, close.isNaN { return .empty }
        let prices: [(CandleField, Double)] = [(.open, open), (.high, high), (.low, low), (.close, close)]
        if let missing = prices.first(where: { $0.1.isNaN }) {
            fault = .missing(missing.0)
        } else if let wrong = prices.first(where: { $0.1 <= 0 }) {
            fault = .price(wrong.0, wrong.1)
        } else {
            fault = .inconsistent(open: open, high: high, low: low, close: close)
        }
        return .bad
    }
}
