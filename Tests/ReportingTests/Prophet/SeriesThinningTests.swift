import TestSupport
import Testing

@testable import Reporting

@Suite("Thinning of long series")
struct SeriesThinningTests {
    @Test("A series within the limit is drawn whole, without what is not finite")
    func short() {
        #expect(SeriesThinning.indices(of: [1, .nan, 3, .infinity, 5], limit: 4) == [0, 2, 4])
        #expect(SeriesThinning.indices(of: [], limit: 4).isEmpty)
        #expect(SeriesThinning.indices(of: [.nan, .nan], limit: 4).isEmpty)
    }

    @Test(
        "A long series keeps its ends and extremes, in order, within the limit",
        arguments: 0..<40 as Range<UInt64>)
    func long(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 200...3000, using: &generator)
        let limit = Int.random(in: 4...120, using: &generator)
        var values = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
        for _ in 0..<20 { values[Int.random(in: 1..<count - 1, using: &generator)] = .nan }
        let low = Int.random(in: 1..<count - 1, using: &generator)
        let high = low == 1 ? 2 : low - 1
        values[low] = -9
        values[high] = 9
        let indices = SeriesThinning.indices(of: values, limit: limit)
        #expect(indices.count <= limit)
        #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 })
        #expect(indices.allSatisfy { values[$0].isFinite })
        #expect(indices.first == 0 && indices.last == count - 1)
        #expect(indices.contains(low) && indices.contains(high))
    }
}
