import RealModule
import Testing

@testable import ProphetEngine

/// The diagnostics see what is wrong with chains.
@Suite("Chain diagnostics")
struct ChainDiagnosticsTests {
    /// Four chains that follow their last value more or less, shifted and stretched chain by chain.
    private static func chains(
        seed: UInt64, memory: Double = 0, shift: (Int) -> Double = { _ in 0 },
        stretch: (Int) -> Double = { _ in 1 }
    ) -> [Double] {
        var random = RandomDeviates(seed: seed)
        return (0..<4).flatMap { chain in
            var value = random.normal()
            return (0..<1000).map { _ in
                value = memory * value + (1 - memory * memory).squareRoot() * random.normal()
                return shift(chain) + stretch(chain) * value
            }
        }
    }

    private let assessment = ChainDiagnostics(chains: 4, length: 1000)

    @Test("Independent draws agree and count in full", arguments: 0..<5 as Range<UInt64>)
    func independent(seed: UInt64) {
        let (rHat, size) = assessment.assess(Self.chains(seed: seed))
        #expect(rHat < 1.005)
        #expect(abs(size / 4000 - 1) < 0.15)
    }

    @Test("Draws that remember count for less", arguments: [0.5, 0.8])
    func remembering(memory: Double) {
        let (_, size) = assessment.assess(Self.chains(seed: 7, memory: memory))
        #expect(abs(size / (4000 * (1 - memory) / (1 + memory)) - 1) < 0.2)
    }

    @Test("A chain elsewhere is found")
    func shifted() {
        let (rHat, size) = assessment.assess(Self.chains(seed: 3) { $0 == 2 ? 1 : 0 })
        #expect(rHat > 1.1)
        #expect(size < 100)
    }

    @Test("A chain that spreads more is found")
    func stretched() {
        #expect(assessment.assess(Self.chains(seed: 3, stretch: { $0 == 2 ? 3 : 1 })).rHat > 1.05)
    }

    @Test("Chains that drift together are found")
    func drifting() {
        let drift = (0..<4000).map { Double($0 % 1000) / 1000 }
        let values = zip(Self.chains(seed: 3), drift).map { $0 + 3 * $1 }
        #expect(assessment.assess(values).rHat > 1.1)
    }

    @Test("Chains that never move say nothing")
    func still() {
        let (rHat, size) = assessment.assess([Double](repeating: 1, count: 4000))
        #expect(rHat.isNaN)
        #expect(size.isNaN)
    }
}
