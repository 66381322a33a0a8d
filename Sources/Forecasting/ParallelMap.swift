import Dispatch
import Synchronization

/// The results of a function for many values, worked out on all cores.
///
/// Results are placed by index, so they do not depend on which core was faster.
///
/// - Complexity: One call per value.
func parallelMap<Value: Sendable, Result: Sendable>(
    _ values: [Value], _ transform: @Sendable (Value) -> Result
) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: values.count))
    DispatchQueue.concurrentPerform(iterations: values.count) { index in
        let result = transform(values[index])
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
}
