import Candles
import Foundation
import Synchronization

/// Collects the rows of a file that were not taken, and writes them down in the order of the file.
///
/// Blocks may come in any order. What a block had is written once all blocks before it are in, because only then is
/// the number of its first line known. The file is made with the first row.
final class RejectLog: Sendable {
    private struct Block {
        let lines: Int
        let rows: [RejectedRow]
    }

    private struct State {
        var blocks: [Int: Block] = [:]
        var next = 0
        var line: Int
        var first: (line: Int, row: RejectedRow)?
        var handle: FileHandle?
        var path: String?
    }

    private let target: Target
    private let header: [UInt8]
    private let separator: UInt8
    private let state: Mutex<State>

    /// Where rejected rows go.
    enum Target: Sendable {
        /// Nowhere: they are only looked at.
        case none
        /// A file that is named, at whose end they are added.
        case file(String)
        /// The first file in a folder that is not there, by a name and a number.
        case folder(String, name: String)
    }

    /// A log of a file.
    ///
    /// - Parameters:
    ///   - target: Where the rows go.
    ///   - layout: How the file is read.
    init(_ target: Target, layout: CandleFileLayout) {
        self.target = target
        header = layout.header
        separator = layout.separator
        state = Mutex(State(line: layout.dataLine))
    }

    /// The first row that was not taken, with its line in the file; known once the blocks before it are in.
    var first: (line: Int, row: RejectedRow)? { state.withLock { $0.first } }

    /// Where the rows are, nil if there are none.
    var path: String? { state.withLock { $0.path } }

    /// Says what a block had.
    ///
    /// - Throws: ``ImportError/rejectFile(path:reason:)``.
    func add(block: Int, lines: Int, rows: [RejectedRow]) throws(ImportError) {
        let outcome = state.withLock { state -> Result<Void, ImportError> in
            state.blocks[block] = Block(lines: lines, rows: rows)
            return Result { () throws(ImportError) in try self.settle(&state) }
        }
        try outcome.get()
    }

    /// Closes the file.
    func close() throws(ImportError) {
        let outcome = state.withLock { state -> Result<Void, ImportError> in
            guard let handle = state.handle, let path = state.path else { return .success(()) }
            state.handle = nil
            do {
                try handle.synchronize()
                try handle.close()
                return .success(())
            } catch { return .failure(.rejectFile(path: path, reason: "\(error.localizedDescription)")) }
        }
        try outcome.get()
    }

    private func settle(_ state: inout State) throws(ImportError) {
        while let block = state.blocks.removeValue(forKey: state.next) {
            if state.first == nil, let row = block.rows.first { state.first = (state.line + row.line, row) }
            if !block.rows.isEmpty { try write(block.rows, &state) }
            state.line += block.lines
            state.next += 1
        }
    }

    private func write(_ rows: [RejectedRow], _ state: inout State) throws(ImportError) {
        if case .none = target { return }
        var bytes: [UInt8] = []
        if state.handle == nil {
            try open(&state)
            bytes += Array("line".utf8) + [separator] + Array("reason".utf8) + [separator]
            bytes += (header.isEmpty ? Array("row".utf8) : header) + [0x0A]
        }
        for row in rows {
            let reason = row.fault.description.replacing("\"", with: "\"\"")
            bytes += Array("\(state.line + row.line)".utf8) + [separator]
            bytes += Array("\"\(reason)\"".utf8) + [separator] + row.bytes + [0x0A]
        }
        guard let handle = state.handle, let path = state.path else { return }
        do {
            try handle.write(contentsOf: bytes)
        } catch { throw .rejectFile(path: path, reason: error.localizedDescription) }
    }

    private func open(_ state: inout State) throws(ImportError) {
        switch target {
        case .none: return
        case .file(let path):
            try Self.createFolder(URL(filePath: path).deletingLastPathComponent().path())
            let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                throw .rejectFile(path: path, reason: String(cString: strerror(errno)))
            }
            state.handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            state.path = path
        case .folder(let folder, let name):
            try Self.createFolder(folder)
            var number = 1
            while true {
                let path = "\(folder)/\(name)-\(number).csv"
                let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
                if descriptor >= 0 {
                    state.handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                    state.path = path
                    return
                }
                guard errno == EEXIST, number < 100_000 else {
                    throw .rejectFile(path: path, reason: String(cString: strerror(errno)))
                }
                number += 1
            }
        }
    }

    private static func createFolder(_ path: String) throws(ImportError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch { throw .rejectFile(path: path, reason: error.localizedDescription) }
    }
}
