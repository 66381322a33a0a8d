import Candles

extension ChunkEncoder {
    /// Adds the open and the close times.
    mutating func appendTimes() {
        let times = columns.openTimes
        for row in 1..<max(1, rows) where times[row] <= times[row - 1] {
            preconditionFailure("open times must ascend, were \(times[row - 1]) and \(times[row])")
        }
        let range = period.range
        precondition(
            range.contains(OpenTime(milliseconds: times[0]))
                && range.contains(OpenTime(milliseconds: times[rows - 1])),
            "open times must be inside \(range), began at \(times[0])")
        guard let length = period.interval.milliseconds else {
            appendExplicit()
            return appendCloseTimes()
        }
        let origin = period.interval.slot(atOrAfter: range.start).milliseconds
        let isOnGrid = times[0] >= origin && isOnGrid(times[0] - origin, length)
        guard isOnGrid else {
            appendExplicit()
            return appendCloseTimes()
        }
        let slot = { (row: Int) in Int((times[row] - origin) / length) }
        let (first, span) = (slot(0), slot(rows - 1) - slot(0) + 1)
        if span == rows {
            bytes.append(ChunkCodec.TimeKind.run.rawValue)
            bytes.append(UInt32(first))
        } else {
            bytes.append(ChunkCodec.TimeKind.bitmap.rawValue)
            bytes.append(UInt32(first))
            bytes.append(UInt32(span))
            var row = 0
            bytes.append(bits: span) { place in
                guard slot(row) - first == place else { return false }
                row += 1
                return true
            }
        }
        appendCloseTimes(length: length)
    }

    /// Whether all open times are whole slots from the origin, which is some time before the first.
    private func isOnGrid(_ offset: Int64, _ length: Int64) -> Bool {
        let times = columns.openTimes
        let start = times[0]
        guard offset % length == 0 else { return false }
        var different: Int64 = 0
        for row in 0..<rows { different |= times[row] ^ (start &+ Int64(row) &* length) }
        if different == 0 { return true }
        for row in 0..<rows where (times[row] - start) % length != 0 { return false }
        return true
    }

    private mutating func appendExplicit() {
        bytes.append(ChunkCodec.TimeKind.explicit.rawValue)
        for row in 0..<rows { bytes.append(columns.openTimes[row]) }
    }

    /// Adds the close times of candles on the grid.
    private mutating func appendCloseTimes(length: Int64) {
        var different: Int64 = 0
        for row in 0..<rows { different |= columns.closeTimes[row] ^ (columns.openTimes[row] &+ length) }
        guard different == 0 else { return appendCloseTimes() }
        bytes.append(ChunkCodec.RowKind.uniform.rawValue)
    }

    /// Adds those close times that are not the ends of slots.
    private mutating func appendCloseTimes() {
        let others = (0..<rows).filter { row in
            let end = period.interval.slot(after: OpenTime(milliseconds: columns.openTimes[row]))
            return columns.closeTimes[row] != end.milliseconds
        }
        guard !others.isEmpty else { return bytes.append(ChunkCodec.RowKind.uniform.rawValue) }
        precondition(
            others.allSatisfy { ChunkPeriod.times.contains(columns.closeTimes[$0]) },
            "close times must be between 1970 and 4840, was one of the chunk of \(period.day) not")
        bytes.append(ChunkCodec.RowKind.listed.rawValue)
        bytes.append(UInt32(others.count))
        for row in others {
            bytes.append(UInt32(row))
            bytes.append(columns.closeTimes[row])
        }
    }
}
