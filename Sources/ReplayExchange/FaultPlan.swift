import Candles

/// The instants of virtual time at which streams are broken on purpose.
struct FaultPlan: Sendable {
    /// What is done to the stream connections that are open.
    enum Fault: Hashable, Sendable {
        /// They are closed without a close frame.
        case cut
        /// They say nothing any more, but stay open.
        case stall
    }

    /// A part of a step of time: time passes, or a fault strikes.
    enum Action: Hashable, Sendable {
        case advance(to: OpenTime)
        case fault(Fault)
    }

    private let faults: [(time: OpenTime, fault: Fault)]

    /// A plan of cuts and stalls in any order.
    init(cutAt: [OpenTime] = [], stallAt: [OpenTime] = []) {
        faults = (stallAt.map { ($0, .stall) } + cutAt.map { ($0, .cut) }).sorted { $0.time < $1.time }
    }

    /// What to do in a step of time `(from, to]`: whatever happens up to a fault is told before it.
    func actions(from: OpenTime, to: OpenTime) -> [Action] {
        var actions: [Action] = []
        for (time, fault) in faults where from < time && time <= to {
            actions += [.advance(to: time), .fault(fault)]
        }
        return actions + [.advance(to: to)]
    }
}
