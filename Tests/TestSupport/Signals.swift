#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Sends a signal to a process.
func killProcess(_ pid: Int32, _ signal: Int32) -> Int32 { kill(pid, signal) }
