/// Waits until a condition holds, at most for a deadline; it polls and never waits longer than it must.
///
/// - Returns: Whether the condition came to hold.
public func eventually(
    within limit: Duration = .seconds(30), _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while clock.now < deadline {
        if try await condition() { return true }
        await Task.yield()
        do { try await Task.sleep(for: .milliseconds(10)) } catch { return false }
    }
    return try await condition()
}
