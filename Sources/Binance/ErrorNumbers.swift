#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The system's number for a port that nobody listens at.
let connectionRefused = ECONNREFUSED
/// The system's number for a connection that the other side aborted.
let connectionReset = ECONNRESET
