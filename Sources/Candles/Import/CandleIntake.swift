/// Turns blocks of a candle file into columns of candles, day by day.
///
/// Rows are put into the slots of one open UTC day; two rows of another day close it. A row of a day that was closed
/// before, one that stands alone between rows of another day, and one that is off the grid is late: late rows are set
/// aside and put together by ``RowMerge`` when the file is read. So every order of rows gives the same candles, and
/// rows in order of time, up or down, are quick. Memory does not depend on the file, but for one bit for each slot.
///
///     var intake = CandleIntake(layout, interval: .m1, now: now)
///     intake.feed(block, reject: { rejected.append($0) }, emit: { chunks.append(pack($0)) }, spill: { runs.append($0) })
///     intake.finish(emit: { chunks.append(pack($0)) }, spill: { runs.append($0) })
///
/// The same open time may be given away more than once, in different columns: whoever keeps them joins them.
public struct CandleIntake: ~Copyable {
    /// The number of late rows that are kept before they are set aside.
    public static let lateLimit = 200_000

    /// What the rows turned out to be; repeated ones show only when late rows are merged.
    public private(set) var counts = ImportCounts()
    /// The slots that had rows.
    public private(set) var seen: SeenSlots
    /// A day that was closed with fewer rows waits for more.
    private static let fewRows = 64

    private let interval: Interval
    /// The length of the interval in milliseconds, 0 for a month.
    private let length: Int64
    private let now: Int64
    private let known: KnownColumns
    private let hasCloseTime: Bool
    private var scanner: RowScanner
    private var period: OpenPeriod
    private var late: LateRows
    /// A row of a day that is not open, which the next row shows to be a new day or a late row.
    private let pendingWords: UnsafeMutablePointer<UInt64>
    private var pendingTime: Int64?
    /// The number of candles when that row came.
    private var pendingCount = 0

    /// An intake of files of a layout.
    ///
    /// - Parameters:
    ///   - layout: How rows are to be read.
    ///   - interval: The interval of the candles.
    ///   - symbol: The symbol whose rows are wanted, where the layout has a column for it.
    ///   - now: The time; a candle that ends later is still running and not taken.
    ///   - lateLimit: The number of late rows that are kept before they are set aside.
    public init(
        _ layout: CandleFileLayout, interval: Interval, symbol: Symbol? = nil, now: OpenTime,
        lateLimit: Int = lateLimit
    ) {
        self.interval = interval
        length = interval.milliseconds ?? 0
        self.now = now.milliseconds
        known = KnownColumns(layout, interval: interval)
        hasCloseTime = layout.has(.closeTime)
        seen = SeenSlots(interval)
        scanner = RowScanner(layout, symbol: symbol)
        // Days and longer candles are few: they all count as late, and the open day is not used.
        period = OpenPeriod(
            known, length: interval.dividesDay ? interval.milliseconds ?? 0 : UTCDay.milliseconds,
            offsets: known.fields.map(\.rawValue))
        pendingWords = .allocate(capacity: RowScanner.width)
        pendingWords.initialize(repeating: 0, count: RowScanner.width)
        late = LateRows(known, capacity: lateLimit)
    }

    deinit {
        pendingWords.deallocate()
    }

    /// Reads the whole lines of a block.
    ///
    /// - Parameters:
    ///   - block: A block that was cut where a line ends.
    ///   - reject: Is given each row that is not taken; its line is counted from 1 in this block.
    ///   - emit: Is given the candles of each day that was closed, in strictly ascending order.
    ///   - spill: Is given late rows when there are many.
    /// - Returns: The number of lines.
    /// - Complexity: O(bytes).
    @discardableResult
    public mutating func feed(
        _ block: TextBlock, reject: (RejectedRow) throws -> Void, emit: (CandleColumns) throws -> Void,
        spill: (SortedRows) throws -> Void
    ) rethrows -> Int {
        let lines = block.lines
        guard var position = lines.baseAddress else { return 0 }
        let end = position + lines.count
        var line = 0
        while position < end {
            let start = position
            line &+= 1
            let outcome = scanner.next(&position)
            if outcome == .candle {
                if let fault = try take(emit, spill) { try refuse(fault, line, start, position, reject) }
                continue
            }
            switch outcome {
            case .empty: counts.empty += 1
            case .otherSymbol: counts.otherSymbol += 1
            case .bad:
                if let fault = scanner.fault { try refuse(fault, line, start, position, reject) }
            case .none, .candle: break
            }
        }
        counts.lines += line
        return line
    }

    /// Gives away the candles and the late rows that are still held.
    ///
    /// - Parameters:
    ///   - emit: Is given the candles of the open day.
    ///   - spill: Is given the late rows.
    public mutating func finish(
        emit: (CandleColumns) throws -> Void, spill: (SortedRows) throws -> Void
    ) rethrows {
        try settlePending(spill)
        try closePeriod(emit, spill)
        if late.count > 0 { try spill(late.take()) }
    }

    /// Takes the row that was just read, or says why not.
    @inline(__always)
    private mutating func take(
        _ emit: (CandleColumns) throws -> Void, _ spill: (SortedRows) throws -> Void
    ) rethrows -> RowFault? {
        let time = scanner.openTime
        if let fault = closeTimeFault(time) { return fault }
        counts.candles &+= 1
        counts.first = min(counts.first, time)
        counts.last = max(counts.last, time)
        let words = scanner.words
        switch period.place(time, words) {
        case .kept, .repeated: return nil
        case .different:
            counts.different += 1
            try keepLate(time, words, spill)
        case .elsewhere: try takeElsewhere(time, emit, spill)
        }
        return nil
    }

