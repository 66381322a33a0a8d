import Dispatch
import Foundation
import ProphetInterchange
import Synchronization

/// Finds recorded files and compares them all.
public enum ParityRun {
    /// The recorded files at some paths: files as they are, folders with all that they hold by name.
    ///
    /// - Throws: ``ParityError/unreadable(path:reason:)`` or ``ParityError/noFiles(path:)``.
    public static func files(at paths: [String]) throws(ParityError) -> [ParityFile] {
        var files: [ParityFile] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw .unreadable(path: path, reason: "there is no such file or folder")
            }
            guard isFolder.boolValue else {
                guard FileManager.default.isReadableFile(atPath: path) else {
                    throw .unreadable(path: path, reason: "permission denied")
                }
                files.append(ParityFile(URL(filePath: path)))
                continue
            }
            let found = try filesInside(path)
            guard !found.isEmpty else { throw .noFiles(path: path) }
            files += found
        }
        return files
    }

    private static func filesInside(_ path: String) throws(ParityError) -> [ParityFile] {
        let names: [String]
        do {
            names = try FileManager.default.subpathsOfDirectory(atPath: path)
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        let shown = names.filter { name in
            name.hasSuffix(".json") && !name.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        // Cases come before what lies deeper.
        let order = shown.map { (depth: $0.count { $0 == "/" }, name: $0) }.sorted { $0 < $1 }
        return order.map { ParityFile(folder.appending(path: $0.name)) }
    }

    /// Compares files, several at a time; the reports are in the order of the files.
    public static func reports(of files: [ParityFile]) -> [ParityReport] {
        let reports = Mutex([ParityReport?](repeating: nil, count: files.count))
        DispatchQueue.concurrentPerform(iterations: files.count) { index in
            let report = files[index].report()
            reports.withLock { $0[index] = report }
        }
        return reports.withLock { $0.compactMap(\.self) }
    }

    /// The counts of some reports, as the last line of a run.
    public static func summary(of reports: [ParityReport]) -> String {
        func count(_ outcome: ParityReport.Outcome) -> Int { reports.count { $0.outcome == outcome } }
        let checks = reports.reduce(0) { $0 + $1.checks }
        let partial = reports.count { !$0.skipped.isEmpty }
        return "\(reports.count) files: \(count(.pass)) passed, \(count(.better)) better than recorded, "
            + "\(count(.fail)) failed; \(checks) checks; \(partial) files with parts that were skipped"
    }
}
