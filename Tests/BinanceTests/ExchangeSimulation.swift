import TestSupport

@testable import Binance

/// An exchange that counts weight, programs that keep to a budget and others that do not, in made-up time.
///
/// Requests take a random time to arrive and answers to come back; some are lost. Everything follows from the
/// seed.
struct ExchangeSimulation {
    /// What is simulated.
    struct Plan {
        var limit = 1200
        var window: Duration = .seconds(60)
        var windows = 6
        var programs = 1
        var workers = 12
        /// When each program starts, at most.
        var latestStart: Duration = .zero
        var latency: ClosedRange<Double> = 0.005...0.08
        /// The part of the requests that get no answer, of which half never arrive.
        var losses = 0.0
        /// The weight per second of a program that knows no budget.
        var foreignRate = 0.0
        var weights = [2]
        /// The start of the exchange's windows less the minutes of its clock; nil for a clock that is not said.
        var clockShift: Duration? = .zero
        /// How long a program waits for an answer.
        var timeout: Duration = .seconds(3)
    }

    private enum Event {
        case ask(program: Int, weight: Int)
        case arrive(program: Int, number: Int, weight: Int, back: Duration?)
        case answer(program: Int, number: Int, count: Int, clock: Duration?)
        case lose(program: Int, number: Int)
        case foreign
    }

    let plan: Plan
    private var random: SeededGenerator
    private var budgets: [RequestBudget] = []
    private var waiting: [[Int]] = []
    private var queue = TimedQueue<Event>()
    /// The exchange's clock when the simulation starts.
    private let epoch: Duration
    private let phase: Duration
    private var windowNumber = 0
    private var used = 0

    /// The weight used in each window, also by others.
    private(set) var usedByWindow: [Int: Int] = [:]
    /// How often one of the programs went beyond the limit.
    private(set) var refusals = 0

    init(_ plan: Plan, seed: UInt64) {
        self.plan = plan
        random = SeededGenerator(seed: seed)
        phase = .milliseconds(Int.random(in: 0..<Int(plan.window / .milliseconds(1)), using: &random))
        epoch = .seconds(1_700_000_040) + phase - (plan.clockShift ?? .zero)
        budgets = (0..<plan.programs).map { _ in
            var budget = RequestBudget()
            budget.limitsPublished(RateLimits(weightPerMinute: plan.limit))
            return budget
        }
        waiting = Array(repeating: [], count: plan.programs)
    }

    /// Runs for the planned number of windows.
    mutating func run() {
        let end = plan.window * plan.windows + (plan.window - phase)
        for program in 0..<plan.programs {
            let start = plan.latestStart * Double.random(in: 0...1, using: &random)
            for _ in 0..<plan.workers { ask(program, at: start) }
        }
        if plan.foreignRate > 0 { queue.add(.foreign, at: .zero) }
        while let (now, event) = queue.next(), now < end { handle(event, at: now) }
    }

    /// The used part of the limit, over all whole windows that began after every program had started.
    var utilisation: Double {
        let first = Int(((plan.latestStart + phase) / plan.window).rounded(.up))
        let windows = (max(1, first)..<max(2, plan.windows + 1)).map { usedByWindow[$0] ?? 0 }
        return Double(windows.reduce(0, +)) / Double(windows.count * plan.limit)
    }

    private mutating func handle(_ event: Event, at now: Duration) {
        switch event {
        case .ask(let program, let weight):
            request(program, weight, at: now)
        case .arrive(let program, let number, let weight, let back):
            count(weight, at: now)
            // Another that goes beyond the limit by itself is not the programs' doing.
            if used > plan.limit, used - weight <= plan.limit { refusals += 1 }
            guard let back else { return }
            let seconds = (now + epoch).components.seconds
            queue.add(
                .answer(
                    program: program, number: number, count: used,
                    clock: plan.clockShift == nil ? nil : .seconds(seconds)),
                at: now + back)
        case .answer(let program, let number, let count, let clock):
            budgets[program].answered(number, usedWeight: count, clock: clock, at: now)
            ended(program, at: now)
        case .lose(let program, let number):
            budgets[program].lost(number, at: now)
            ended(program, at: now)
        case .foreign:
            let weight = Int.random(in: 1...5, using: &random)
            count(weight, at: now)
            let mean = Double(weight) / plan.foreignRate
            queue.add(.foreign, at: now + .seconds(1) * (mean * Double.random(in: 0.2...1.8, using: &random)))
        }
    }

    private mutating func count(_ weight: Int, at now: Duration) {
        let number = Int(((now + phase) / plan.window).rounded(.down))
        if number != windowNumber {
            windowNumber = number
            used = 0
        }
        used += weight
        usedByWindow[number] = used
    }

    private mutating func ask(_ program: Int, at now: Duration) {
        queue.add(.ask(program: program, weight: plan.weights.randomElement(using: &random) ?? 1), at: now)
    }

    /// A worker is free again, and those that wait for an answer may try.
    private mutating func ended(_ program: Int, at now: Duration) {
        ask(program, at: now)
        let weights = waiting[program]
        waiting[program] = []
        for weight in weights { request(program, weight, at: now) }
    }

    private mutating func request(_ program: Int, _ weight: Int, at now: Duration) {
        switch budgets[program].permit(weight: weight, at: now) {
        case .go(let number):
            let isLost = Double.random(in: 0..<1, using: &random) < plan.losses
            let arrives = !isLost || Bool.random(using: &random)
            let way = Duration.seconds(1) * Double.random(in: plan.latency, using: &random)
            let back = Duration.seconds(1) * Double.random(in: plan.latency, using: &random)
            if arrives {
                queue.add(
                    .arrive(program: program, number: number, weight: weight, back: isLost ? nil : back),
                    at: now + way)
            }
            if isLost { queue.add(.lose(program: program, number: number), at: now + plan.timeout) }
        case .wait(let time, _):
            precondition(time > now, "a wait must end later, was \(time) at \(now)")
            queue.add(.ask(program: program, weight: weight), at: time)
        case .waitForAnswer:
            waiting[program].append(weight)
        case .refuse:
            refusals += 1
        }
    }
}

/// Events in order of time; equal times in the order of their coming.
struct TimedQueue<Event> {
    private var heap: [(time: Duration, order: Int, event: Event)] = []
    private var count = 0

    mutating func add(_ event: Event, at time: Duration) {
        heap.append((time, count, event))
        count += 1
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (Duration, Event)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while 2 * parent + 1 < heap.count {
                var child = 2 * parent + 1
                if child + 1 < heap.count, isBefore(child + 1, child) { child += 1 }
                guard isBefore(child, parent) else { break }
                heap.swapAt(child, parent)
                parent = child
            }
        }
        return (first.time, first.event)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].time, heap[left].order) < (heap[right].time, heap[right].order)
    }
}
