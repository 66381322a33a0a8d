import Dispatch
import Synchronization

/// The results of a function for 0..<`count`, worked out on some threads.
///
/// Later indices are begun first, as later folds are the larger ones. Results are placed by index, so they do
/// not depend on the number of threads, of which nil takes as many as there are cores. Of several errors the
/// one of the smallest index is thrown.
func concurrentMap<Result: Sendable>(
    _ count: Int, threads: Int?, _ body: @Sendable (Int) throws(ProphetError) -> Result
) throws(ProphetError) -> [Result] {
    let outcomes = Mutex([Swift.Result<Result, ProphetError>?](repeating: nil, count: count))
    let next = Mutex(count)
    let workers = min(count, max(1, threads ?? count))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
        while true {
            let index = next.withLock { left in
                left -= 1
                return left
            }
            guard index >= 0 else { return }
            let outcome = Swift.Result { () throws(ProphetError) in try body(index) }
            outcomes.withLock { $0[index] = outcome }
        }
    }
    var results: [Result] = []
    for outcome in outcomes.withLock({ $0 }) {
        guard let outcome else { continue }
        results.append(try outcome.get())
    }
    return results
}

/// The seed of a part of a computation: equal seeds and numbers give equal results.
func derivedSeed(_ seed: UInt64, _ number: Int) -> UInt64 {
    var generator = Xoshiro256(seed: seed &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15)
    return generator.next()
}
