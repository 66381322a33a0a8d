import Archiving
import Candles

@testable import ServingLayer

/// The format of chunks written down a second time, candle by candle and as plainly as can be.
///
/// Stores hold bytes of this form, so the fast encoder must give the same ones.
enum ReferenceCodec {
    typealias TimeKind = ChunkCodec.TimeKind
    typealias RowKind = ChunkCodec.RowKind
    typealias ColumnKind = ChunkCodec.ColumnKind
    typealias PriceKind = ChunkCodec.PriceKind

    /// The stored form of candles.
    ///
    /// - Parameters:
    ///   - versions: At least one, in strictly ascending order of open time, all inside the period.
    ///   - period: The interval and the time of the chunk.
    /// - Returns: The bytes.
    /// - Complexity: O(candles).
    static func encode(_ versions: [CandleVersion], period: ChunkPeriod) -> [UInt8] {
        precondition(!versions.isEmpty, "a chunk must have at least one candle")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + versions.count * 32)
        bytes.append(ChunkCodec.version)
        bytes.append(UInt8(ChunkCodec.intervals.firstIndex(of: period.interval) ?? 0))
        bytes.append(littleEndian: period.day.number)
        bytes.append(littleEndian: UInt32(versions.count))
        appendOpenTimes(versions, period, &bytes)
        appendCloseTimes(versions, period, &bytes)
        appendVintages(versions, &bytes)
        let values = versions.map(\.values)
        let prices = appendPrices(values, &bytes)
        let base = append(values.map(\.baseVolume), &bytes)
        append(values.map(\.quoteVolume), prices, base, &bytes)
        appendTrades(values.map(\.trades), &bytes)
        let takerBase = append(values.map(\.takerBaseVolume), &bytes)
        append(values.map(\.takerQuoteVolume), prices, takerBase, &bytes)
        bytes.append(littleEndian: bytes.withUnsafeBytes { CRC32.checksum($0) })
        return bytes
    }

    private static func appendOpenTimes(
        _ versions: [CandleVersion], _ period: ChunkPeriod, _ bytes: inout [UInt8]
    ) {
        let range = period.range
        let times = versions.map(\.openTime)
        for (time, next) in zip(times, times.dropFirst()) {
            precondition(time < next, "open times must ascend, were \(time) and \(next)")
        }
        precondition(
            times.allSatisfy { range.contains($0) },
            "open times must be inside \(range), began at \(times[0])")
        guard let length = period.interval.milliseconds else { return appendExplicit(times, &bytes) }
        let origin = period.interval.slot(atOrAfter: range.start)
        guard times.allSatisfy({ $0 >= origin && ($0 - origin) % length == 0 }) else {
            return appendExplicit(times, &bytes)
        }
        let slots = times.map { Int(($0 - origin) / length) }
        let (first, span) = (slots[0], slots[slots.count - 1] - slots[0] + 1)
        guard span > slots.count else {
            bytes.append(TimeKind.run.rawValue)
            bytes.append(littleEndian: UInt32(first))
            return
        }
        bytes.append(TimeKind.bitmap.rawValue)
        bytes.append(littleEndian: UInt32(first))
        bytes.append(littleEndian: UInt32(span))
        var present = [Bool](repeating: false, count: span)
        for slot in slots { present[slot - first] = true }
        bytes.append(bits: present)
    }

    private static func appendExplicit(_ times: [OpenTime], _ bytes: inout [UInt8]) {
        bytes.append(TimeKind.explicit.rawValue)
        for time in times { bytes.append(littleEndian: time.milliseconds) }
    }

    private static func appendCloseTimes(
        _ versions: [CandleVersion], _ period: ChunkPeriod, _ bytes: inout [UInt8]
    ) {
        let others = versions.enumerated().filter {
            $0.element.values.closeTime != period.interval.slot(after: $0.element.openTime)
        }
        guard !others.isEmpty else { return bytes.append(RowKind.uniform.rawValue) }
        precondition(
            others.allSatisfy { ChunkPeriod.times.contains($0.element.values.closeTime.milliseconds) },
            "close times must be between 1970 and 4840, was one of the chunk of \(period.day) not")
        bytes.append(RowKind.listed.rawValue)
        bytes.append(littleEndian: UInt32(others.count))
        for (row, version) in others {
            bytes.append(littleEndian: UInt32(row))
            bytes.append(littleEndian: version.values.closeTime.milliseconds)
        }
    }

    private static func appendVintages(_ versions: [CandleVersion], _ bytes: inout [UInt8]) {
        let first = versions[0].vintage
        guard versions.contains(where: { $0.vintage != first }) else {
            bytes.append(RowKind.uniform.rawValue)
            return bytes.append(first.rawValue)
        }
        bytes.append(RowKind.listed.rawValue)
        bytes.append(contentsOf: versions.map(\.vintage.rawValue))
    }

    /// Adds the four prices; answers their high and low in whole units where they have a scale.
    private static func appendPrices(
        _ values: [CandleValues], _ bytes: inout [UInt8]
    ) -> (scale: Int, high: [Int64], low: [Int64])? {
        let columns = [values.map(\.open), values.map(\.high), values.map(\.low), values.map(\.close)]
        var scale = 0
        for column in columns {
            guard let scaled = ReferenceScale(column, minimum: scale) else { break }
            scale = scaled.scale
        }
        let scaled = columns.compactMap { ReferenceScale($0, minimum: scale) }
        guard scaled.count == 4, scaled.allSatisfy({ $0.scale == scale }) else {
            bytes.append(PriceKind.columns.rawValue)
            for column in columns { append(column.map(Optional.some), &bytes) }
            return nil
        }
        let (open, high, low, close) = (scaled[0].units, scaled[1].units, scaled[2].units, scaled[3].units)
        bytes.append(PriceKind.candles.rawValue)
        bytes.append(UInt8(scale))
        bytes.append(littleEndian: open[0])
        let before = [open[0]] + close.dropLast()
        ReferencePacking.pack(zip(open, before).map { UInt64(zigzag: $0 &- $1) }, into: &bytes)
        ReferencePacking.pack(zip(close, open).map { UInt64(zigzag: $0 &- $1) }, into: &bytes)
        let rows = values.indices
        ReferencePacking.pack(
            rows.map { UInt64(bitPattern: high[$0] &- max(open[$0], close[$0])) }, into: &bytes)
        ReferencePacking.pack(
            rows.map { UInt64(bitPattern: min(open[$0], close[$0]) &- low[$0]) }, into: &bytes)
        return (scale, high, low)
    }

    /// Adds a column of numbers; answers its whole units if it has a value in every row and was stored scaled.
    @discardableResult
    private static func append(_ column: [Double?], _ bytes: inout [UInt8]) -> ReferenceScale? {
        let dense = column.compactMap(\.self)
        if appendShort(dense.map(\.bitPattern), of: column.map { $0 != nil }, &bytes) { return nil }
        guard let scaled = ReferenceScale(dense) else {
            appendHead(.raw, column.map { $0 != nil }, &bytes)
            for number in dense { bytes.append(littleEndian: number.bitPattern) }
            return nil
        }
        appendHead(.scaled, column.map { $0 != nil }, &bytes)
        bytes.append(UInt8(scaled.scale))
        appendDifferences(scaled.units, &bytes)
        return dense.count == column.count ? scaled : nil
    }

    /// Adds a column of quote volumes, predicted from the base volumes where that is possible.
    private static func append(
        _ column: [Double?], _ prices: (scale: Int, high: [Int64], low: [Int64])?, _ base: ReferenceScale?,
        _ bytes: inout [UInt8]
    ) {
        let dense = column.compactMap(\.self)
        guard let prices, let base, dense.count == column.count, let scaled = ReferenceScale(dense),
            let prediction = ReferencePrediction(
                base: base.units, high: prices.high, low: prices.low, places: base.scale + prices.scale,
                quotePlaces: scaled.scale)
        else {
            append(column, &bytes)
            return
        }
        appendHead(.priced, column.map { $0 != nil }, &bytes)
        bytes.append(UInt8(scaled.scale))
        let units = scaled.units
        ReferencePacking.pack(units.indices.map { UInt64(zigzag: units[$0] &- prediction[$0]) }, into: &bytes)
    }

    private static func appendTrades(_ column: [Int64?], _ bytes: inout [UInt8]) {
        let dense = column.compactMap(\.self)
        if appendShort(dense.map(UInt64.init(bitPattern:)), of: column.map { $0 != nil }, &bytes) { return }
        appendHead(.scaled, column.map { $0 != nil }, &bytes)
        bytes.append(0)
        appendDifferences(dense, &bytes)
    }

    /// Adds a column without values, or with one value in all rows that have any; answers whether it was one.
    private static func appendShort(_ dense: [UInt64], of present: [Bool], _ bytes: inout [UInt8]) -> Bool {
        guard let first = dense.first else {
            bytes.append(ColumnKind.absent.rawValue)
            return true
        }
        guard dense.allSatisfy({ $0 == first }) else { return false }
        appendHead(.constant, present, &bytes)
        bytes.append(littleEndian: first)
        return true
    }

    private static func appendHead(_ kind: ColumnKind, _ present: [Bool], _ bytes: inout [UInt8]) {
        let isComplete = present.allSatisfy(\.self)
        bytes.append(isComplete ? kind.rawValue : kind.rawValue | ColumnKind.someMissing)
        if !isComplete { bytes.append(bits: present) }
    }

    private static func appendDifferences(_ units: [Int64], _ bytes: inout [UInt8]) {
        bytes.append(littleEndian: units[0])
        let before = [units[0]] + units.dropLast()
        ReferencePacking.pack(zip(units, before).map { UInt64(zigzag: $0 &- $1) }, into: &bytes)
    }
}
