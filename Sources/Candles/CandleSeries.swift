/// Candle versions of one symbol and interval, in order of open time, each open time once.
///
/// Adding a version joins it with the one that is held, so any order and repetition of the same versions gives
/// the same series.
public struct CandleSeries: Hashable, Sendable {
    /// The versions, strictly ascending in open time.
    public private(set) var versions: [CandleVersion]

    /// The series of some versions in any order.
    ///
    /// - Complexity: O(*n* log *n*), O(*n*) if the versions are in order.
    public init(_ versions: some Sequence<CandleVersion> = []) {
        self.versions = []
        add(versions)
    }

    /// Joins versions into the series.
    ///
    /// - Returns: The number of open times whose held version changed or is new.
    /// - Complexity: O(*n* + *m* log *m*) for *n* held and *m* new versions.
    @discardableResult
    public mutating func add(_ added: some Sequence<CandleVersion>) -> Int {
        var incoming = Array(added)
        guard !incoming.isEmpty else { return 0 }
        if zip(incoming, incoming.dropFirst()).contains(where: { $0.openTime > $1.openTime }) {
            incoming.sort { $0.openTime < $1.openTime }
        }
        var merged: [CandleVersion] = []
        merged.reserveCapacity(versions.count + incoming.count)
        var changed = 0
        var held = versions[...]
        var index = 0
        while index < incoming.count {
            var winner = incoming[index]
            index += 1
            while index < incoming.count, incoming[index].openTime == winner.openTime {
                winner = .join(winner, incoming[index])
                index += 1
            }
            let before = held.prefix { $0.openTime < winner.openTime }
            merged.append(contentsOf: before)
            held = held.dropFirst(before.count)
            if let same = held.first, same.openTime == winner.openTime {
                held = held.dropFirst()
                winner = .join(same, winner)
                changed += winner == same ? 0 : 1
            } else {
                changed += 1
            }
            merged.append(winner)
        }
        merged.append(contentsOf: held)
        versions = merged
        return changed
    }

    /// The versions whose open time is inside a range.
    ///
    /// - Complexity: O(log *n*).
    public subscript(range: TimeRange) -> ArraySlice<CandleVersion> {
        versions[firstIndex(atOrAfter: range.start)..<firstIndex(atOrAfter: range.end)]
    }

    /// The version with an open time, or nil.
    public subscript(openTime: OpenTime) -> CandleVersion? {
        let index = firstIndex(atOrAfter: openTime)
        return index < versions.count && versions[index].openTime == openTime ? versions[index] : nil
    }

    private func firstIndex(atOrAfter time: OpenTime) -> Int {
        var low = 0
        var high = versions.count
        while low < high {
            let middle = (low + high) / 2
            if versions[middle].openTime < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
