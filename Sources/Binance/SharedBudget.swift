import Candles
import Synchronization

/// The budget of one address of the exchange, shared by all clients of the process and all their tasks.
///
/// The decisions are those of ``RequestBudget``; here requests stand in line, are let go in the order in which
/// they came, and are called back when the exchange asks for a pause before they have been answered.
final class SharedBudget: Sendable {
    private let state: Mutex<State>

    private struct State: Sendable {
        var budget: RequestBudget
        var waiting: [Waiter] = []
        var nextWaiter = 0
        /// Calls back a request that is under way, by its number.
        var recalls: [Int: @Sendable () -> Void] = [:]
    }

    private struct Waiter: Sendable {
        let number: Int
        let weight: Int
        let longestPause: Duration
        let continuation: CheckedContinuation<RequestBudget.Permit?, Never>
    }

    /// Which budget: the exchange counts by address, and times of different clocks do not compare.
    private struct Key: Hashable {
        let name: String
        let clock: Int
    }

    private static let all = Mutex<[Key: SharedBudget]>([:])

    /// The budget of a name; the same one as long as the process lives.
    static func named(_ name: String, clock: ClientClock) -> SharedBudget {
        all.withLock { all in
            let key = Key(name: name, clock: clock.number)
            if let known = all[key] { return known }
            let made = SharedBudget(RequestBudget())
            all[key] = made
            return made
        }
    }

    /// A budget that nobody else uses.
    init(_ budget: RequestBudget) {
        state = Mutex(State(budget: budget))
    }

    /// What is known about the weight used in this minute: the count and the limit.
    var weight: (used: Int?, limit: Int) { state.withLock { ($0.budget.used, $0.budget.limit) } }

    /// Asks for a permit; waits where that means to wait for another request to end.
    ///
    /// - Returns: A permit that is not ``RequestBudget/Permit/waitForAnswer``; nil if the task was cancelled.
    func permit(weight: Int, longestPause: Duration, clock: ClientClock) async -> RequestBudget.Permit? {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = clock.now()
                let answer = state.withLock { state -> RequestBudget.Permit?? in
                    if Task.isCancelled { return .some(nil) }
                    let permit = state.budget.permit(weight: weight, longestPause: longestPause, at: now)
                    guard permit == .waitForAnswer else { return permit }
                    state.waiting.append(
                        Waiter(
                            number: number, weight: weight, longestPause: longestPause,
                            continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
                return state.waiting.remove(at: index)
            }
            waiter?.continuation.resume(returning: nil)
        }
    }

    /// Says how to call back a request that is about to be sent; it is called back at once if a pause has begun.
    func sending(_ number: Int, at now: Duration, recall: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.recalls[number] = recall
            return now < state.budget.pausedUntil
        }
        if isLate { recall() }
    }

    /// Takes in an answer.
    func answered(_ number: Int, _ answer: HTTPAnswer, at now: Duration) {
        change(at: now) { state in
            state.recalls[number] = nil
            state.budget.answered(
                number, usedWeight: answer.usedWeight,
                clock: answer.date.map { .milliseconds($0.milliseconds) }, at: now)
        }
    }

    /// Takes in that a request will not be answered.
    func lost(_ number: Int, at now: Duration) {
        change(at: now) { state in
            state.recalls[number] = nil
            state.budget.lost(number, at: now)
        }
    }

    /// Takes in a pause; requests that are under way are called back, since they may not have left yet.
    func pause(
        for duration: Duration, isLimit: Bool = false, isBan: Bool = false, end: Int64? = nil,
        at now: Duration
    ) {
        let recalls = state.withLock { state in
            state.budget.pause(for: duration, isLimit: isLimit, isBan: isBan, end: end, at: now)
            return Array(state.recalls.values)
        }
        for recall in recalls { recall() }
        change(at: now) { _ in }
    }

    /// Takes in published limits.
    func limitsPublished(_ limits: RateLimits, at now: Duration) {
        change(at: now) { $0.budget.limitsPublished(limits) }
    }

    /// Changes the budget and lets those go that may.
    private func change(at now: Duration, _ body: (inout State) -> Void) {
        let called = state.withLock { state in
            body(&state)
            var called: [(Waiter, RequestBudget.Permit)] = []
            var left: [Waiter] = []
            var tooHeavy = Int.max
            for waiter in state.waiting {
                // What is as heavy as one that has to wait would have to wait too.
                guard waiter.weight < tooHeavy else {
                    left.append(waiter)
                    continue
                }
                let permit = state.budget.permit(
                    weight: waiter.weight, longestPause: waiter.longestPause, at: now)
                if permit == .waitForAnswer {
                    tooHeavy = waiter.weight
                    left.append(waiter)
                } else {
                    called.append((waiter, permit))
                }
            }
            state.waiting = left
            return called
        }
        for (waiter, permit) in called { waiter.continuation.resume(returning: permit) }
    }
}
