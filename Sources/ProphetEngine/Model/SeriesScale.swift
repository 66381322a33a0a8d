/// The units in which a model is fitted: time runs from 0 to 1 over the history, values are near 1.
public struct SeriesScale: Hashable, Sendable {
    /// The time of the first row with a value, in milliseconds since 1970-01-01 UTC.
    public let start: Int64
    /// The time from the first to the last row with a value, in milliseconds.
    public let tScale: Int64
    /// The difference that counts as 1.
    public let yScale: Double
    /// The value that counts as 0, unless each row has its own floor.
    public let yMin: Double
    /// Whether the floor of each row counts as 0: logistic growth whose history has a floor.
    public let hasFloor: Bool

    /// Creates a scale, as a file of a saved model describes it.
    package init(start: Int64, tScale: Int64, yScale: Double, yMin: Double, hasFloor: Bool) {
        self.start = start
        self.tScale = tScale
        self.yScale = yScale
        self.yMin = yMin
        self.hasFloor = hasFloor
    }

    /// The scale of a history of ascending times.
    ///
    /// - Throws: ``ProphetError/equalTimes(_:)`` or ``ProphetError/valueRange(_:_:)``.
    init(rows: ProphetHistory, options: ProphetOptions) throws(ProphetError) {
        let first = rows.ds.first ?? 0
        let last = rows.ds.last ?? 0
        guard last > first else { throw .equalTimes(first) }
        let floor = options.growth == .logistic ? rows.frame.floor : nil
        let low: Double
        let high: Double
        switch (options.scaling, floor) {
        case (.absmax, nil):
            low = 0
            high = rows.y.reduce(0) { max($0, abs($1)) }
        case (.absmax, let floor?):
            let heights = zip(rows.y, floor).map { abs($0 - $1) }
            yMin = heights.min() ?? 0
            hasFloor = true
            start = first
            tScale = last - first
            let range = heights.max() ?? 0
            guard range.isFinite else { throw .valueRange(rows.y.min() ?? 0, rows.y.max() ?? 0) }
            yScale = range == 0 ? 1 : range
            return
        case (.minmax, nil):
            low = rows.y.min() ?? 0
            high = rows.y.max() ?? 0
        case (.minmax, let floor?):
            low = floor.min() ?? 0
            high = rows.frame.cap?.max() ?? 0
        }
        guard (high - low).isFinite else { throw .valueRange(low, high) }
        start = first
        tScale = last - first
        yMin = low
        yScale = high == low ? 1 : high - low
        hasFloor = floor != nil
    }

    /// The scaled time of a time in milliseconds: 0 at the start of the history, 1 at its end.
    func scaled(_ time: Int64) -> Double {
        Double(time - start) / Double(tScale)
    }

    /// The value that counts as 0 in each row of a frame.
    func floors(of frame: ProphetFrame) -> [Double] {
        if hasFloor, let floor = frame.floor { return floor }
        return [Double](repeating: yMin, count: frame.count)
    }

    /// The scaled room between floor and cap in each row of a frame.
    ///
    /// - Throws: ``ProphetError`` when a row has no cap, no floor where one is needed, or no room.
    func scaledCaps(of frame: ProphetFrame) throws(ProphetError) -> [Double] {
        guard let caps = frame.cap else { throw .capMissing }
        if hasFloor, frame.floor == nil { throw .floorMissing }
        let floors = floors(of: frame)
        for (row, cap) in caps.enumerated() where !(cap > floors[row]) || !(cap - floors[row]).isFinite {
            throw .capNotAboveFloor(row: row, cap: cap, floor: floors[row])
        }
        return zip(caps, floors).map { ($0 - $1) / yScale }
    }
}
