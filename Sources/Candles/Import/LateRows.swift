/// Rows that came after their day was closed, or that are off the grid, until there are enough to be set aside.
struct LateRows: ~Copyable {
    /// The number of rows.
    private(set) var count = 0
    /// The number of rows that fit.
    let capacity: Int
    private let known: KnownColumns
    private let stride: Int
    private let words: UnsafeMutablePointer<UInt64>

    /// No rows.
    ///
    /// - Parameters:
    ///   - known: The values that rows have.
    ///   - capacity: The number of rows to hold.
    init(_ known: KnownColumns, capacity: Int) {
        precondition(capacity > 0, "at least one row must fit, was \(capacity)")
        self.known = known
        self.capacity = capacity
        stride = known.fields.count + 1
        // Memory that is never written to costs nothing.
        words = .allocate(capacity: capacity * stride)
    }

    deinit {
        words.deallocate()
    }

    /// Whether there is no room for another row.
    var isFull: Bool { count == capacity }

    /// Adds a row.
    mutating func append(_ time: Int64, _ row: UnsafeMutablePointer<UInt64>) {
        let target = words + count * stride
        target.initialize(to: UInt64(bitPattern: time))
        for (place, field) in known.fields.enumerated() {
            (target + place + 1).initialize(to: row[field.rawValue])
        }
        count += 1
    }

    /// Adds a row whose words are in order of the known values.
    mutating func append(_ time: Int64, known row: [UInt64]) {
        let target = words + count * stride
        target.initialize(to: UInt64(bitPattern: time))
        for (place, word) in row.enumerated() { (target + place + 1).initialize(to: word) }
        count += 1
    }

    /// Takes the rows out, in order of their days.
    ///
    /// This is a counting sort.
    ///
    /// - Complexity: O(rows + days from the first to the last).
    mutating func take() -> SortedRows {
        defer { count = 0 }
        guard count > 0 else { return SortedRows(words: [], stride: stride) }
        func day(_ row: Int) -> Int {
            Int(Int64(bitPattern: words[row * stride]).flooredQuotient(by: UTCDay.milliseconds))
        }
        var (first, last) = (Int.max, Int.min)
        for row in 0..<count {
            let day = day(row)
            first = min(first, day)
            last = max(last, day)
        }
        var places = [Int](repeating: 0, count: last - first + 2)
        for row in 0..<count { places[day(row) - first + 1] += 1 }
        for index in 1..<places.count { places[index] += places[index - 1] }
        let size = count * stride
        let sorted = [UInt64](unsafeUninitializedCapacity: size) { buffer, filled in
            guard let target = buffer.baseAddress else { return }
            for row in 0..<count {
                let day = day(row) - first
                (target + places[day] * stride).update(from: words + row * stride, count: stride)
                places[day] += 1
            }
            filled = size
        }
        return SortedRows(words: sorted, stride: stride)
    }
}

/// Rows in order of their days, as words: the open time in milliseconds, then the bits of each value that is known.
public struct SortedRows: Sendable {
    /// The words, one row after the other.
    public let words: [UInt64]
    /// The number of words of a row.
    public let stride: Int

    /// The number of rows.
    public var count: Int { words.count / stride }
}
