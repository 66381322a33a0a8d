import Testing

@testable import Binance

@Suite("Request budget")
struct RequestBudgetTests {
    /// Sends requests until one may not go.
    ///
    /// - Returns: The numbers of those that went, and what the next may do.
    private static func fill(
        _ budget: inout RequestBudget, weight: Int = 2, at now: Duration
    ) -> (numbers: [Int], then: RequestBudget.Permit) {
        var numbers: [Int] = []
        while true {
            let permit = budget.permit(weight: weight, at: now)
            guard case .go(let number) = permit else { return (numbers, permit) }
            numbers.append(number)
        }
    }

    /// A budget that has seen a count, with every request answered.
    private static func budget(limit: Int = 1000, used: Int, at now: Duration = .zero) throws -> RequestBudget
    {
        var budget = RequestBudget(limit: limit)
        let number = try #require(Self.fill(&budget, at: now).numbers.first)
        budget.answered(number, usedWeight: used, clock: nil, at: now)
        for flight in budget.flights.keys { budget.answered(flight, usedWeight: used, clock: nil, at: now) }
        return budget
    }

    @Test("Before the first answer only two requests are under way")
    func beginning() {
        var budget = RequestBudget()
        let (numbers, then) = Self.fill(&budget, at: .zero)
        #expect(numbers.count == 2)
        #expect(then == .waitForAnswer)
        for number in numbers { budget.answered(number, usedWeight: 4, clock: nil, at: .milliseconds(10)) }
        #expect(Self.fill(&budget, at: .milliseconds(10)).numbers.count == 4)
    }

    @Test("What is under way is reserved, and the reserve for others is kept")
    func reserved() throws {
        var budget = try Self.budget(used: 950)
        // 1000 less the reserve of 40 leaves 10: five requests of weight 2, but only four at once.
        #expect(budget.reserve == 40)
        let (numbers, then) = Self.fill(&budget, at: .milliseconds(1))
        #expect(numbers.count == 1)
        #expect(then == .waitForAnswer)
    }

    @Test("What other programs use at the same address counts")
    func foreign() throws {
        var budget = try Self.budget(used: 990)
        guard case .wait(let end, true) = budget.permit(weight: 2, at: .milliseconds(1)) else {
            Issue.record("the limit was passed over")
            return
        }
        #expect(end > .seconds(1))
    }

    @Test("A count that fell shows a new window, and where the next begins")
    func newWindow() throws {
        var budget = try Self.budget(used: 976, at: .seconds(10))
        // A look is taken although no room is left.
        guard case .wait(let look, _) = budget.permit(weight: 2, at: .seconds(10)),
            case .go(let number) = budget.permit(weight: 2, at: look)
        else {
            Issue.record("no look was taken")
            return
        }
        #expect(look == .seconds(15))
        budget.answered(number, usedWeight: 2, clock: nil, at: look)
        #expect(budget.used == 2)
        #expect(budget.phase.seen == .init(earliest: .seconds(10), latest: .seconds(15)))
        #expect(Self.fill(&budget, at: look).numbers.count > 2)
    }

    @Test("The exchange's clock says when to look")
    func clock() throws {
        var budget = RequestBudget(limit: 1000)
        guard case .go(let number) = budget.permit(weight: 2, at: .seconds(5)) else { return }
        // 57 s past a minute of the exchange, so its minute ends in 2 to 3 s.
        budget.answered(number, usedWeight: 976, clock: .seconds(1_700_000_040 + 57), at: .seconds(5))
        guard case .wait(let look, _) = budget.permit(weight: 2, at: .seconds(5)) else {
            Issue.record("the limit was passed over")
            return
        }
        #expect(look > .seconds(7) && look < .seconds(8.1))
    }

    @Test("A late answer of the old window does not spoil the new one")
    func straggler() throws {
        var budget = try Self.budget(used: 900)
        let numbers = Self.fill(&budget, at: .seconds(1)).numbers
        try #require(numbers.count >= 3)
        budget.answered(numbers[0], usedWeight: 4, clock: nil, at: .seconds(1.1))
        budget.answered(numbers[1], usedWeight: 902, clock: nil, at: .seconds(1.2))
        #expect(budget.used == 4)
        budget.answered(numbers[2], usedWeight: 6, clock: nil, at: .seconds(1.2))
        #expect(budget.used == 6)
    }

