import TestSupport
import Testing

@testable import Binance

@Suite("Request budget")
struct RequestBudgetTests {
    @Test("Requests go at once until nine tenths of the limit are used")
    func fills() {
        var budget = RequestBudget(limit: 100)
        for _ in 0..<45 { #expect(budget.permit(weight: 2, at: .zero) == .go) }
        #expect(budget.permit(weight: 2, at: .seconds(10)) == .wait(.seconds(50), announces: true))
        #expect(budget.permit(weight: 2, at: .seconds(20)) == .wait(.seconds(40), announces: false))
        #expect(budget.permit(weight: 2, at: .seconds(60)) == .go)
    }

    @Test("What other programs use at the same address counts")
    func foreign() {
        var budget = RequestBudget(limit: 100)
        #expect(budget.permit(weight: 2, at: .zero) == .go)
        budget.answered(usedWeight: 89, at: .seconds(1))
        #expect(budget.permit(weight: 2, at: .seconds(1)) == .wait(.seconds(59), announces: true))
        budget.answered(usedWeight: 2, at: .seconds(5))
        #expect(budget.permit(weight: 2, at: .seconds(5)) == .go)
    }

    @Test("A published limit replaces the assumed one")
    func published() {
        var budget = RequestBudget(limit: 100)
        budget.limitPublished(10)
        #expect(budget.usable == 9)
        budget.limitPublished(0)
        #expect(budget.usable == 9)
    }

    @Test("A pause holds every request, and one that is too long refuses them")
    func pause() {
        var budget = RequestBudget(limit: 100, longestPause: .seconds(100))
        budget.pause(for: .seconds(30), at: .seconds(10))
        #expect(budget.permit(weight: 1, at: .seconds(15)) == .wait(.seconds(25), announces: true))
        #expect(budget.permit(weight: 1, at: .seconds(15)) == .wait(.seconds(25), announces: false))
        #expect(budget.permit(weight: 1, at: .seconds(40)) == .go)
        budget.pause(for: .seconds(300), at: .seconds(50))
        #expect(budget.permit(weight: 1, at: .seconds(60)) == .refuse(.seconds(290)))
    }

    @Test("A request heavier than the whole budget goes alone")
    func heavy() {
        var budget = RequestBudget(limit: 10)
        #expect(budget.permit(weight: 20, at: .zero) == .go)
        #expect(budget.permit(weight: 20, at: .seconds(1)) == .wait(.seconds(59), announces: true))
    }

    /// Property: the exchange counts in whole minutes of a clock that the client does not see.
    @Test("No minute of the exchange ever sees more than the limit", arguments: 0..<50 as Range<UInt64>)
    func neverExceeds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let phase = Duration.milliseconds(Int.random(in: 0..<60_000, using: &random))
        var budget = RequestBudget(limit: 200)
        var used: [Int64: Int] = [:]
        var now: Duration = .zero
        var waited = 0
        for _ in 0..<400 {
            let weight = Int.random(in: 1...20, using: &random)
            asking: while true {
                switch budget.permit(weight: weight, at: now) {
                case .go: break asking
                case .wait(let pause, _):
                    #expect(pause > .zero && pause <= .seconds(60))
                    now += pause
                    waited += 1
                case .refuse: Issue.record("refused")
                }
            }
            let minute = (now + phase).components.seconds / 60
            used[minute, default: 0] += weight
            now += .milliseconds(Int.random(in: 0..<300, using: &random))
            let shown = used[(now + phase).components.seconds / 60] ?? 0
            budget.answered(usedWeight: shown, at: now)
        }
        #expect(used.values.allSatisfy { $0 <= 200 })
        #expect(waited > 0)
    }
}
