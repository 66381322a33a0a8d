extension [UInt8] {
    /// The number in the two bytes at an index, lowest byte first.
    func uint16(at index: Int) -> Int {
        Int(self[index]) | Int(self[index + 1]) << 8
    }

    /// The number in the four bytes at an index, lowest byte first.
    func uint32(at index: Int) -> Int {
        uint16(at: index) | uint16(at: index + 2) << 16
    }

    /// Appends the two lowest bytes of a number, lowest first.
    mutating func append16(_ value: Int) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }

    /// Appends the four lowest bytes of a number, lowest first.
    mutating func append32(_ value: Int) {
        append16(value)
        append16(value >> 16)
    }
}
