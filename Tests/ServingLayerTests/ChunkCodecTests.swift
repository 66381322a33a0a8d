import Archiving
import Candles
import TestSupport
import Testing

@testable import ServingLayer

@Suite("Chunk codec")
struct ChunkCodecTests {
    /// Property: every value comes back with the bits it had, whatever the series looks like.
    @Test("Decoding what was encoded gives the same bits", arguments: 0..<300 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (range, key, versions) = Samples.wildSeries(&random)
        let period = ChunkPeriod(containing: range.start, interval: key.interval)
        #expect(period.range == range)
        let bytes = ChunkCodec.encode(versions, period: period)
        #expect(
            bytes == ReferenceCodec.encode(versions, period: period), "stores hold the plain encoder's bytes")
        let decoded = try Self.decode(bytes, period)
        #expect(decoded == versions)
        #expect(decoded.map(Self.bits) == versions.map(Self.bits))
        #expect(try Self.openTimes(bytes, period) == versions.map(\.openTime))
    }

    @Test("A chunk of one candle, and one without any volume, come back")
    func smallest() throws {
        let period = ChunkPeriod(containing: Samples.day.start, interval: .m1)
        let bare = try CandleValues(
            open: 1, high: 1, low: 1, close: 1, closeTime: Samples.day.start + 60_000)
        let one = try #require(CandleVersion(stored: Samples.day.start, values: bare, vintage: .imported))
        #expect(try Self.decode(ChunkCodec.encode([one], period: period), period) == [one])
        let many = Samples.candles(of: Samples.day, .m1).map { version in
            CandleVersion(stored: version.openTime, values: bare, vintage: .imported) ?? version
        }
        let bytes = ChunkCodec.encode(many, period: period)
        #expect(try Self.decode(bytes, period) == many)
    }

    @Test(
        "Recorded candles come back, in at most 30 bytes each",
        .enabled(if: SharedData.isAvailable, SharedData.hint),
        arguments: [
            ("data/replay/BTCUSDT-1m.csv.gz", Interval.m1), ("data/replay/ETHUSDT-1h.csv.gz", .h1),
            ("data/replay/ADAUSDT-1d.csv.gz", .d1), ("data/replay/BTCUSDT-5m.csv.gz", .m5),
        ])
    func recorded(path: String, interval: Interval) throws {
        let versions = try Samples.recorded(path)
        var rest = versions[...]
        var size = 0
        while let first = rest.first {
            let period = ChunkPeriod(containing: first.openTime, interval: interval)
            let part = Array(rest.prefix { $0.openTime < period.range.end })
            rest = rest.dropFirst(part.count)
            let bytes = ChunkCodec.encode(part, period: period)
            size += bytes.count
            #expect(bytes == ReferenceCodec.encode(part, period: period))
            #expect(try Self.decode(bytes, period).map(Self.bits) == part.map(Self.bits))
        }
        let perCandle = Double(size) / Double(versions.count)
        #expect(perCandle < 30, "\(perCandle) bytes per candle")
    }

    /// Property: no bytes trap; a change without a new checksum is noticed.
    @Test("Changed bytes are refused", arguments: 0..<100 as Range<UInt64>)
    func changedBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (range, key, versions) = Samples.wildSeries(&random)
        let period = ChunkPeriod(containing: range.start, interval: key.interval)
        let bytes = ChunkCodec.encode(versions, period: period)
        for _ in 0..<20 {
            let changed = Self.mutate(bytes, &random)
            guard changed != bytes else { continue }
            #expect(throws: ChunkDamage.self) { try Self.decode(changed, period) }
        }
    }

    /// Property: a crafted chunk, whose checksum is right, is refused or decodes to candles; it never traps.
    @Test("Changed bytes under a right checksum never trap", arguments: 0..<300 as Range<UInt64>)
    func craftedBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (range, key, versions) = Samples.wildSeries(&random)
        let period = ChunkPeriod(containing: range.start, interval: key.interval)
        let bytes = Array(ChunkCodec.encode(versions, period: period).dropLast(4))
        for _ in 0..<30 {
            var changed = Self.mutate(bytes, &random)
            changed.append(littleEndian: changed.withUnsafeBytes { CRC32.checksum($0) })
            do {
                let decoded = try Self.decode(changed, period)
                #expect(decoded.allSatisfy { period.range.contains($0.openTime) })
                #expect(zip(decoded, decoded.dropFirst()).allSatisfy { $0.openTime < $1.openTime })
            } catch is ChunkDamage {
                continue
            }
        }
    }

    @Test("A chunk of another day, interval or format version is refused")
    func wrongChunk() throws {
        let period = ChunkPeriod(containing: Samples.day.start, interval: .m1)
        let bytes = ChunkCodec.encode(Samples.candles(of: Samples.day, .m1), period: period)
        let next = ChunkPeriod(containing: Samples.day.end, interval: .m1)
        #expect(throws: ChunkDamage.otherChunk) { try Self.decode(bytes, next) }
        let hours = ChunkPeriod(containing: Samples.day.start, interval: .h1)
        #expect(throws: ChunkDamage.otherChunk) { try Self.decode(bytes, hours) }
        var newer = Array(bytes.dropLast(4))
        newer[0] = 2
        newer.append(littleEndian: newer.withUnsafeBytes { CRC32.checksum($0) })
        #expect(throws: ChunkDamage.version(2)) { try Self.decode(newer, period) }
    }

    static func decode(_ bytes: [UInt8], _ period: ChunkPeriod) throws -> [CandleVersion] {
        try bytes.withUnsafeBytes { try ChunkCodec.decode($0, period: period) }
    }

    static func openTimes(_ bytes: [UInt8], _ period: ChunkPeriod) throws -> [OpenTime] {
        try bytes.withUnsafeBytes { try ChunkCodec.decodeOpenTimes($0, period: period) }
    }

    /// All numbers of a version as bits.
    static func bits(_ version: CandleVersion) -> [UInt64?] {
        let values = version.values
        return [
            UInt64(bitPattern: version.openTime.milliseconds), values.open.bitPattern, values.high.bitPattern,
            values.low.bitPattern, values.close.bitPattern, UInt64(bitPattern: values.closeTime.milliseconds),
            values.baseVolume?.bitPattern, values.quoteVolume?.bitPattern,
            values.trades.map { UInt64(bitPattern: $0) }, values.takerBaseVolume?.bitPattern,
            values.takerQuoteVolume?.bitPattern, UInt64(version.vintage.rawValue),
        ]
    }

    /// Some bytes changed, cut off or added.
    static func mutate(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var changed = bytes
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            changed.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 1:
            for _ in 0..<Int.random(in: 1...9, using: &random) {
                changed.append(.random(in: 0...255, using: &random))
            }
        case 2:
            // The head holds the counts and kinds.
            let place = Int.random(in: 0..<min(40, bytes.count), using: &random)
            changed[place] = .random(in: 0...255, using: &random)
        default:
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        return changed
    }
}
