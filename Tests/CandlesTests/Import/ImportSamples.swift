import Testing

@testable import Candles

/// What an intake gave for a text.
struct TakenIn {
    var versions: [CandleVersion] = []
    var rejected: [RejectedRow] = []
    var counts = ImportCounts()
    var distinct = 0

    /// The versions by open time, joined.
    var joined: [OpenTime: CandleVersion] {
        Dictionary(versions.map { ($0.openTime, $0) }, uniquingKeysWith: CandleVersion.join)
    }

    /// Takes in a text, in blocks of a size.
    init(
        _ text: String, interval: Interval? = nil, symbol: Symbol? = nil, columns: [String]? = nil,
        timeUnit: FileTimeUnit? = nil, now: OpenTime = .latest, blockSize: Int = 1 << 16,
        lateLimit: Int = 1000
    ) throws {
        try self.init(
            Array(text.utf8), interval: interval, symbol: symbol, columns: columns, timeUnit: timeUnit,
            now: now,
            blockSize: blockSize, lateLimit: lateLimit)
    }

    /// Takes in bytes, in blocks of a size.
    init(
        _ bytes: [UInt8], interval: Interval? = nil, symbol: Symbol? = nil, columns: [String]? = nil,
        timeUnit: FileTimeUnit? = nil, now: OpenTime = .latest, blockSize: Int = 1 << 16,
        lateLimit: Int = 1000
    ) throws {
        let whole = Self.block(bytes)
        let layout = try CandleFileLayout(
            sample: whole, symbol: symbol, columns: columns, timeUnit: timeUnit)
        whole.skip(layout.dataOffset)
        let found = try IntervalFinder.interval(of: whole, layout, symbol: symbol, named: interval)
        var intake = CandleIntake(layout, interval: found, symbol: symbol, now: now, lateLimit: lateLimit)
        var line = layout.dataLine
        var emitted: [CandleVersion] = []
        var refused: [RejectedRow] = []
        var runs: [SortedRows] = []
        func emit(_ columns: CandleColumns) {
            let ascending = zip(columns.openTimes, columns.openTimes.dropFirst()).allSatisfy { $0 < $1 }
            #expect(ascending, "columns must ascend")
            emitted += (0..<columns.count).map { columns.version(at: $0) }
        }
        var rest = Array(bytes.dropFirst(layout.dataOffset))
        while !rest.isEmpty {
            let block = TextBlock(capacity: blockSize)
            let taken = rest.prefix(blockSize)
            taken.withUnsafeBytes { block.append($0) }
            block.cut(isLast: taken.count == rest.count)
            try #require(block.lineEnd > 0, "a line must fit into a block")
            rest.removeFirst(min(rest.count, block.lineEnd))
            let start = line
            line += intake.feed(
                block,
                reject: {
                    refused.append(RejectedRow(line: start + $0.line, fault: $0.fault, bytes: $0.bytes))
                },
                emit: emit, spill: { runs.append($0) })
        }
        intake.finish(emit: emit, spill: { runs.append($0) })
        var merge = RowMerge(layout, interval: found)
        for run in runs {
            var pages = stride(from: 0, to: run.words.count, by: 7 * run.stride).map {
                Array(run.words[$0..<min($0 + 7 * run.stride, run.words.count)])
            }[...]
            merge.add { pages.popFirst() }
        }
        while let day = try merge.next() { day.forEach(emit) }
        versions = emitted
        rejected = refused
        counts = intake.counts
        counts.repeated += merge.repeated
        counts.different += merge.different
        distinct = intake.seen.count
    }

    /// A block of whole lines.
    static func block(_ bytes: [UInt8]) -> TextBlock {
        let block = TextBlock(capacity: bytes.count + 1)
        bytes.withUnsafeBytes { block.append($0) }
        block.cut(isLast: true)
        return block
    }
}

/// The layout that is found for a text.
func layout(
    _ text: String, symbol: Symbol? = nil, columns: [String]? = nil, timeUnit: FileTimeUnit? = nil
) throws -> CandleFileLayout {
    try CandleFileLayout(
        sample: TakenIn.block(Array(text.utf8)), symbol: symbol, columns: columns, timeUnit: timeUnit)
}
