import Archiving
import Candles
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Bit packing, scales and checksum")
struct PackingTests {
    @Test("Unpacking what was packed gives the same numbers", arguments: 0..<100 as Range<UInt64>)
    func packing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let numbers = (0..<Int.random(in: 0...200, using: &random)).map { _ in
            UInt64.random(in: 0...UInt64.max >> UInt64.random(in: 0...63, using: &random), using: &random)
        }
        let bytes = Self.packed(numbers)
        #expect(bytes == Self.plainlyPacked(numbers))
        let (unpacked, remaining) = try Self.unpacked(numbers.count, bytes)
        #expect(unpacked == numbers)
        #expect(remaining == 0)
    }

    @Test("Every width of a block comes back", arguments: 0...64)
    func widths(width: UInt64) throws {
        for count in [1, 2, 3, 31, 63, 64, 65, 127] {
            let numbers = (0..<count).map { index in
                let mask = width == 0 ? 0 : UInt64.max >> (64 - width)
                return index == 0 ? mask : UInt64(index) &* 0x9E37_79B9_7F4A_7C15 & mask
            }
            let bytes = Self.packed(numbers)
            #expect(bytes == Self.plainlyPacked(numbers))
            #expect(try Self.unpacked(count, bytes).numbers == numbers)
        }
    }

    @Test("Packed bytes that are cut short are refused", arguments: [1, 7, 33, 58, 64])
    func cutShort(width: UInt64) {
        let bytes = Self.packed((0..<100).map { UInt64($0) | 1 << (width - 1) })
        for count in 0..<bytes.count {
            #expect(throws: ChunkDamage.self) { try Self.unpacked(100, Array(bytes.prefix(count))) }
        }
    }

    @Test("Zeros take a byte per block", arguments: [1, 64, 65, 1440])
    func zeros(count: Int) {
        #expect(Self.packed(Array(repeating: 0, count: count)).count == (count + 63) / 64)
    }

    private static func packed(_ numbers: [UInt64]) -> [UInt8] {
        var numbers = numbers
        let count = numbers.count
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: BitPacking.capacity(count) + 8, alignment: 8)
        defer { memory.deallocate() }
        var writer = ByteWriter(memory)
        numbers.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { BitPacking.pack(base, count, into: &writer) }
        }
        return Array(writer.written)
    }

    private static func plainlyPacked(_ numbers: [UInt64]) -> [UInt8] {
        var bytes: [UInt8] = []
        ReferencePacking.pack(numbers, into: &bytes)
        return bytes
    }

    private static func unpacked(
        _ count: Int, _ bytes: [UInt8]
    ) throws -> (numbers: [UInt64], remaining: Int) {
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        defer { memory.deallocate() }
        return try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            try BitPacking.unpack(count, from: &reader, into: memory)
            return (Array(UnsafeBufferPointer(start: memory, count: count)), reader.remaining)
        }
    }

    @Test("Zigzag keeps the number", arguments: [0, 1, -1, 77, .max, .min] as [Int64])
    func zigzag(number: Int64) {
        #expect(UInt64(zigzag: number).zigzagged == number)
    }

    @Test("The smallest scale that fits is found, or none")
    func scale() throws {
        #expect(Self.scaled([1, 22, 300])?.scale == 0)
        #expect(Self.scaled([0.1, 22.25])?.scale == 2)
        #expect(try #require(Self.scaled([0.000_012_34])).units == [1234])
        #expect(Self.scaled([1.0 / 3]) == nil)
        #expect(Self.scaled([-0.0]) == nil)
        #expect(Self.scaled([1e300]) == nil)
        #expect(Self.scaled([.nan]) == nil)
    }

    /// Property: the scale is that of the number-by-number search, also where it rises late or ends in none.
    @Test("The scale and the units are those of the plain search", arguments: 0..<200 as Range<UInt64>)
    func scales(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let places = Int.random(in: 0...9, using: &random)
        let numbers = (0..<Int.random(in: 1...300, using: &random)).map { _ in
            guard Int.random(in: 0..<200, using: &random) > 0 else { return Samples.number(&random) }
            let unit = Double(Int64.random(in: 0...99_999, using: &random))
            return unit / ReferenceScale.powers[Int.random(in: 0...places, using: &random)]
        }
        let (fast, plain) = (Self.scaled(numbers), ReferenceScale(numbers))
        #expect(fast?.scale == plain?.scale)
        #expect(fast?.units == plain?.units)
        guard let fast else { return }
        #expect(Self.numbers(fast.units, fast.scale).map(\.bitPattern) == numbers.map(\.bitPattern))
    }

    /// Property: the quick quotient is the exact one, for any units.
    @Test("The predicted quote volume is that of 128-bit arithmetic", arguments: 0..<100 as Range<UInt64>)
    func prediction(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func units(_ random: inout SeededGenerator) -> Int64 {
            let size = Int64.random(in: 0...62, using: &random)
            let unit = Int64.random(in: 0...(1 << size), using: &random)
            return Int.random(in: 0..<10, using: &random) == 0 ? -unit : unit
        }
        for _ in 0..<200 {
            var (base, high, low) = (units(&random), units(&random), units(&random))
            let places = Int.random(in: -1...19, using: &random)
            let plain = ReferencePrediction(
                base: [base], high: [high], low: [low], places: places, quotePlaces: 0)
            let fast = withUnsafeMutablePointer(to: &base) { base in
                withUnsafeMutablePointer(to: &high) { high in
                    withUnsafeMutablePointer(to: &low) { low in
                        QuotePrediction(base: base, high: high, low: low, places: places, quotePlaces: 0)?[0]
                    }
                }
            }
            #expect(fast == plain?[0], "\(base) \(high) \(low) \(places)")
        }
    }

    private static func scaled(_ numbers: [Double]) -> (scale: Int, units: [Int64])? {
        var units = [Int64](repeating: 0, count: numbers.count)
        let scale = units.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { DecimalScale.scale(numbers, numbers.count, into: $0) }
        }
        return scale.map { ($0, units) }
    }

    private static func numbers(_ units: [Int64], _ scale: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: units.count) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            DecimalScale.numbers(units, units.count, scale, into: base)
            count = units.count
        }
    }

    @Test("The checksum is that of zip")
    func checksum() {
        let bytes = Array("123456789".utf8)
        #expect(bytes.withUnsafeBytes { CRC32.checksum($0) } == 0xCBF4_3926)
        #expect(([] as [UInt8]).withUnsafeBytes { CRC32.checksum($0) } == 0)
        let long = Array("The quick brown fox jumps over the lazy dog".utf8)
        #expect(long.withUnsafeBytes { CRC32.checksum($0) } == 0x414F_A339)
    }
}
