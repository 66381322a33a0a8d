import Candles
import Foundation
import Synchronization

/// Late rows of one file that are set aside until the file is read: the last runs in memory, earlier ones on disk.
///
/// The file on disk has no name, so nothing of it is left whatever becomes of the process.
final class RowSpill: Sendable {
    private struct State {
        var inMemory: [SortedRows] = []
        var onDisk: [Range<Int>] = []
        var descriptor: Int32 = -1
        var end = 0
    }

    /// The number of rows that are read back at a time.
    private static let pageRows = 2048
    private let directory: String
    private let state = Mutex(State())

    /// No rows.
    ///
    /// - Parameter directory: The folder for rows that do not fit into memory.
    init(directory: String) {
        self.directory = directory
    }

    deinit {
        state.withLock { state in
            if state.descriptor >= 0 { close(state.descriptor) }
        }
    }

    /// Whether there are no rows.
    var isEmpty: Bool { state.withLock { $0.inMemory.isEmpty && $0.onDisk.isEmpty } }

    /// Keeps the last rows of a task in memory.
    func keep(_ rows: SortedRows) {
        state.withLock { $0.inMemory.append(rows) }
    }

    /// Writes rows to disk.
    ///
    /// - Throws: ``ImportError/spill(path:reason:)``.
    func write(_ rows: SortedRows) throws(ImportError) {
        let outcome = state.withLock { state -> Result<Void, ImportError> in
            Result { () throws(ImportError) in
                if state.descriptor < 0 { state.descriptor = try self.create() }
                let range = state.end..<state.end + rows.words.count * 8
                try self.write(rows.words, at: range.lowerBound, state.descriptor)
                state.onDisk.append(range)
                state.end = range.upperBound
            }
        }
        try outcome.get()
    }

    /// Hands all rows to a merge, and keeps none in memory.
    func addRuns(to merge: inout RowMerge, _ layout: CandleFileLayout, _ interval: Interval) {
        let (inMemory, onDisk, descriptor) = state.withLock { state in
            defer { (state.inMemory, state.onDisk) = ([], []) }
            return (state.inMemory, state.onDisk, state.descriptor)
        }
        let stride = 8 * RowMerge.stride(layout, interval: interval)
        for run in inMemory {
            var words: [UInt64]? = run.words
            merge.add {
                defer { words = nil }
                return words
            }
        }
        for range in onDisk {
            var position = range.lowerBound
            merge.add {
                let count = min(range.upperBound - position, Self.pageRows * stride)
                guard count > 0 else { return nil }
                defer { position += count }
                return try self.read(count, at: position, descriptor)
            }
        }
    }

    private func create() throws(ImportError) -> Int32 {
        var template = Array((directory + "/.import-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw .spill(path: directory, reason: String(cString: strerror(errno)))
        }
        guard unlink(template) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .spill(path: directory, reason: reason)
        }
        return descriptor
    }

    private func write(_ words: [UInt64], at offset: Int, _ descriptor: Int32) throws(ImportError) {
        let failure: Int32? = words.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = pwrite(
                    descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return count < 0 ? errno : ENOSPC }
                done += count
            }
            return nil
        }
        if let failure { throw .spill(path: directory, reason: String(cString: strerror(failure))) }
    }

    private func read(_ count: Int, at offset: Int, _ descriptor: Int32) throws(ImportError) -> [UInt64] {
        var failure: Int32?
        let words = [UInt64](unsafeUninitializedCapacity: count / 8) { buffer, filled in
            var done = 0
            while done < count {
                let more = pread(
                    descriptor, buffer.baseAddress.map { UnsafeMutableRawPointer($0) + done }, count - done,
                    off_t(offset + done))
                if more < 0, errno == EINTR { continue }
                guard more > 0 else {
                    failure = more < 0 ? errno : EIO
                    break
                }
                done += more
            }
            filled = done / 8
        }
        if let failure { throw .spill(path: directory, reason: String(cString: strerror(failure))) }
        return words
    }
}
