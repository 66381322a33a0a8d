/// Merges rows that were set aside, from several sources, so that each day is made only once.
///
///     var merge = RowMerge(layout, interval: .m1)
///     for run in runs { merge.add { try run.nextPage() } }
///     while let day = try merge.next() { chunks += day.map(pack) }
public struct RowMerge: ~Copyable {
    /// A source: a page of rows, where it stands, and how to get the next page.
    private struct Source {
        var page: [UInt64] = []
        var position = 0
        let refill: () throws -> [UInt64]?
    }

    /// The rows that repeat the open time of another one and that are not on the grid.
    public private(set) var repeated = 0
    /// The rows that repeat the open time of another one with other values.
    public private(set) var different = 0
    private let known: KnownColumns
    private let interval: Interval
    private let length: Int64
    private let stride: Int
    private var sources: [Source] = []
    private var period: OpenPeriod
    /// Rows of the day that are off its grid.
    private var otherWords: [UInt64] = []

    /// A merge of rows of a layout.
    public init(_ layout: CandleFileLayout, interval: Interval) {
        known = KnownColumns(layout, interval: interval)
        self.interval = interval
        length = interval.dividesDay ? interval.milliseconds ?? 0 : 0
        stride = known.fields.count + 1
        period = OpenPeriod(
            known, length: length > 0 ? length : UTCDay.milliseconds,
            offsets: known.fields.indices.map { $0 + 1 })
    }

    /// The number of words of a row of a layout.
    public static func stride(_ layout: CandleFileLayout, interval: Interval) -> Int {
        KnownColumns(layout, interval: interval).fields.count + 1
    }

    /// Adds a source of rows in order of their days.
    ///
    /// - Parameter refill: Gives the next rows, nil after the last.
    public mutating func add(_ refill: @escaping () throws -> [UInt64]?) {
        sources.append(Source(refill: refill))
    }

    /// Merges the rows of the next day.
    ///
    /// - Returns: The candles of the day, those on the grid and those off it apart, or all together where candles are
    ///   days or longer; nil when there are no more.
    /// - Throws: What a source throws.
    /// - Complexity: O(rows + sources).
    public mutating func next() throws -> [CandleColumns]? {
        while let day = try nextDay() {
            if length > 0 { period.open(day * UTCDay.milliseconds) }
            for index in sources.indices { try take(day, index) }
            guard length > 0 else { continue }
            let columns = period.close(known)
            return (columns.map { [$0] } ?? []) + (otherWords.isEmpty ? [] : [others()])
        }
        return otherWords.isEmpty ? nil : [others()]
    }

    /// The first day that a source still has rows of.
    private mutating func nextDay() throws -> Int64? {
        var first: Int64?
        for index in sources.indices {
            if sources[index].position >= sources[index].page.count, !(try refill(index)) { continue }
            let time = Int64(bitPattern: sources[index].page[sources[index].position])
            let day = time.flooredQuotient(by: UTCDay.milliseconds)
            first = min(first ?? day, day)
        }
        return first
    }

    private mutating func refill(_ index: Int) throws -> Bool {
        sources[index].position = 0
        sources[index].page = try sources[index].refill() ?? []
        return !sources[index].page.isEmpty
    }

    /// Takes the rows of a day from a source.
    private mutating func take(_ day: Int64, _ index: Int) throws {
        let end = (day + 1) * UTCDay.milliseconds
        while true {
            var position = sources[index].position
            let page = sources[index].page
            page.withUnsafeBufferPointer { words in
                while position < words.count, Int64(bitPattern: words[position]) < end {
                    guard let base = words.baseAddress else { return }
                    put(base + position)
                    position += stride
                }
            }
            sources[index].position = position
            guard position >= page.count, try refill(index) else { return }
        }
    }

    private mutating func put(_ row: UnsafePointer<UInt64>) {
        let time = Int64(bitPattern: row.pointee)
        guard length > 0 else { return putOther(row) }
        switch period.place(time, UnsafeMutablePointer(mutating: row)) {
        case .kept, .repeated: break
        case .elsewhere: putOther(row)
        case .different:
            different += 1
            // The day is at hand once more as columns only when it is closed, so the two are compared as candles.
            let arrived = Array(UnsafeBufferPointer(start: row, count: stride))
            if let slot = period.slot(of: time), isPreferred(arrived, to: [row.pointee] + period.words(slot))
            {
                period.replace(slot, UnsafeMutablePointer(mutating: row))
            }
        }
    }

    private mutating func putOther(_ row: UnsafePointer<UInt64>) {
        otherWords.append(contentsOf: UnsafeBufferPointer(start: row, count: stride))
    }

    /// The rows off the grid in order of time, joined; they are forgotten.
    private mutating func others() -> CandleColumns {
        let rows = otherWords
        otherWords = []
        var order: [Int] = []
        for row in (0..<rows.count / stride).sorted(by: { (rows[$0 * stride], $0) < (rows[$1 * stride], $1) })
        {
            guard let last = order.last, rows[last * stride] == rows[row * stride] else {
                order.append(row)
                continue
            }
            repeated += 1
            let (before, arrived) = (word(rows, last), word(rows, row))
            guard before != arrived else { continue }
            different += 1
            if isPreferred(arrived, to: before) { order[order.count - 1] = row }
        }
        let times = order.map { Int64(bitPattern: rows[$0 * stride]) }
        let width = stride
        return known.columns(count: order.count, openTimes: times) { place, address in
            let target = address.assumingMemoryBound(to: UInt64.self)
            for (index, row) in order.enumerated() { target[index] = rows[row * width + place + 1] }
        }
    }

    private func word(_ rows: [UInt64], _ row: Int) -> [UInt64] {
        Array(rows[row * stride..<(row + 1) * stride])
    }

    private func isPreferred(_ row: [UInt64], to held: [UInt64]) -> Bool {
        func version(_ words: [UInt64]) -> CandleVersion {
            known.columns(count: 1, openTimes: [Int64(bitPattern: words[0])]) { place, address in
                address.storeBytes(of: words[place + 1], as: UInt64.self)
            }.version(at: 0)
        }
        return version(row).isPreferred(to: version(held))
    }
}