    @Test("A lost answer stays reserved until a count must include it")
    func lost() throws {
        var budget = try Self.budget(used: 500)
        guard case .go(let number) = budget.permit(weight: 20, at: .seconds(1)) else { return }
        budget.lost(number, at: .seconds(2))
        #expect(budget.lostWeight == 20)
        guard case .go(let early) = budget.permit(weight: 2, at: .seconds(2.1)),
            case .go(let late) = budget.permit(weight: 2, at: .seconds(4))
        else { return }
        budget.answered(early, usedWeight: 522, clock: nil, at: .seconds(2.2))
        #expect(budget.lostWeight == 20)
        budget.answered(late, usedWeight: 524, clock: nil, at: .seconds(4.1))
        #expect(budget.lostWeight == 0)
    }

    @Test("After a minute the count is forgotten, and one request asks for the new one")
    func minuteOver() throws {
        var budget = try Self.budget(used: 1000)
        let (numbers, then) = Self.fill(&budget, at: .seconds(61))
        #expect(numbers.count == 1)
        #expect(then == .waitForAnswer)
    }

    @Test("Without counts in the answers, any minute stays below nine tenths")
    func withoutCounts() {
        var budget = RequestBudget(limit: 100)
        var sent = 0
        var end: Duration?
        while end == nil {
            switch budget.permit(weight: 2, at: .seconds(1)) {
            case .go(let number):
                sent += 2
                budget.answered(number, usedWeight: nil, clock: nil, at: .seconds(1))
            case .wait(let until, _): end = until
            case .waitForAnswer, .refuse: Issue.record("nothing was under way")
            }
        }
        #expect(sent == 90)
        #expect(end == .seconds(62))
    }

    @Test("The number of requests is limited too, and one in twenty is left to others")
    func requestCount() {
        var budget = RequestBudget()
        budget.limitsPublished(RateLimits(requests: .init(count: 40, window: .seconds(300))))
        for _ in 0..<38 {
            guard case .go(let number) = budget.permit(weight: 1, at: .zero) else {
                Issue.record("stopped too early")
                return
            }
            budget.answered(number, usedWeight: 1, clock: nil, at: .zero)
        }
        #expect(budget.permit(weight: 1, at: .seconds(1)) == .wait(until: .seconds(301), announces: true))
    }

    @Test("Published limits replace the assumed ones, senseless ones do not")
    func published() {
        var budget = RequestBudget(limit: 100)
        budget.limitsPublished(RateLimits(weightPerMinute: 10))
        #expect(budget.limit == 10)
        budget.limitsPublished(RateLimits(weightPerMinute: 0))
        #expect(budget.limit == 10)
    }

    @Test("A pause holds every request, and one that is too long refuses them")
    func pause() {
        var budget = RequestBudget(limit: 100)
        budget.pause(for: .seconds(30), at: .seconds(10))
        #expect(budget.permit(weight: 1, at: .seconds(15)) == .wait(until: .seconds(40), announces: true))
        #expect(budget.permit(weight: 0, at: .seconds(15)) == .wait(until: .seconds(40), announces: false))
        budget.pause(for: .seconds(300), at: .seconds(50))
        #expect(
            budget.permit(weight: 1, longestPause: .seconds(100), at: .seconds(60))
                == .refuse(.seconds(290), isBan: false, end: nil))
    }

    @Test("A ban refuses however short it is, and is over when it is over")
    func ban() {
        var budget = RequestBudget(limit: 100)
        budget.pause(for: .seconds(30), isLimit: true, isBan: true, end: 1234, at: .zero)
        #expect(budget.permit(weight: 1, at: .seconds(1)) == .refuse(.seconds(29), isBan: true, end: 1234))
        guard case .go = budget.permit(weight: 1, at: .seconds(30)) else {
            Issue.record("the ban does not end")
            return
        }
    }

    @Test("After the limit was met one request goes first, and more is kept back")
    func afterLimit() throws {
        var budget = try Self.budget(used: 1001)
        budget.pause(for: .seconds(5), isLimit: true, at: .seconds(1))
        budget.pause(for: .seconds(5), isLimit: true, at: .seconds(1))
        #expect(budget.reserve == 40 + 50)
        #expect(Self.fill(&budget, at: .seconds(6)).numbers.count == 1)
    }

    @Test("A request heavier than the limit goes alone")
    func heavy() {
        var budget = RequestBudget(limit: 10)
        #expect(budget.permit(weight: 20, at: .zero) == .go(1))
        #expect(budget.permit(weight: 20, at: .seconds(1)) == .waitForAnswer)
    }
}
