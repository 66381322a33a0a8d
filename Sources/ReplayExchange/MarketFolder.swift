import Candles
import Foundation

/// Loads a folder of candle files: all of it or nothing.
enum MarketFolder {
    /// Reads every candle file of a folder.
    ///
    /// - Parameter path: A folder with files named `SYMBOL-INTERVAL.csv.gz` or `.csv`; others are left alone.
    /// - Returns: The table of each file.
    /// - Throws: ``ReplayError`` for the first file, by name, that is refused.
    /// - Complexity: O(bytes); files are read side by side.
    static func load(_ path: String) async throws(ReplayError) -> [SeriesKey: CandleTable] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw .unreadable(path: path, reason: reason(error))
        }
        let files = names.filter(CandleFileName.isCandidate)
        guard !files.isEmpty else { throw .noFiles(folder: path) }
        var seen: [SeriesKey: String] = [:]
        var jobs: [(name: String, file: CandleFileName)] = []
        for name in files {
            let file = try CandleFileName(name)
            if let other = seen.updateValue(name, forKey: file.key) {
                throw .badFile(file: name, reason: "the file \(other) holds the same series, \(file.key)")
            }
            jobs.append((name, file))
        }
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        let results = await withTaskGroup(of: (Int, Result<CandleTable, ReplayError>).self) { group in
            for (index, job) in jobs.enumerated() {
                let url = folder.appending(path: job.name)
                group.addTask {
                    let result = Result { () throws(ReplayError) in try table(at: url, job.file) }
                    return (index, result)
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var tables: [SeriesKey: CandleTable] = [:]
        for (index, job) in jobs.enumerated() {
            tables[job.file.key] = try results[index]?.get()
        }
        return tables
    }

    private static func table(at url: URL, _ file: CandleFileName) throws(ReplayError) -> CandleTable {
        let name = url.lastPathComponent
        var parser = CandleFileParser(file: name, interval: file.key.interval)
        try forEachLine(of: url, isPacked: file.isPacked) { (line, number) throws(ReplayError) in
            try parser.add(line, number: number)
        }
        return try parser.finish()
    }

    /// Hands on the lines of a text file, packed or not, with their numbers from 1.
    ///
    /// - Throws: ``ReplayError`` for a file that cannot be read or is not text, or what the body throws.
    static func forEachLine(
        of url: URL, isPacked: Bool, _ body: (UnsafeBufferPointer<UInt8>, Int) throws(ReplayError) -> Void
    ) throws(ReplayError) {
        let name = url.lastPathComponent
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: url, options: .mappedIfSafe))
        } catch {
            throw .unreadable(path: url.path(percentEncoded: false), reason: reason(error))
        }
        guard !bytes.isEmpty else { throw .badFile(file: name, reason: "the file is empty") }
        var lines = LineReader(file: name)
        if isPacked {
            try GzipBlocks.forEach(of: bytes, file: name) { (block) throws(ReplayError) in
                try lines.feed(block, body)
            }
        } else {
            try bytes.withUnsafeBufferPointer { (block) throws(ReplayError) in try lines.feed(block, body) }
        }
        try lines.finish(body)
    }

    private static func reason(_ error: any Error) -> String {
        let text = (error as NSError).localizedDescription
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
