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
        var bytes: [UInt8] = []
        BitPacking.pack(numbers, into: &bytes)
        let (unpacked, remaining) = try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            return (try BitPacking.unpack(numbers.count, from: &reader), reader.remaining)
        }
        #expect(unpacked == numbers)
        #expect(remaining == 0)
    }

    @Test("Zeros take a byte per block", arguments: [1, 64, 65, 1440])
    func zeros(count: Int) {
        var bytes: [UInt8] = []
        BitPacking.pack(Array(repeating: 0, count: count), into: &bytes)
        #expect(bytes.count == (count + 63) / 64)
    }

    @Test("Zigzag keeps the number", arguments: [0, 1, -1, 77, .max, .min] as [Int64])
    func zigzag(number: Int64) {
        #expect(UInt64(zigzag: number).zigzagged == number)
    }

    @Test("The smallest scale that fits is found, or none")
    func scale() throws {
        #expect(ScaledColumn([1, 22, 300])?.scale == 0)
        #expect(ScaledColumn([0.1, 22.25])?.scale == 2)
        #expect(ScaledColumn([0.000_012_34])?.units == [1234])
        #expect(ScaledColumn([1.0 / 3]) == nil)
        #expect(ScaledColumn([-0.0]) == nil)
        #expect(ScaledColumn([1e300]) == nil)
        #expect(ScaledColumn([.nan]) == nil)
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
