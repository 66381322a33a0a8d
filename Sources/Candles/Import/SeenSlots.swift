/// Which slots of an interval a file had rows for: a bit for each slot of every UTC day that was met.
public struct SeenSlots: Hashable, Sendable {
    /// The first day that a time in a file can have.
    private static let firstDay = OpenTime.earliest.day.number
    private static let dayCount = Int(OpenTime.latest.day.number - OpenTime.earliest.day.number) + 1

    private let wordsPerDay: Int
    /// Where the bits of each day begin, -1 for a day that was not met.
    private var places = [Int32](repeating: -1, count: dayCount)
    private var bits: [UInt64] = []
    /// Whether each day was open once; others only had late rows.
    private var opened = [Bool](repeating: false, count: dayCount)

    /// No slots of an interval that divides a day; of a longer one nothing is noted.
    public init(_ interval: Interval) {
        let length = interval.milliseconds ?? UTCDay.milliseconds
        wordsPerDay = interval.dividesDay ? Int(UTCDay.milliseconds / length + 63) / 64 : 1
    }

    /// The number of slots.
    public var count: Int { bits.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Adds the slots that another part of the file had.
    public mutating func formUnion(_ other: SeenSlots) {
        for (index, place) in other.places.enumerated() where place >= 0 {
            let target = self.place(Int32(index) + Self.firstDay)
            for word in 0..<wordsPerDay { bits[target + word] |= other.bits[Int(place) + word] }
            if other.opened[index] { opened[index] = true }
        }
    }

    /// Whether a day was open once.
    func contains(_ day: Int32) -> Bool { opened[Int(day - Self.firstDay)] }

    /// Adds the slots of a day that was open.
    mutating func insert(_ day: Int32, _ presence: UnsafeMutablePointer<UInt64>) {
        opened[Int(day - Self.firstDay)] = true
        let target = place(day)
        for word in 0..<wordsPerDay { bits[target + word] |= presence[word] }
    }

    /// Adds a slot of a late row.
    mutating func note(_ day: Int32, slot: Int) {
        bits[place(day) + slot / 64] |= 1 << UInt64(slot % 64)
    }

    private mutating func place(_ day: Int32) -> Int {
        let index = Int(day - Self.firstDay)
        if places[index] >= 0 { return Int(places[index]) }
        let place = bits.count
        places[index] = Int32(place)
        bits.append(contentsOf: repeatElement(0, count: wordsPerDay))
        return place
    }
}
