extension RequestBudget {
    /// Takes in the answer to a request.
    ///
    /// - Parameters:
    ///   - number: The number under which the request went.
    ///   - usedWeight: The count of the exchange in the answer, if it says one.
    ///   - clock: The exchange's time in the answer since 1970, cut to seconds, if it says one.
    ///   - now: The time.
    mutating func answered(_ number: Int, usedWeight: Int?, clock: Duration?, at now: Duration) {
        guard let flight = take(number) else { return }
        let way = now - flight.sent
        latency = max(way, latency * 0.9 + way * 0.1)
        if let clock { phase.clockSeen(clock, resolution: .seconds(1), sent: flight.sent, received: now) }
        guard flight.weight > 0 else { return }
        guard let count = usedWeight else {
            if answersCount == nil {
                answersCount = false
                lost = []
            }
            if answersCount == true { lost.append((now, flight.weight)) }
            openness = min(Self.mostOpenness, openness + 1)
            return
        }
        answersCount = true
        openness = min(Self.mostOpenness, openness + 1)
        take(count, of: flight, at: now)
        // A loss that was over when this request left is in the count by now, or in none.
        lost.removeAll { $0.at + Self.lostTime + latency <= flight.sent }
    }

    /// Takes in that a request will never be answered; whether the exchange has counted it is not known.
    mutating func lost(_ number: Int, at now: Duration) {
        guard let flight = take(number), flight.weight > 0, answersCount != false else { return }
        lost.append((now, flight.weight))
    }

    /// Takes in that no request may be sent for some time.
    ///
    /// - Parameters:
    ///   - duration: The length of the pause.
    ///   - isLimit: Whether the limit was met; more is kept back after it.
    ///   - isBan: Whether it is a ban, which nobody waits for.
    ///   - end: The end of a ban by the exchange's clock, in milliseconds since 1970.
    ///   - now: The time.
    mutating func pause(
        for duration: Duration, isLimit: Bool = false, isBan: Bool = false, end: Int64? = nil,
        at now: Duration
    ) {
        // Several requests may have met the same limit at once: that is one event.
        if isLimit, now >= pausedUntil { extraReserve = min(limit / 2, max(limit / 20, extraReserve * 2)) }
        pausedUntil = max(pausedUntil, now + duration)
        if isBan {
            isBanned = true
            banEnd = [banEnd, end].compactMap { $0 }.max()
        }
        openness = Self.firstOpenness
        // Afterwards the exchange's own word allows one request, whose answer tells the count.
        used = nil
        epoch += 1
    }

    private mutating func take(_ number: Int) -> Flight? {
        guard let flight = flights.removeValue(forKey: number) else { return nil }
        flightWeight -= flight.weight
        return flight
    }

    /// Sorts a count into the window that lasts, the one before it, or a new one.
    private mutating func take(_ count: Int, of flight: Flight, at now: Duration) {
        // The exchange may charge less than we think, but not nothing.
        let isLower = count <= flight.floor
        guard flight.epoch == epoch else {
            // It left before the window began for us; the exchange may have counted it in either.
            let isNew = isLower || count <= (used ?? 0) + flightWeight + flight.weight + reserve
            if isNew { raise(to: count, by: flight, at: now) }
            return
        }
        if isLower {
            phase.began(after: flight.floorSent, before: now, isSeen: true)
            startWindow()
        }
        raise(to: count, by: flight, at: now)
    }

    private mutating func raise(to count: Int, by flight: Flight, at now: Duration) {
        if used == nil {
            used = 0
            epochSeen = now
            usedSent = flight.sent
        }
        others.answered(weight: flight.weight, count: count, underWay: flightWeight + lostWeight, at: now)
        used = max(used ?? 0, count)
        usedSent = max(usedSent, flight.sent)
    }
}
