import CKernels

/// A quantile of samples that change a little from row to row.
///
/// The quantile of the row before, with a margin on both sides, tells which samples are worth looking at; one
/// pass collects those and counts the smaller ones. Where the quantile has moved further, all samples are
/// searched. The result is that of ``SampleQuantiles`` in either case.
struct QuantileTracker: Sendable {
    private let rank: SampleQuantiles.Rank
    /// How many ranks the quantile moves at most, nearly always.
    private let margin: Int
    /// Around what, and how far to both sides, the next quantile is looked for; nil before the first.
    private var window: (center: Double, halfWidth: Double)?
    private var inside: [Double]
    private var spare: [Double]

    /// Few enough samples to be compared with each other.
    private static let few = 24

    /// Creates the tracker of the quantile of a probability among as many samples, at least one.
    init(_ probability: Double, of count: Int) {
        rank = SampleQuantiles.Rank(probability, of: count)
        // Four standard deviations of the difference of the ranks of one value in two independent samples.
        let variance = 2 * probability * (1 - probability) * Double(count)
        margin = Int(4 * variance.squareRoot()) + 4
        inside = [Double](repeating: 0, count: count + 4)
        spare = inside
    }

    /// The quantile of the samples of the next row.
    ///
    /// - Complexity: O(n).
    mutating func next(_ samples: UnsafeBufferPointer<Double>) -> Double {
        guard let window, let base = samples.baseAddress else { return search(samples) }
        let low = window.center - window.halfWidth
        let high = window.center + window.halfWidth
        guard (high - low).isFinite else { return search(samples) }
        var below = 0
        let found = ck_split(base, samples.count, low, high, &inside, &below)
        guard holdsRank(below, found) else { return search(samples) }
        // As wide as holds the wanted number of samples, if they lie as densely as these.
        let halfWidth = window.halfWidth * 2 * Double(margin) / Double(max(found, margin / 4))
        let value = low < high ? select(low: low, high: high, below: below, count: found) : low
        self.window = (value, halfWidth)
        return value
    }

    /// Whether some samples, of which others are smaller, are all that the quantile depends on.
    private func holdsRank(_ below: Int, _ found: Int) -> Bool {
        below <= rank.position && below + found > rank.position + (rank.hasNext ? 1 : 0)
    }

    /// Finds the quantile among the samples inside bounds.
    ///
    /// If they are about evenly spread, their bounds tell where the wanted one is; that leaves fewer.
    private mutating func select(low: Double, high: Double, below: Int, count: Int) -> Double {
        var (low, high, below, count) = (low, high, below, count)
        // Samples that are equal, or far from evenly spread, would take many rounds.
        for _ in 0..<8 where count > Self.few {
            let spacing = (high - low) / Double(count)
            let center = low + (Double(rank.position - below) + 1) * spacing
            // Three standard deviations of an order statistic in the middle of evenly spread samples.
            let halfWidth = (1.5 * Double(count).squareRoot() + 1) * spacing
            let inner = (max(low, center - halfWidth), min(high, center + halfWidth))
            var smaller = 0
            var found = ck_split(inside, count, inner.0, inner.1, &spare, &smaller)
            if holdsRank(below + smaller, found) {
                (low, high) = inner
            } else {
                // It is to one side then; a pair of samples across the border is left to the search below.
                let isBefore = holdsRank(below, smaller)
                guard isBefore || rank.position >= below + smaller + found else { break }
                (low, high) = isBefore ? (low, inner.0.nextDown) : (inner.1.nextUp, high)
                found = ck_split(inside, count, low, high, &spare, &smaller)
            }
            swap(&inside, &spare)
            below += smaller
            count = found
        }
        guard count > Self.few else {
            var pair = (0.0, 0.0)
            withUnsafeMutableBytes(of: &pair) { bytes in
                guard let out = bytes.assumingMemoryBound(to: Double.self).baseAddress else { return }
                ck_select_pair(inside, count, rank.position - below, out)
            }
            return pair.0 + rank.fraction * (pair.1 - pair.0)
        }
        return inside.withUnsafeMutableBufferPointer { buffer in
            rank.value(in: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), from: 0, missing: below)
        }
    }

    /// Finds the quantile among all samples, and how far to look for the next one.
    private mutating func search(_ samples: UnsafeBufferPointer<Double>) -> Double {
        inside.withUnsafeMutableBufferPointer { buffer in
            let copy = UnsafeMutableBufferPointer(rebasing: buffer[..<samples.count])
            _ = copy.update(from: samples)
            let value = rank.value(in: copy, from: 0)
            guard let base = copy.baseAddress else { return value }
            let low = ck_select(base, 0, copy.count, max(0, rank.position - margin))
            let high = ck_select(base, 0, copy.count, min(samples.count - 1, rank.position + margin))
            window = (value, max(value - low, high - value))
            return value
        }
    }
}
