import Candles
import SpeedLayer
import TestSupport
import Testing

@Suite("Producer state")
struct ProducerStateTests {
    static let start = time("2025-06-29T12:00:00Z")

    static func slot(_ index: Int64) -> OpenTime { start + index * 60_000 }

    /// A state that has been filled up to the slot with index 0 and follows minutes.
    static func state(_ options: ProducerState.Options = .init()) -> ProducerState {
        var state = ProducerState(next: [minutes: start], options: options)
        _ = state.filled(minutes, closed: [], running: nil, isLast: true, now: start)
        return state
    }

    @Test("Before it is filled, a series wants to be filled first")
    func fillsFirst() {
        var state = ProducerState(next: [minutes: Self.start])
        #expect(state.needingFill == [minutes])
        #expect(state.received(minutes, running(Self.start), at: Self.start + 2000) == .fillFirst)
        let records = state.filled(
            minutes, closed: [closedCandle(Self.start)],
            running: OpenCandle(openTime: Self.slot(1), values: values(Self.slot(1))),
            isLast: true, now: Self.slot(1) + 30_000)
        #expect(records.map(\.version.vintage) == [.rest, .open])
        #expect(state.needingFill.isEmpty && state.nextOpenTime(of: minutes) == Self.slot(1))
    }

    @Test("A closed candle that skips one asks for a fill, and is taken in after it")
    func holeWithoutReconnect() {
        var state = Self.state()
        #expect(state.received(minutes, streamClosed(Self.slot(1)), at: Self.slot(2)) == .fillFirst)
        _ = state.filled(
            minutes, closed: [closedCandle(Self.slot(0)), closedCandle(Self.slot(1))], running: nil,
            isLast: true,
            now: Self.slot(2) + 100)
        let again = state.received(minutes, streamClosed(Self.slot(1)), at: Self.slot(2))
        #expect(
            again == .append([CandleRecord(minutes, streamClosed(Self.slot(1)), eventTime: Self.slot(2))]))
        #expect(state.nextOpenTime(of: minutes) == Self.slot(2))
    }

    @Test("A closed candle that never came is missed once the next has run for a while")
    func lostClosedCandle() {
        var state = Self.state()
        _ = state.received(minutes, running(Self.slot(0)), at: Self.slot(0) + 58_000)
        let early = state.received(minutes, running(Self.slot(1)), at: Self.slot(1) + 2000)
        #expect(early != .fillFirst)
        #expect(
            state.received(minutes, running(Self.slot(1), trades: 9), at: Self.slot(1) + 10_000) == .fillFirst
        )
    }

    @Test("A closed candle that is repeated is appended once, and one that comes late still is")
    func duplicates() {
        var state = Self.state()
        let event = streamClosed(Self.slot(0))
        #expect(state.received(minutes, event, at: Self.slot(1)) != .append([]))
        #expect(state.received(minutes, event, at: Self.slot(1) + 1) == .append([]))
        #expect(state.received(minutes, streamClosed(Self.slot(1)), at: Self.slot(2)) != .append([]))
        #expect(state.received(minutes, event, at: Self.slot(2) + 1) != .append([]))
        #expect(state.nextOpenTime(of: minutes) == Self.slot(2))
    }

    @Test("Running candles go to the log when they say something new, but not more often than asked")
    func runningRate() {
        var state = Self.state(.init(openEvery: 5000))
        var appended: [Int64] = []
        for second in stride(from: 2 as Int64, through: 40, by: 2) {
            let version = running(Self.start, trades: second > 20 ? 20 : second)
            if case .append(let records) = state.received(minutes, version, at: Self.start + second * 1000) {
                appended += records.map { ($0.eventTime - Self.start) / 1000 }
            }
        }
        #expect(appended == [2, 8, 14, 20])
        #expect(state.flush().isEmpty)
    }

    @Test("What was held back is handed out before a stop, unless its candle has closed")
    func flushing() {
        var state = Self.state()
        _ = state.received(minutes, running(Self.start, trades: 1), at: Self.start + 2000)
        _ = state.received(minutes, running(Self.start, trades: 2), at: Self.start + 4000)
        var other = state
        #expect(state.flush().map(\.version.values.trades) == [2])
        #expect(state.flush().isEmpty)
        _ = other.received(minutes, streamClosed(Self.start), at: Self.slot(1))
        #expect(other.flush().isEmpty)
        #expect(other.received(minutes, running(Self.start, trades: 3), at: Self.slot(1) + 1) == .append([]))
    }

    @Test("An answer that lacks the candle of a slot that ended just now is not believed")
    func earlyAnswer() {
        var state = Self.state()
        _ = state.filled(
            minutes, closed: [closedCandle(Self.slot(0))], running: nil, isLast: true, now: Self.slot(2) + 100
        )
        #expect(state.nextOpenTime(of: minutes) == Self.slot(1))
        _ = state.filled(minutes, closed: [], running: nil, isLast: true, now: Self.slot(2) + 6000)
        #expect(state.nextOpenTime(of: minutes) == Self.slot(2))
    }

    @Test("Prices are kept at the rate asked for, symbol by symbol")
    func priceRate() throws {
        let other = try Symbol("ETHUSDT")
        var state = Self.state(.init(priceEvery: 1000))
        let times: [Int64] = [0, 400, 1000, 1999, 2000]
        #expect(
            times.map { state.receivedPrice(of: bitcoin, at: Self.start + $0) } == [
                true, false, true, false, true,
            ])
        let first = state.receivedPrice(of: other, at: Self.start + 1)
        #expect(first)
    }

    @Test(
        "A start goes on after the last closed candle, else with what the log saw running, else today"
    )
    func resuming() {
        let now = time("2025-06-29T12:34:56Z")
        let logged = [
            CandleRecord(minutes, streamClosed(Self.slot(0)), eventTime: Self.slot(1)),
            CandleRecord(minutes, running(Self.slot(5)), eventTime: Self.slot(5)),
            CandleRecord(days, running(time("2025-06-27"), .d1), eventTime: Self.slot(5)),
        ]
        let hours = SeriesKey(bitcoin, .h1)
        let next = ProducerState.resume([minutes, days, hours], logged: logged, now: now)
        #expect(next == [minutes: Self.slot(1), days: time("2025-06-27"), hours: time("2025-06-29")])
        let held = ProducerState.resume([minutes], logged: logged, held: [minutes: Self.slot(7)], now: now)
        #expect(held == [minutes: Self.slot(8)])
    }

    /// Property: with events lost, repeated and out of order, broken connections, failing and early answers
    /// of REST, and crashes, the log never holds a closed candle after one that is missing.
    @Test("The log never has a hole before its last closed candle", arguments: 0..<200 as Range<UInt64>)
    func noHole(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let outage = Int64.random(in: 5...30, using: &random)..<Int64.random(in: 30...45, using: &random)
        let exists = { (index: Int64) in !outage.contains(index) || Bool(seed % 3 == 0) }
        var log: [CandleRecord] = []
        var state = ProducerState(next: ProducerState.resume([minutes], logged: [], now: Self.start))
        let first = Self.start.day.start

        func fill(_ now: OpenTime) {
            if Int.random(in: 0..<4, using: &random) == 0 { return }
            let limit = Int.random(in: 2...500, using: &random)
            while true {
                let from = state.nextOpenTime(of: minutes) ?? now
                let open = stride(from: from.milliseconds, through: now.milliseconds, by: 60_000).map {
                    OpenTime(milliseconds: $0)
                }
                let ended = open.filter { slot in
                    // The answer may lack a candle that ended less than two seconds ago.
                    let age = now - slot - 60_000
                    return age >= 0 && exists((slot - Self.start) / 60_000)
                        && (age > 2000 || Bool.random(using: &random))
                }
                let page = ended.prefix(limit)
                let isLast = page.count < limit
                let runningSlot = open.last.map { Interval.m1.slot(containing: $0) }
                log += state.filled(
                    minutes, closed: page.map { closedCandle($0) },
                    running: isLast
                        ? runningSlot.map { OpenCandle(openTime: $0, values: values($0, trades: 3)) } : nil,
                    isLast: isLast, now: now)
                if isLast { return }
            }
        }

        var isConnected = false
        var last = Self.start
        for tick in 0..<Int64(60 * 30) {
            let now = Self.start + tick * 2000
            last = now
            if !isConnected {
                guard Int.random(in: 0..<5, using: &random) == 0 else { continue }
                isConnected = true
                state.connected()
                fill(now)
            }
            if Int.random(in: 0..<150, using: &random) == 0 {
                isConnected = false
                continue
            }
            if Int.random(in: 0..<300, using: &random) == 0 {
                state = ProducerState(next: ProducerState.resume([minutes], logged: log, now: now))
                isConnected = false
                continue
            }
            let slot = Interval.m1.slot(containing: now)
            var events: [CandleVersion] = []
            if exists((slot - Self.start) / 60_000) {
                events.append(running(slot, trades: (now - slot) / 1000))
            }
            let before = slot - 60_000
            if now - slot < 4000, exists((before - Self.start) / 60_000) {
                events.append(streamClosed(before))
            }
            if Int.random(in: 0..<20, using: &random) == 0 { events.append(streamClosed(slot - 180_000)) }
            for event in events where Int.random(in: 0..<5, using: &random) > 0 {
                if case .append(let records) = state.received(minutes, event, at: now) {
                    log += records
                } else {
                    fill(now)
                    if case .append(let records) = state.received(minutes, event, at: now) { log += records }
                }
            }
        }
        var seen: Set<OpenTime> = []
        var reached = first
        for record in log where record.version.isClosed {
            seen.insert(record.version.openTime)
            while reached <= record.version.openTime {
                let index = (reached - Self.start) / 60_000
                if exists(index) {
                    #expect(seen.contains(reached), "\(reached) is missing before \(record.version.openTime)")
                }
                reached = reached + 60_000
            }
        }
        #expect(reached > last - 600_000, "it must follow at all")
    }
}
