/// The rows of one UTC day by slot, while a file is read: the day that is open.
struct OpenPeriod: ~Copyable {
    /// What became of a row.
    enum Placement {
        case kept
        /// The slot holds the same values.
        case repeated
        /// The slot holds other values.
        case different
        /// The row is of another day, or off the grid.
        case elsewhere
    }

    /// The number of slots of a day.
    let slots: Int
    /// The first instant of the day, in milliseconds since 1970.
    private(set) var start = Int64.min
    /// The number of slots that are held.
    private(set) var count = 0
    /// A bit for each slot that is held.
    let presence: UnsafeMutablePointer<UInt64>
    /// The number of words of ``presence``.
    let presenceWords: Int
    private let length: Int64
    private let words: UnsafeMutablePointer<UInt64>
    private let fields: UnsafeMutablePointer<Int>
    private let fieldCount: Int
    private var lastSlot = -1
    private var nextTime = Int64.min

    /// A day of rows that have some values.
    ///
    /// - Parameters:
    ///   - known: The values that rows have.
    ///   - length: The length of a slot in milliseconds, which divides a day.
    ///   - offsets: Where the words of a row are, by place.
    init(_ known: KnownColumns, length: Int64, offsets: [Int]) {
        self.length = length
        slots = Int(UTCDay.milliseconds / length)
        presenceWords = (slots + 63) / 64
        presence = .allocate(capacity: presenceWords)
        presence.initialize(repeating: 0, count: presenceWords)
        fieldCount = known.fields.count
        fields = .allocate(capacity: max(1, fieldCount))
        for (place, offset) in offsets.enumerated() { (fields + place).initialize(to: offset) }
        words = .allocate(capacity: max(1, fieldCount * slots))
        words.initialize(repeating: 0, count: fieldCount * slots)
    }

    deinit {
        presence.deallocate()
        fields.deallocate()
        words.deallocate()
    }

    /// Whether a day is open.
    var isOpen: Bool { start != .min }

    /// The first instant of the day that holds a time, if the time is on the grid; nil otherwise.
    func dayOnGrid(_ time: Int64) -> Int64? {
        guard time % length == 0 else { return nil }
        return time - time % UTCDay.milliseconds
    }

    /// Begins a day.
    ///
    /// - Precondition: The day before is empty.
    mutating func open(_ day: Int64) {
        start = day
        lastSlot = -1
        nextTime = day
    }

    /// Puts a row, whose open time is on the grid, into its slot.
    @inline(__always)
    mutating func place(_ time: Int64, _ row: UnsafeMutablePointer<UInt64>) -> Placement {
        var slot = lastSlot &+ 1
        if time != nextTime || slot >= slots {
            let offset = time &- start
            guard isOpen, offset >= 0, offset < UTCDay.milliseconds else { return .elsewhere }
            let found = UInt32(truncatingIfNeeded: offset) / UInt32(truncatingIfNeeded: length)
            guard Int64(found) &* length == offset else { return .elsewhere }
            slot = Int(found)
        }
        let bit = UInt64(1) &<< UInt64(slot & 63)
        guard presence[slot &>> 6] & bit == 0 else { return compare(slot, row) }
        presence[slot &>> 6] |= bit
        var target = words + slot
        for place in 0..<fieldCount {
            target.pointee = row[fields[place]]
            target += slots
        }
        count &+= 1
        lastSlot = slot
        nextTime = time &+ length
        return .kept
    }

    /// The slot of the open day that begins at a time.
    func slot(of time: Int64) -> Int? {
        let offset = time - start
        return isOpen && offset >= 0 && offset < UTCDay.milliseconds && offset % length == 0
            ? Int(offset / length) : nil
    }

    /// The words of a slot, by place.
    func words(_ slot: Int) -> [UInt64] { (0..<fieldCount).map { words[$0 * slots + slot] } }

    /// Puts other values into a slot that is held.
    mutating func replace(_ slot: Int, _ row: UnsafeMutablePointer<UInt64>) {
        for place in 0..<fieldCount { words[place * slots + slot] = row[fields[place]] }
    }

    private func compare(_ slot: Int, _ row: UnsafeMutablePointer<UInt64>) -> Placement {
        for place in 0..<fieldCount where words[place * slots + slot] != row[fields[place]] {
            return .different
        }
        return .repeated
    }

    /// Ends the day and forgets its candles.
    mutating func discard() {
        presence.update(repeating: 0, count: presenceWords)
        count = 0
        start = .min
        nextTime = .min
    }

    /// The slots that are held, in order.
    func heldSlots() -> [Int32] {
        [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
            for word in 0..<presenceWords {
                var bits = presence[word]
                while bits != 0 {
                    buffer[filled] = Int32(word * 64 + bits.trailingZeroBitCount)
                    filled += 1
                    bits &= bits &- 1
                }
            }
        }
    }

    /// Ends the day and gives its candles.
    ///
    /// - Returns: The candles in order of time; nil if there are none.
    mutating func close(_ known: KnownColumns) -> CandleColumns? {
        defer { discard() }
        guard isOpen, count > 0 else { return nil }
        let (count, start, length, slots, words) = (count, start, length, slots, words)
        if count == slots {
            let openTimes = [Int64](unsafeUninitializedCapacity: count) { buffer, filled in
                for slot in 0..<count { buffer[slot] = start &+ Int64(slot) &* length }
                filled = count
            }
            return known.columns(count: count, openTimes: openTimes) { place, address in
                address.copyMemory(from: words + place * slots, byteCount: count * 8)
            }
        }
        let held = heldSlots()
        return known.columns(count: count, openTimes: held.map { start &+ Int64($0) &* length }) {
            place, address in
            let column = words + place * slots
            let target = address.assumingMemoryBound(to: UInt64.self)
            for (index, slot) in held.enumerated() { target[index] = column[Int(slot)] }
        }
    }
}
