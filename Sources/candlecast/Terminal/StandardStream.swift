import Foundation
import Synchronization

/// Writes text to one of the two standard streams, and never fails in the middle of the work.
///
/// A reader of stdout that goes away, as `head` does, ends the output and not the work; anything else that keeps the
/// result from being written is remembered for the exit code. Nobody can be told that stderr is gone.
struct StandardStream: Sendable {
    /// Results.
    static let output = StandardStream(descriptor: STDOUT_FILENO)
    /// Progress, warnings and errors.
    static let error = StandardStream(descriptor: STDERR_FILENO)

    private static let failure = Mutex<Int32>(0)
    private let descriptor: Int32

    /// Why the result could not be written, or nil if it was, or if its reader went away.
    static var outputFailure: String? {
        let number = failure.withLock { $0 }
        return number == 0 || number == EPIPE ? nil : String(cString: strerror(number))
    }

    /// Writes all of a text, unless the stream failed before.
    func write(_ text: String) {
        if descriptor == STDOUT_FILENO, Self.failure.withLock({ $0 != 0 }) { return }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if written > 0 {
                start += written
            } else if errno != EINTR {
                let number = errno
                if descriptor == STDOUT_FILENO { Self.failure.withLock { $0 = number } }
                return
            }
        }
    }
}