    /// Makes the exclusive close time of the row, and checks it.
    @inline(__always)
    private mutating func closeTimeFault(_ time: Int64) -> RowFault? {
        guard length > 0 else { return monthFault(time) }
        let end = time &+ length
        guard hasCloseTime else { return end <= now ? nil : .running(until: OpenTime(milliseconds: end)) }
        let place = CandleField.closeTime.rawValue
        let said = Int64(bitPattern: scanner.words[place])
        if said == Int64.min || said == end || said &+ scanner.closeStep == end {
            scanner.words[place] = UInt64(bitPattern: end)
            return end <= now ? nil : .running(until: OpenTime(milliseconds: end))
        }
        return oddCloseFault(time, said, end)
    }

    /// The last instant inside is what files write, but an end on the slot's end is meant as one.
    @inline(never)
    private mutating func oddCloseFault(_ time: Int64, _ said: Int64, _ end: Int64) -> RowFault? {
        let close = said == Int64.min || said == end ? end : said + scanner.closeStep
        guard close > time, close <= end else {
            return .closeTime(OpenTime(milliseconds: time), close: OpenTime(milliseconds: said))
        }
        scanner.words[CandleField.closeTime.rawValue] = UInt64(bitPattern: close)
        return end <= now ? nil : .running(until: OpenTime(milliseconds: end))
    }

    private mutating func monthFault(_ time: Int64) -> RowFault? {
        let end = known.end(of: time)
        guard hasCloseTime else { return end <= now ? nil : .running(until: OpenTime(milliseconds: end)) }
        return oddCloseFault(time, Int64(bitPattern: scanner.words[CandleField.closeTime.rawValue]), end)
    }

    /// Takes a row that is not of the open day.
    @inline(never)
    private mutating func takeElsewhere(
        _ time: Int64, _ emit: (CandleColumns) throws -> Void, _ spill: (SortedRows) throws -> Void
    ) rethrows {
        let words = scanner.words
        guard interval.dividesDay, let day = period.dayOnGrid(time) else {
            let slot = interval.slot(containing: OpenTime(milliseconds: time))
            if slot.milliseconds != time { counts.offGrid += 1 }
            return try keepLate(time, words, spill)
        }
        let isNew = !seen.contains(Int32(day / UTCDay.milliseconds))
        let isSecond =
            pendingCount + 1 == counts.candles && pendingTime.flatMap { period.dayOnGrid($0) } == day
        if isNew, isSecond || !period.isOpen {
            try closePeriod(emit, spill)
            period.open(day)
            if let pending = pendingTime, isSecond {
                pendingTime = nil
                place(pending, pendingWords)
            }
            if place(time, words) == .different {
                counts.different += 1
                try keepLate(time, words, spill)
            }
            return
        }
        try settlePending(spill)
        guard isNew else { return try keepSeen(time, day, words, spill) }
        pendingTime = time
        pendingCount = counts.candles
        pendingWords.update(from: words, count: RowScanner.width)
    }

    @discardableResult
    private mutating func place(_ time: Int64, _ words: UnsafeMutablePointer<UInt64>) -> OpenPeriod.Placement
    {
        let placement = period.place(time, words)
        precondition(placement != .elsewhere, "the day of \(time) was just opened")
        return placement
    }

    /// Counts the row that waited for the next one as late.
    private mutating func settlePending(_ spill: (SortedRows) throws -> Void) rethrows {
        guard let time = pendingTime, let day = period.dayOnGrid(time) else { return }
        pendingTime = nil
        try keepSeen(time, day, pendingWords, spill)
    }

    private mutating func keepSeen(
        _ time: Int64, _ day: Int64, _ words: UnsafeMutablePointer<UInt64>,
        _ spill: (SortedRows) throws -> Void
    ) rethrows {
        seen.note(Int32(day / UTCDay.milliseconds), slot: Int((time - day) / length))
        try keepLate(time, words, spill)
    }

    private mutating func keepLate(
        _ time: Int64, _ words: UnsafeMutablePointer<UInt64>, _ spill: (SortedRows) throws -> Void
    ) rethrows {
        late.append(time, words)
        if late.isFull { try spill(late.take()) }
    }

    private mutating func closePeriod(
        _ emit: (CandleColumns) throws -> Void, _ spill: (SortedRows) throws -> Void
    ) rethrows {
        guard period.isOpen else { return }
        seen.insert(Int32(period.start / UTCDay.milliseconds), period.presence)
        guard period.count < min(Self.fewRows, period.slots / 4) else {
            if let columns = period.close(known) { try emit(columns) }
            return
        }
        // More rows of such a day are likely to come, and each time a day is given away costs the same.
        for slot in period.heldSlots() {
            late.append(period.start + Int64(slot) * length, known: period.words(Int(slot)))
            if late.isFull { try spill(late.take()) }
        }
        period.discard()
    }

    private mutating func refuse(
        _ fault: RowFault, _ line: Int, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
        _ reject: (RejectedRow) throws -> Void
    ) rethrows {
        counts.rejected += 1
        var bytes = Array(UnsafeBufferPointer(start: start, count: end - start - 1))
        if bytes.last == 0x0D { bytes.removeLast() }
        try reject(RejectedRow(line: line, fault: fault, bytes: bytes))
    }
}
