/// Lets other tasks run until a condition holds.
///
/// - Throws: ``NeverHeld`` after 20 s.
func waitUntil(_ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHeld() }
        await Task.yield()
    }
}

/// A condition that a test waited for did not come true.
struct NeverHeld: Error {}
