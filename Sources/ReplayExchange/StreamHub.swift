import Candles

/// Carries what happens in virtual time to the stream connections that want to hear of it.
///
/// It is used on the server's event loop alone, and told the time by each tick.
final class StreamHub {
    private var schedule: StreamSchedule
    private let faults: FaultPlan
    private var time: OpenTime
    private var isStopped: Bool
    private var connections: [ObjectIdentifier: StreamConnection] = [:]
    private var routes: [(name: StreamName, connections: [StreamConnection])]?

    /// A hub that has told everything up to an instant.
    init(_ market: Market, faults: FaultPlan, time: OpenTime, isStopped: Bool) {
        schedule = StreamSchedule(market)
        self.faults = faults
        self.time = time
        self.isStopped = isStopped
    }

    /// The number of open connections.
    var connectionCount: Int { connections.count }

    /// Takes in a new connection.
    func add(_ connection: StreamConnection) {
        connections[ObjectIdentifier(connection)] = connection
        subscriptionsChanged()
        greet(connection, connection.session.streams.sorted { $0.text < $1.text })
        connection.flush()
    }

    /// Lets a connection go.
    func remove(_ connection: StreamConnection) {
        if connections.removeValue(forKey: ObjectIdentifier(connection)) != nil { subscriptionsChanged() }
    }

    /// A connection has other streams than before.
    func subscriptionsChanged() { routes = nil }

    /// Tells a new subscriber how things stand if the clock has stopped, since nothing else will be told.
    func greet(_ connection: StreamConnection, _ streams: [StreamName]) {
        guard isStopped else { return }
        for name in streams {
            if let event = schedule.update(name, at: time) { connection.deliver(EncodedEvent(event)) }
        }
    }

    /// Time has gone on.
    ///
    /// - Parameters:
    ///   - now: Virtual time.
    ///   - stops: Whether the clock has reached its end.
    func tick(now: OpenTime, stops: Bool) {
        if !isStopped {
            for action in faults.actions(from: time, to: now) {
                switch action {
                case .advance(let to):
                    advance(to: to, isLast: stops && to == now)
                case .fault(let fault):
                    strike(fault)
                }
            }
            isStopped = stops
        }
        for connection in Array(connections.values) { connection.tick() }
    }

    private func advance(to now: OpenTime, isLast: Bool) {
        guard now > time else { return }
        var events: [StreamEvent] = []
        for route in currentRoutes() {
            events += schedule.events(route.name, from: time, to: now, isLast: isLast)
        }
        time = now
        guard !events.isEmpty else { return }
        events.sort { $0.precedes($1) }
        let routes = Dictionary(uniqueKeysWithValues: currentRoutes().map { ($0.name, $0.connections) })
        for event in events {
            let encoded = EncodedEvent(event)
            for connection in routes[event.name] ?? [] { connection.deliver(encoded) }
        }
        for connection in connections.values { connection.flush() }
    }

    private func strike(_ fault: FaultPlan.Fault) {
        for connection in Array(connections.values) {
            switch fault {
            case .cut: connection.cut()
            case .stall: connection.stall()
            }
        }
    }

    private func currentRoutes() -> [(name: StreamName, connections: [StreamConnection])] {
        if let routes { return routes }
        var subscribers: [StreamName: [StreamConnection]] = [:]
        for connection in connections.values {
            for name in connection.session.streams { subscribers[name, default: []].append(connection) }
        }
        let sorted = subscribers.sorted { $0.key.text < $1.key.text }.map { ($0.key, $0.value) }
        routes = sorted
        return sorted
    }
}
